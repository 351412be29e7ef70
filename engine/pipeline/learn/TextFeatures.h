#pragma once

#include "base/Text.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tandem {

struct WordFeature {
    std::uint32_t bucket = 0;
    float value = 0;
};
// Ascending by bucket, each bucket once.
using WordFeatures = std::vector<WordFeature>;

// What a text is made of, hashed into buckets: words, word pairs and marks of its form (a stack trace, a question, an amount of
// money) on one side, character 3- to 5-grams on the other, so that inflected and misspelt words still count.
struct TextCounts {
    WordFeatures words; // value = occurrences
    WordFeatures characters;
};
TextCounts countFeatures(std::string_view text, std::size_t buckets);

// The same features one by one, with their places, for saying which words a judgement rests on.
enum class FeatureSide : std::uint8_t { Words, Characters };
struct PlacedFeature {
    std::uint32_t bucket = 0;
    FeatureSide side = FeatureSide::Words;
    text::Span place; // bytes of the folded text; empty: it is of the whole text's form
};
struct PlacedRun {
    text::Span place;
    bool ideographic = false; // its features are pieces of it; else all of them are of the whole run
};
struct PlacedFeatures {
    std::vector<PlacedFeature> features;
    std::vector<PlacedRun> runs; // ascending
};
// `folded`: text::foldAccents(text).
PlacedFeatures placeFeatures(std::string_view text, std::string_view folded, std::size_t buckets);

// Weighs counts by how rare a bucket is (`inverseFrequency`, one entry a bucket); each side has length √½, the whole length 1.
WordFeatures weighFeatures(const TextCounts& counts, const std::vector<float>& inverseFrequency);

// Character 1- to 5-grams and whole words of lower-case words that are separated and surrounded by single spaces, for telling
// languages apart; length 1.
WordFeatures spellingFeatures(std::string_view folded, std::size_t buckets);

} // namespace tandem
