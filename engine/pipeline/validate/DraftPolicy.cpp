#include "pipeline/validate/DraftPolicy.h"

#include "base/Ascii.h"
#include "pipeline/validate/DraftLanguage.h"
#include "pipeline/validate/DraftManners.h"
#include "pipeline/validate/DraftPhrases.h"
#include "pipeline/validate/Grounding.h"
#include "privacy/Redaction.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace tandem {

namespace {

// Letters and digits alone: "+49 30 1234" and "(+49)301234" are one number.
std::string lettersOf(std::string_view text)
{
    std::string letters;
    for (const text::Span& word : text::words(text))
        letters += text::foldAccents(word.of(text));
    return letters;
}

// As it is compared with the evidence: case and white space make no difference.
std::string plain(std::string_view text)
{
    return text::fold(text::collapseWhitespace(text));
}

std::vector<std::string> plainTexts(const std::vector<std::string_view>& texts)
{
    std::vector<std::string> all;
    std::ranges::transform(texts, std::back_inserter(all), plain);
    return all;
}

bool holds(const std::vector<std::string>& plainTexts, std::string_view part)
{
    const std::string wanted = plain(part);
    return !wanted.empty() && std::ranges::any_of(plainTexts, [&](const std::string& text) { return text.contains(wanted); });
}

struct Link {
    text::Span span;
    std::string host; // with a port or a user, if it has them: they are part of where it leads
};

std::vector<Link> linksIn(std::string_view text)
{
    const std::string lower = text::lowerAscii(text);
    std::vector<Link> links;
    for (std::size_t at = 0; at < lower.size(); ++at) {
        std::size_t begin = at;
        if (lower.compare(at, 3, "://") == 0)
            begin = at + 3;
        else if (lower.compare(at, 4, "www.") != 0)
            continue;
        std::size_t end = begin;
        while (end < lower.size() && !std::string_view(" \t\r\n/\\?#()[]{}<>\"'`,;|").contains(lower[end]))
            ++end;
        std::string host = lower.substr(begin, end - begin);
        while (host.ends_with('.') || host.ends_with(':'))
            host.pop_back();
        if (!host.empty())
            links.push_back({{at, end}, std::move(host)});
        at = std::max(at, end);
    }
    return links;
}

std::optional<text::Span> foreignLink(std::string_view sentence, const DraftGround& ground)
{
    for (const Link& link : linksIn(sentence)) {
        const bool known = std::ranges::any_of(ground.evidence, [&](std::string_view text) {
            return std::ranges::any_of(linksIn(text), [&](const Link& other) { return other.host == link.host; });
        });
        if (!known)
            return link.span;
    }
    return std::nullopt;
}

std::optional<text::Span> remoteContent(std::string_view sentence)
{
    constexpr auto marks = std::to_array<std::string_view>({"![", "<img", "<image", "<iframe", "<script", "<svg", "<link",
        "<object", "<embed", "<video", "<audio", "<form", "javascript:", "data:text/html", "background-image", "@import"});
    const std::string lower = text::lowerAscii(sentence);
    for (const std::string_view mark : marks) {
        if (const std::size_t at = lower.find(mark); at != std::string::npos)
            return text::Span{at, at + mark.size()};
    }
    return std::nullopt;
}

std::optional<text::Span> foreignPersonalData(std::string_view sentence, const DraftGround& ground)
{
    for (const PiiSpan& found : findPersonalData(sentence)) {
        if (found.type == "person")
            continue;
        const std::string value = lettersOf(sentence.substr(found.begin, found.end - found.begin));
        const auto isIn = [&](std::string_view text) { return lettersOf(text).contains(value); };
        if (!value.empty() && std::ranges::none_of(ground.evidence, isIn) && std::ranges::none_of(ground.conversation, isIn))
            return text::Span{found.begin, found.end};
    }
    return std::nullopt;
}

bool names(const DraftRules& rules, const std::vector<std::string_view>& texts, std::size_t competitor)
{
    return std::ranges::any_of(texts, [&](std::string_view text) {
        const auto named = rules.competitorsIn(text);
        return std::ranges::find(named, competitor, &DraftRules::Naming::competitor) != named.end();
    });
}

std::optional<text::Span> competitorIn(std::string_view sentence, const DraftGround& ground)
{
    if (ground.rules == nullptr)
        return std::nullopt;
    for (const DraftRules::Naming& named : ground.rules->competitorsIn(sentence)) {
        const bool isAsked = ground.conversation.empty() || names(*ground.rules, ground.conversation, named.competitor);
        if (!isAsked || !names(*ground.rules, ground.evidence, named.competitor))
            return named.span;
    }
    return std::nullopt;
}

std::optional<text::Span> wholeInOtherLanguage(std::string_view sentence, const DraftGround& ground)
{
    if (!ground.language || !otherLanguage(sentence, *ground.language))
        return std::nullopt;
    return text::Span{0, sentence.size()};
}

struct Manner {
    BadManner kind;
    PolicyFault fault;
    const char* reason;
};
constexpr auto manners = std::to_array<Manner>({{BadManner::Insult, PolicyFault::Insult, "It insults"},
    {BadManner::Threat, PolicyFault::Threat, "It threatens"}, {BadManner::Sexual, PolicyFault::Sexual, "It has sexual content"},
    {BadManner::SelfHarm, PolicyFault::SelfHarm, "It speaks of self-harm"},
    {BadManner::Cold, PolicyFault::ColdTone, "It blames or turns away the customer"}});

// `evidence`: that of the ground, plain.
std::vector<DraftFinding> findingsOf(
    const DraftSentence& sentence, const DraftGround& ground, const std::vector<std::string>& evidence)
{
    std::vector<DraftFinding> findings;
    const auto add = [&](PolicyFault fault, const std::optional<text::Span>& span, const char* reason) {
        if (span)
            findings.push_back({fault, *span, reason});
    };
    add(PolicyFault::Competitor, competitorIn(sentence.text, ground), "It speaks of a competitor, of which nobody asked");
    // A customer's own words are no evidence for what the desk says, whatever they say.
    if (holds(evidence, sentence.text))
        return findings;
    const auto unlessEvidence = [&](const std::optional<text::Span>& span) {
        const bool isEvidence = span && sentence.supported && holds(evidence, span->of(sentence.text));
        return isEvidence ? std::nullopt : span;
    };
    const PhraseText words(sentence.text);
    const auto said = [&](ForbiddenSpeech kind) { return unlessEvidence(forbiddenSpeech(kind, words)); };
    add(PolicyFault::MoneyPromise, said(ForbiddenSpeech::MoneyPromise), "It promises money, which nothing approved carries");
    if (!ground.isActionDone)
        add(PolicyFault::ActionClaim, said(ForbiddenSpeech::ActionClaim), "It says that something was done, which nobody did");
    add(PolicyFault::LegalStatement, said(ForbiddenSpeech::LegalStatement), "It gives legal advice or admits liability");
    add(PolicyFault::RemoteContent, remoteContent(sentence.text), "It holds a picture or code that would load something");
    add(PolicyFault::ForeignPersonalData, foreignPersonalData(sentence.text, ground),
        "It holds personal data that stands neither in the conversation nor in the evidence");
    for (const Manner& manner : manners)
        add(manner.fault, unlessEvidence(badManner(manner.kind, words)), manner.reason);
    if (ground.rules != nullptr)
        add(PolicyFault::Instructions, ground.rules->instructionIn(sentence.text), "It repeats the writer's instructions");
    add(PolicyFault::OtherLanguage, wholeInOtherLanguage(sentence.text, ground), "It is in another language than the customer's");
    add(PolicyFault::ForeignLink, foreignLink(sentence.text, ground), "It links to a place that the evidence does not name");
    return findings;
}

} // namespace

bool isSevere(PolicyFault fault)
{
    switch (fault) {
    case PolicyFault::ForeignLink:
    case PolicyFault::OtherLanguage:
    case PolicyFault::Competitor:
    case PolicyFault::ColdTone: return false;
    default: return true;
    }
}

std::vector<DraftFinding> draftFindings(const DraftSentence& sentence, const DraftGround& ground)
{
    return findingsOf(sentence, ground, plainTexts(ground.evidence));
}

std::vector<DraftFinding> enforceDraftPolicy(
    std::vector<DraftSentence>& sentences, const DraftGround& ground, const std::vector<bool>& isOurs)
{
    const std::vector<std::string> evidence = plainTexts(ground.evidence);
    std::vector<DraftFinding> all;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        if (i < isOurs.size() && isOurs[i])
            continue;
        DraftSentence& sentence = sentences[i];
        std::vector<DraftFinding> findings = findingsOf(sentence, ground, evidence);
        if (findings.empty())
            continue;
        sentence.factual = true;
        refuse(sentence, findings.front().reason);
        std::ranges::move(findings, std::back_inserter(all));
    }
    return all;
}

} // namespace tandem
