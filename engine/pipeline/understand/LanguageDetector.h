#pragma once

#include "base/Error.h"
#include "model/Language.h"
#include "pipeline/learn/HeadFile.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Tells the twelve languages apart: by script where that decides, else by CLD2's tables and the spelling of the words, weighed by
// a head trained on the project's own texts. Immutable and thread-safe.
class LanguageDetector {
public:
    static Result<LanguageDetector> load(const std::filesystem::path& models);
    // For training: judges by nothing but scripts.
    explicit LanguageDetector(HeadFile head)
        : m_head(std::move(head))
    {
    }

    // At most the first 8 KiB count, without pasted code and logs. A text without letters, or in a script of none of the twelve,
    // is English with confidence 0.
    [[nodiscard]] LanguageGuess detect(std::string_view text) const;

    // What the head sees of words in Latin letters; also used to train it.
    struct Features {
        WordFeatures words;
        std::vector<float> vector;
    };
    static Features features(std::string_view foldedWords);
    // Lower-case words of a text that are written in Latin letters, separated and surrounded by single spaces.
    static std::string latinWords(std::string_view text);

    static constexpr std::size_t buckets = 1U << 15U;
    static constexpr std::size_t dimensions = 27;

private:
    struct Scripts;
    struct LatinGuess {
        Language language = Language::En;
        double confidence = 0;
    };
    [[nodiscard]] LatinGuess latin(std::string_view foldedWords) const;
    [[nodiscard]] bool holdsSecondLatin(std::string_view text, Language first) const;

    HeadFile m_head;
};

} // namespace tandem
