#include "pipeline/understand/SignalFinder.h"

#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

namespace tandem {

namespace {

struct Meaning {
    std::string_view name;
    Topic topic;
    EscalationCode code;
    HighStakesAction action;
    bool canBeRefused; // "I do not want a refund"; an insult cannot be refused
};

constexpr std::array meanings{
    Meaning{"human_requested", Topic::HumanRequested, EscalationCode::HumanRequested, HighStakesAction::None, true},
    Meaning{"legal_regulatory", Topic::LegalRegulatory, EscalationCode::LegalRegulatory, HighStakesAction::None, false},
    Meaning{"refund", Topic::Refund, EscalationCode::HighStakesAction, HighStakesAction::Refund, true},
    Meaning{"account_closure", Topic::AccountClosure, EscalationCode::HighStakesAction, HighStakesAction::AccountClosure, true},
    Meaning{"data_deletion", Topic::DataDeletion, EscalationCode::HighStakesAction, HighStakesAction::DataDeletion, true},
    Meaning{"plan_downgrade_credit", Topic::PlanDowngradeCredit, EscalationCode::HighStakesAction,
        HighStakesAction::PlanDowngradeCredit, true},
    Meaning{"churn_threat", Topic::ChurnThreat, EscalationCode::ChurnThreat, HighStakesAction::None, true},
    Meaning{"abuse", Topic::Abuse, EscalationCode::NegativeSentiment, HighStakesAction::None, false},
    Meaning{"repeated_question", Topic::RepeatedQuestion, EscalationCode::RepeatedQuestion, HighStakesAction::None, false},
};

static_assert(meanings.size() == signalCount);

bool means(const Meaning& meaning, const Signal& signal)
{
    return meaning.code == signal.code && meaning.action == signal.action;
}

// Deletion named beside closure is deletion.
void coverClosure(std::vector<Signal>& signals)
{
    const auto is = [](HighStakesAction action) { return [action](const Signal& each) { return each.action == action; }; };
    if (std::any_of(signals.begin(), signals.end(), is(HighStakesAction::DataDeletion)))
        std::erase_if(signals, is(HighStakesAction::AccountClosure));
}

bool isIdeographicLanguage(Language language)
{
    return language == Language::Zh || language == Language::Ja;
}

class Weighing {
public:
    Weighing(const Tokens& tokens, const std::vector<PatternMatch>& matches)
        : m_tokens(tokens)
        , m_matches(matches)
    {
    }

    [[nodiscard]] std::optional<Signal> signal(const Meaning& meaning) const
    {
        std::map<std::string, const PatternMatch*, std::less<>> best; // by note: halves with one note do not add up
        for (const PatternMatch& match : m_matches) {
            if (match.pattern->topic != meaning.topic || match.pattern->weight <= 0 || isVetoed(match)
                || (meaning.canBeRefused && isRefused(match)))
                continue;
            const PatternMatch*& slot = best[match.pattern->note];
            if (slot == nullptr || isStronger(match, *slot))
                slot = &match;
        }
        double score = 0;
        std::vector<const PatternMatch*> halves;
        for (const auto& [note, match] : best) {
            score += match->pattern->weight;
            halves.push_back(match);
        }
        if (score < 1)
            return std::nullopt;
        return Signal{meaning.code, meaning.action, wordsOf(halves), std::min(1.0, score)};
    }

private:
    static bool isStronger(const PatternMatch& a, const PatternMatch& b)
    {
        if (a.pattern->weight != b.pattern->weight)
            return a.pattern->weight > b.pattern->weight;
        return a.end - a.begin > b.end - b.begin;
    }

    [[nodiscard]] std::string wordsOf(std::vector<const PatternMatch*> halves) const
    {
        std::sort(halves.begin(), halves.end(), [](const auto* a, const auto* b) { return a->begin < b->begin; });
        if (const auto whole
            = std::find_if(halves.begin(), halves.end(), [](const auto* each) { return each->pattern->weight >= 1; });
            whole != halves.end())
            halves = {*whole};
        std::string words;
        for (const PatternMatch* each : halves)
            words += (words.empty() ? "" : " … ") + std::string(m_tokens.text.substr(each->begin, each->end - each->begin));
        return words;
    }

    [[nodiscard]] bool isVetoed(const PatternMatch& match) const
    {
        return std::any_of(m_matches.begin(), m_matches.end(), [&](const PatternMatch& veto) {
            if (veto.pattern->topic != match.pattern->topic || veto.pattern->weight >= 0)
                return false;
            if (match.pattern->source == PatternSource::Desk && veto.pattern->source != PatternSource::Desk)
                return false;
            if (veto.begin < match.end && match.begin < veto.end)
                return true;
            return veto.pattern->weight <= -2
                && m_tokens.words[veto.firstWord].sentence == m_tokens.words[match.firstWord].sentence;
        });
    }

    [[nodiscard]] bool isRefused(const PatternMatch& match) const
    {
        return std::any_of(m_matches.begin(), m_matches.end(), [&](const PatternMatch& refusal) {
            if (refusal.pattern->topic != Topic::Negation)
                return false;
            return refusal.pattern->note == "after" ? refusesAfter(refusal, match) : refusesBefore(refusal, match);
        });
    }

    // The distance in words, or in characters where there are no spaces.
    [[nodiscard]] double distance(const PatternMatch& first, const PatternMatch& second) const
    {
        if (isIdeographicLanguage(first.pattern->language))
            return second.begin <= first.end ? 0 : static_cast<double>(second.begin - first.end) / 3;
        return second.firstWord <= first.lastWord ? 0 : static_cast<double>(second.firstWord - first.lastWord) - 1;
    }

    [[nodiscard]] bool sameClause(std::size_t a, std::size_t b) const
    {
        return m_tokens.words[a].clause == m_tokens.words[b].clause;
    }

    [[nodiscard]] bool standsInGap(const PatternMatch& refusal, const PatternMatch& match) const
    {
        if (refusal.firstWord <= match.firstWord || refusal.lastWord >= match.lastWord)
            return false;
        return (match.literal >> (refusal.firstWord - match.firstWord) & 1U) == 0;
    }

    [[nodiscard]] bool refusesBefore(const PatternMatch& refusal, const PatternMatch& match) const
    {
        if (standsInGap(refusal, match))
            return true;
        return refusal.begin < match.begin && sameClause(refusal.lastWord, match.firstWord)
            && distance(refusal, match) < refusal.pattern->weight;
    }

    [[nodiscard]] bool refusesAfter(const PatternMatch& refusal, const PatternMatch& match) const
    {
        if (standsInGap(refusal, match))
            return true;
        return refusal.end > match.end && refusal.begin >= match.begin && sameClause(match.lastWord, refusal.firstWord)
            && distance(match, refusal) < refusal.pattern->weight;
    }

    const Tokens& m_tokens;
    const std::vector<PatternMatch>& m_matches;
};

// Words of three letters and more, and pairs of characters where there are no spaces.
std::set<std::string> contentOf(const Tokens& tokens)
{
    std::set<std::string> content;
    for (const Token& token : tokens.words) {
        const Character first = characterAt(token.folded, 0);
        if (!isIdeographic(kindOf(first.codePoint))) {
            if (token.folded.size() > 2)
                content.insert(token.folded);
            continue;
        }
        for (std::size_t at = 0; at + 6 <= token.folded.size(); at += 3)
            content.insert(token.folded.substr(at, 6));
    }
    return content;
}

} // namespace

std::vector<Signal> findSignals(const Tokens& tokens, const std::vector<PatternMatch>& matches)
{
    std::vector<Signal> signals;
    const Weighing weighing(tokens, matches);
    for (const Meaning& meaning : meanings) {
        if (auto signal = weighing.signal(meaning))
            signals.push_back(std::move(*signal));
    }
    coverClosure(signals);
    return signals;
}

DeskWord deskWord(const Tokens& tokens, const std::vector<PatternMatch>& matches, const std::vector<Signal>& byRules)
{
    const auto isOfDesk = [](const PatternMatch& match) { return match.pattern->source == PatternSource::Desk; };
    DeskWord word;
    if (std::ranges::none_of(matches, isOfDesk))
        return word;
    std::vector<PatternMatch> own; // and refusals, which are everybody's
    std::ranges::copy_if(matches, std::back_inserter(own),
        [&](const PatternMatch& match) { return isOfDesk(match) || match.pattern->topic == Topic::Negation; });
    word.says = flagsOf(findSignals(tokens, own));
    const SignalFlags found = flagsOf(byRules);
    for (std::size_t i = 0; i < signalCount; ++i) {
        word.denies[i] = !found[i] && std::ranges::any_of(own, [i](const PatternMatch& match) {
            return match.pattern->topic == meanings[i].topic && match.pattern->weight < 0;
        });
    }
    return word;
}

std::string_view signalName(std::size_t signal)
{
    return meanings[signal].name;
}

SignalFlags flagsOf(const std::vector<Signal>& signals)
{
    SignalFlags flags{};
    for (std::size_t i = 0; i < signalCount; ++i)
        flags[i] = std::any_of(signals.begin(), signals.end(), [i](const Signal& each) { return means(meanings[i], each); });
    return flags;
}

std::vector<Signal> weighSignals(
    std::vector<Signal> byRules, const SignalLikelihoods& likely, const std::array<std::string_view, signalCount>& words)
{
    std::vector<Signal> signals;
    for (std::size_t i = 0; i < signalCount; ++i) {
        if (likely[i] < likelyEnough)
            continue;
        const auto known
            = std::find_if(byRules.begin(), byRules.end(), [i](const Signal& each) { return means(meanings[i], each); });
        signals.push_back(
            known != byRules.end() ? std::move(*known) : Signal{meanings[i].code, meanings[i].action, std::string(words[i]), 0});
        signals.back().score = likely[i];
    }
    coverClosure(signals);
    return signals;
}

double wordOverlap(const Tokens& a, const Tokens& b)
{
    const std::set<std::string> first = contentOf(a);
    const std::set<std::string> second = contentOf(b);
    if (first.size() < 3 || second.size() < 3)
        return 0;
    std::vector<std::string> common;
    std::set_intersection(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(common));
    return static_cast<double>(common.size()) / static_cast<double>(first.size() + second.size() - common.size());
}

} // namespace tandem
