#pragma once

#include "pipeline/learn/DeskHead.h"
#include "pipeline/learn/HeadFile.h"

#include <algorithm>
#include <string>
#include <vector>

// Small classifiers and texts that a test understands.
namespace tandem {

inline constexpr std::size_t smallBuckets = 4096;
inline constexpr std::size_t smallDimensions = 4;

// A classifier of three classes that was trained on a few words: "bug", "invoice" and "hello" say what a text is.
inline HeadFile smallShippedHead()
{
    HeadFile file;
    file.kind = "category";
    file.classes = {"bug", "billing", "general"};
    file.inverseFrequency.assign(smallBuckets, 1.0F);
    std::vector<HeadExample> examples;
    const std::vector<std::vector<std::string>> words{{"bug crash broken", "a bug in the page", "the crash again"},
        {"invoice money", "my invoice", "money back"}, {"hello there", "a question, hello", "where is the shop"}};
    for (std::size_t label = 0; label < words.size(); ++label) {
        for (const std::string& text : words[label])
            examples.push_back({weighFeatures(countFeatures(text, smallBuckets), file.inverseFrequency),
                std::vector<float>(smallDimensions, 0.5F), label, 1});
    }
    HeadTraining training;
    training.wordPenalty = training.vectorPenalty = 1e-3;
    file.heads.push_back({"both", LinearHead::train(examples, {3, smallBuckets, smallDimensions}, training)});
    file.heads.push_back({"words", LinearHead::train(examples, {3, smallBuckets, 0}, training)});
    return file;
}

inline DeskExample deskExample(std::size_t number, const std::string& text, std::size_t label)
{
    DeskExample example;
    example.key = text::hash64("ticket " + std::to_string(number));
    example.at = static_cast<std::int64_t>(number);
    example.counts = countFeatures(text, smallBuckets);
    example.label = label;
    return example;
}

// Tickets in words that the shipped head does not know: zorp is a bug, quux is billing.
inline std::vector<DeskExample> deskExamples(std::size_t count)
{
    std::vector<DeskExample> examples;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string filler = " number " + std::to_string(i * i % 17) + (i % 3 == 0 ? " please" : " today");
        examples.push_back(deskExample(i, (i % 2 == 0 ? "the zorp is gone" : "about the quux") + filler, i % 2));
    }
    return examples;
}

// What the shipped head knows of the class that deskExamples() do not hold, in `count` wordings.
inline std::vector<DeskExample> elsewhereExamples(std::size_t count = 60)
{
    const std::vector<std::string> texts{"hello there", "a question, hello", "where is the shop"};
    std::vector<DeskExample> examples;
    for (std::size_t i = 0; i < count; ++i) {
        examples.push_back(deskExample(100000 + i, texts[i % 3] + " " + std::to_string(i % 10), 2));
        examples.back().vector.assign(smallDimensions, 0.5F);
    }
    return examples;
}

inline std::size_t guessOf(const HeadFile& file, const std::string& text, const char* name = "words")
{
    const std::vector<double> probabilities
        = file.find(name)->probabilities(weighFeatures(countFeatures(text, smallBuckets), file.inverseFrequency), {});
    return static_cast<std::size_t>(std::ranges::max_element(probabilities) - probabilities.begin());
}

} // namespace tandem
