#pragma once

#include "model/Finding.h"
#include "model/Knowledge.h"
#include "pipeline/review/Contradiction.h"
#include "services/store/Store.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_set>
#include <vector>

namespace tandem {

// An article read for being compared: its sentences taken apart, its words in pairs. Refers to nothing outside itself.
class ComparedArticle {
public:
    // `document` without texts; `passages` in order.
    ComparedArticle(Document document, std::vector<StoredPassage> passages);
    ComparedArticle(const ComparedArticle&) = delete;
    ComparedArticle& operator=(const ComparedArticle&) = delete;
    ComparedArticle(ComparedArticle&&) = delete;
    ComparedArticle& operator=(ComparedArticle&&) = delete;
    ~ComparedArticle() = default;

    struct Line {
        std::size_t passage = 0;
        std::size_t sentence = 0;
        contradiction::Statement statement;
        bool tells = false; // holds a value, or is long enough to be denied
    };

    [[nodiscard]] const Document& document() const { return m_document; }
    [[nodiscard]] const std::vector<StoredPassage>& passages() const { return m_passages; }
    [[nodiscard]] const std::vector<Line>& lines() const { return m_lines; }
    [[nodiscard]] const std::unordered_set<std::uint64_t>& wordPairs() const { return m_wordPairs; }

private:
    void readLines();
    void readWordPairs();

    const Document m_document;
    const std::vector<StoredPassage> m_passages;
    std::vector<std::string> m_headings; // by passage
    std::vector<Line> m_lines;
    std::unordered_set<std::uint64_t> m_wordPairs;
};

// Whether both are for the same readers: of one language, plan and audience. Empty is everyone, and not the same as somebody.
bool haveSameReaders(const Document& left, const Document& right);

// What two articles say differently of the same; at most a few, and only some of them on a stop. Pure.
std::vector<Finding> contradictionsBetween(
    const ComparedArticle& left, const ComparedArticle& right, const std::stop_token& stop);
// That they say the same, in the same words or in others.
std::optional<Finding> duplicateOf(const ComparedArticle& left, const ComparedArticle& right);

} // namespace tandem
