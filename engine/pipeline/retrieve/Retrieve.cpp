#include "pipeline/retrieve/Retrieve.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace tandem {

namespace {

constexpr std::size_t shortestQuestion = 6; // bytes; "why?" alone finds nothing
constexpr std::size_t longestQuestion = 400; // bytes; a longer one is a story again
constexpr std::size_t addedByEach = 3; // passages that another search than the leading one may add

bool isQuestion(std::string_view sentence)
{
    constexpr std::array<std::string_view, 6> ends{"?", "？", "؟", "吗。", "か。", "か"};
    return std::ranges::any_of(ends, [sentence](std::string_view end) { return sentence.ends_with(end); });
}

void add(std::vector<std::string>& questions, std::string_view topic, std::string_view text)
{
    const std::string one = text::collapseWhitespace(text);
    if (one.size() < shortestQuestion || one.size() > longestQuestion)
        return;
    // "What is the limit?" asks nothing without the subject "FILE-507".
    std::string question = topic.empty() || one.find(topic) != std::string::npos ? one : std::string(topic) + "\n" + one;
    if (std::ranges::find(questions, question) == questions.end())
        questions.push_back(std::move(question));
}

} // namespace

std::vector<std::string> questionsOf(const Conversation& conversation, Language language, std::size_t most)
{
    std::vector<std::string> questions;
    const auto sentences = text::sentences(conversation.text, name(language));
    for (const text::Span& sentence : sentences) {
        if (isQuestion(sentence.of(conversation.text)))
            add(questions, conversation.subject, sentence.of(conversation.text));
    }
    // A subject alone names the topic, not what is asked about it: it stands in where nothing is asked outright.
    if (questions.empty())
        add(questions, "", conversation.subject);
    // A single sentence without a subject is the whole message.
    if (sentences.size() <= 1 && conversation.subject.empty())
        return {};
    if (questions.size() > most)
        questions.resize(most);
    return questions;
}

Reader readerOf(const Customer& customer)
{
    return {customer.tier ? std::string(name(*customer.tier)) : std::string(), {}};
}

Result<SearchResult> retrieved(
    const KnowledgeBase& knowledge, const SearchQuery& whole, const std::vector<std::string>& questions, std::stop_token stop)
{
    std::vector<SearchResult> results;
    results.push_back(TRY(knowledge.search(whole, stop)));
    for (const std::string& question : questions) {
        SearchQuery query = whole;
        query.text = question;
        query.vector.clear();
        results.push_back(TRY(knowledge.search(query, stop)));
    }
    std::ranges::stable_sort(results, std::ranges::greater(), &SearchResult::evidence);
    SearchResult merged = std::move(results.front());
    std::unordered_set<PassageId> known;
    for (const ScoredPassage& scored : merged.passages)
        known.insert(scored.passage.id);
    for (SearchResult& other : results) {
        const std::size_t considered = std::min(addedByEach, other.passages.size());
        for (std::size_t i = 0; i < considered; ++i) {
            if (known.insert(other.passages[i].passage.id).second)
                merged.passages.push_back(std::move(other.passages[i]));
        }
    }
    return merged;
}

} // namespace tandem
