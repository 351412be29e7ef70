#include "desk/LearnedStanding.h"

#include "base/Text.h"
#include "knowledge/Readers.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace tandem {

namespace {

constexpr double keptShare = 0.7; // of a sentence's words
constexpr std::size_t fewWords = 3; // so many stand in any sentence by chance

using Words = std::set<std::string>;

Words wordsOf(std::string_view sentence)
{
    const std::string folded = text::fold(sentence);
    Words words;
    for (const text::Span& word : text::words(folded))
        words.emplace(word.of(folded));
    return words;
}

// Whether most of the first one's words are among the second one's.
bool liesIn(const Words& sentence, const Words& other)
{
    const auto found = std::ranges::count_if(sentence, [&](const std::string& word) { return other.contains(word); });
    return !sentence.empty() && static_cast<double>(found) >= keptShare * static_cast<double>(sentence.size());
}

struct Said {
    std::vector<Words> sentences;
    Words all;
};

Said saidIn(std::string_view reply)
{
    Said said;
    for (const text::Span& sentence : text::sentences(reply)) {
        said.sentences.push_back(wordsOf(sentence.of(reply)));
        said.all.insert(said.sentences.back().begin(), said.sentences.back().end());
    }
    return said;
}

// Split or merged, its words stand in the reply somewhere; shortened, a sentence of the reply says nothing else.
bool isKept(const Words& sentence, const Said& said)
{
    return liesIn(sentence, said.all) || std::ranges::any_of(said.sentences, [&](const Words& each) {
        return each.size() > fewWords && liesIn(each, sentence);
    });
}

// What two lists have in common; an empty one leaves everything open. nullopt: nothing.
std::optional<Words> common(const Words& left, const Words& right)
{
    if (left.empty() || right.empty())
        return left.empty() ? right : left;
    Words both;
    std::ranges::set_intersection(left, right, std::inserter(both, both.end()));
    return both.empty() ? std::nullopt : std::optional(std::move(both));
}

std::string listOf(const Words& names)
{
    std::string list;
    for (const std::string& name : names)
        list += (list.empty() ? "" : ", ") + name;
    return list;
}

std::unexpected<Error> notTogether(const Document& document, const char* why)
{
    return failure(ErrorCode::Conflict, "The answer rests on document " + document.id.value() + ", which " + why);
}

} // namespace

std::vector<ArticleId> keptEvidence(const Draft& draft, std::string_view reply)
{
    const Said said = saidIn(reply);
    const std::string whole = text::collapseWhitespace(reply);
    std::vector<ArticleId> evidence;
    for (const DraftSentence& sentence : draft.sentences) {
        const std::string plain = text::collapseWhitespace(sentence.text);
        if (plain.empty() || (whole.find(plain) == std::string::npos && !isKept(wordsOf(plain), said)))
            continue;
        for (const Citation& citation : sentence.citations) {
            if (std::ranges::find(evidence, citation.article) == evidence.end())
                evidence.push_back(citation.article);
        }
    }
    return evidence;
}

std::vector<ArticleId> evidenceOf(const std::optional<Draft>& present, const DraftId& named, std::string_view reply)
{
    if (!named.empty() && (!present || present->id != named))
        return {unknownEvidence()};
    return present ? keptEvidence(*present, reply) : std::vector<ArticleId>();
}

Result<LearnedStanding> standingOf(std::span<const Document> cited)
{
    Words plans;
    Words audiences;
    LearnedStanding standing;
    for (const Document& document : cited) {
        if (document.superseded)
            return notTogether(document, "is superseded");
        auto bothPlans = common(plans, readerNames(document.plan));
        if (!bothPlans)
            return notTogether(document, "is for other plans than the rest of what it quotes");
        auto bothAudiences = common(audiences, readerNames(document.audience));
        if (!bothAudiences)
            return notTogether(document, "is for other readers than the rest of what it quotes");
        plans = std::move(*bothPlans);
        audiences = std::move(*bothAudiences);
        if (document.validFrom && (!standing.validFrom || *standing.validFrom < *document.validFrom))
            standing.validFrom = document.validFrom;
        if (document.validUntil && (!standing.validUntil || *document.validUntil < *standing.validUntil))
            standing.validUntil = document.validUntil;
        if (standing.validFrom && standing.validUntil && *standing.validUntil < *standing.validFrom)
            return notTogether(document, "holds at no time at which the rest of what it quotes does");
    }
    standing.plan = listOf(plans);
    standing.audience = listOf(audiences);
    return standing;
}

} // namespace tandem
