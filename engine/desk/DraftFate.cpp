#include "desk/DraftFate.h"

#include "base/Text.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

namespace {

constexpr std::size_t comparedWords = 1500; // of a longer text, the beginning
constexpr double muchChanged = 0.3;

std::vector<std::string_view> wordsOf(std::string_view text)
{
    std::vector<std::string_view> words;
    constexpr std::string_view spaces = " \t\r\n";
    std::size_t at = text.find_first_not_of(spaces);
    while (at != std::string_view::npos && words.size() < comparedWords) {
        const std::size_t end = std::min(text.find_first_of(spaces, at), text.size());
        words.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(spaces, end);
    }
    return words;
}

// Words in both, in the same order: the longest common subsequence, O(n·m).
std::size_t commonWords(const std::vector<std::string_view>& left, const std::vector<std::string_view>& right)
{
    std::vector<std::size_t> row(right.size() + 1);
    for (const std::string_view word : left) {
        std::size_t diagonal = 0;
        for (std::size_t i = 0; i < right.size(); ++i) {
            const std::size_t above = row[i + 1];
            row[i + 1] = word == right[i] ? diagonal + 1 : std::max(above, row[i]);
            diagonal = above;
        }
    }
    return row.back();
}

double changedShare(std::string_view left, std::string_view right)
{
    const auto before = wordsOf(left);
    const auto after = wordsOf(right);
    if (before.empty() && after.empty())
        return 0;
    return 1 - 2.0 * static_cast<double>(commonWords(before, after)) / static_cast<double>(before.size() + after.size());
}

// Words that hold a number, a link, an address or a code: what must not be added to a proven draft.
std::set<std::string_view> factsOf(std::string_view text)
{
    std::set<std::string_view> facts;
    for (const std::string_view word : wordsOf(text)) {
        const bool hasDigit = std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
        if (hasDigit || word.contains("://") || word.contains("www.") || word.contains('@') || word.contains('_'))
            facts.insert(word);
    }
    return facts;
}

bool saysTheSame(const Draft& draft, std::string_view sent)
{
    const std::string whole = text::collapseWhitespace(sent);
    const bool isWhole = std::ranges::all_of(draft.sentences, [&](const DraftSentence& sentence) {
        return !sentence.factual || whole.contains(text::collapseWhitespace(sentence.text));
    });
    const auto said = factsOf(draft.text);
    return isWhole && std::ranges::includes(said, factsOf(sent));
}

} // namespace

DraftFate fateOf(const Draft& draft, std::string_view sent)
{
    if (text::collapseWhitespace(draft.text) == text::collapseWhitespace(sent))
        return {DraftVerdict::AsWritten, 0};
    const double changed = changedShare(draft.text, sent);
    return {changed <= muchChanged && saysTheSame(draft, sent) ? DraftVerdict::Edited : DraftVerdict::Rewritten, changed};
}

DraftReview reviewOf(const Ticket& ticket)
{
    DraftReview review;
    const Draft& draft = *ticket.draft;
    review.draft = draft.id;
    review.ticket = ticket.id;
    review.provider = draft.usage.provider;
    review.language = draft.language;
    review.confidence = draft.confidence;
    review.isSendable = ticket.escalation.empty() && draft.actions.empty() && !draft.abstained;
    if (ticket.classification)
        review.category = ticket.classification->category;
    return review;
}

} // namespace tandem
