#pragma once

#include "pipeline/learn/HeadFile.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A text taken apart into its words, to ask a head what it would say without one of them. Words are told apart by their folded
// form: one that comes twice is left out in both places. Chinese and Japanese are cut into words by a dictionary.
class WordAblation {
public:
    WordAblation(std::string_view text, std::size_t buckets);

    struct Word {
        std::vector<text::Span> places; // bytes of the text, ascending; at least one
    };
    [[nodiscard]] const std::vector<Word>& words() const { return m_words; }

    // Logits over the head's temperature, a list of classes each.
    struct Logits {
        std::vector<double> whole;
        std::vector<std::vector<double>> without; // each of words()
        std::vector<double> withoutWords; // without all of them
        std::vector<double> withoutForm; // without marks of the text's form: length, question, code
        std::vector<double> withoutVector;
    };
    // The neighbours of a word that is left out do not become a pair. `head` must take as many buckets as the text was cut for.
    [[nodiscard]] Logits logits(const HeadFile& file, const LinearHead& head, std::span<const float> vector) const;

private:
    struct Slot {
        std::uint32_t bucket = 0;
        FeatureSide side = FeatureSide::Words;
        std::uint32_t count = 0;
    };
    struct Touch {
        std::size_t slot = 0;
        std::uint32_t count = 0;
    };
    class Sums;

    void findWords(std::string_view text, const class FoldedText& folded, const std::vector<PlacedRun>& runs);
    void findTouches(const class FoldedText& folded, const std::vector<PlacedFeature>& features);
    static void addTouch(std::vector<Touch>& touches, std::size_t slot);
    static void merge(std::vector<Touch>& touches);

    std::vector<Word> m_words;
    std::vector<std::pair<text::Span, std::size_t>> m_places; // ascending, with the word that stands there
    std::vector<Slot> m_slots;
    std::vector<std::vector<Touch>> m_touches; // by word
    std::vector<Touch> m_all; // features of any word
    std::vector<Touch> m_form;
};

} // namespace tandem
