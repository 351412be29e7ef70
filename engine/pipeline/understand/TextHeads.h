#pragma once

#include "base/Error.h"
#include "model/Classification.h"
#include "pipeline/learn/HeadFile.h"
#include "pipeline/understand/CategoryHead.h"
#include "services/embedding/Embedder.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem {

// The trained classifiers of a message's text. Each sees words and vector together, or words alone when there is no vector.
// Immutable after load, but for the category's head, and thread-safe.
class TextHeads {
public:
    static constexpr std::size_t buckets = 1U << 16U;
    static constexpr std::size_t dimensions = 384;

    // Reads category.head, sentiment.head and urgency.head.
    static Result<TextHeads> load(const std::filesystem::path& models);

    // What all three share of a text, computed once.
    struct Reading {
        TextCounts counts;
        Embedding vector;
    };
    static Reading read(std::string_view text, const Embedding& vector);

    [[nodiscard]] std::array<double, categoryCount> category(const Reading& reading) const;
    [[nodiscard]] std::array<double, 3> sentiment(const Reading& reading) const; // by Sentiment; sums to 1
    [[nodiscard]] double urgency(const Reading& reading) const; // 0…1

    // For saying what a judgement rests on. Of each task the heads are named "both" and "words".
    enum class Task : std::uint8_t { Category, Sentiment, Urgency };
    [[nodiscard]] const HeadFile& file(Task task) const;
    // The category's can be exchanged while others judge.
    [[nodiscard]] CategoryHead& categoryHead() { return *m_category; }
    [[nodiscard]] const CategoryHead& categoryHead() const { return *m_category; }
    // Of the classes' probabilities, what urgency() gives.
    static double urgencyOf(const std::vector<double>& probabilities);

private:
    std::unique_ptr<CategoryHead> m_category;
    HeadFile m_sentiment;
    HeadFile m_urgency;
};

// A file with the heads "both" and "words" in the shape of TextHeads. Corrupt when it has not that or another number of classes.
Result<HeadFile> loadTextHead(const std::filesystem::path& file, std::string_view kind, std::size_t classes);

} // namespace tandem
