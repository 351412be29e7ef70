#pragma once

#include "base/Text.h"
#include "desk/Assistant.h"
#include "model/Ticket.h"
#include "scenarios/ScenarioFile.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What the engine made of a scenario's ticket.
struct ScenarioOutcome {
    Classification classification;
    std::vector<EscalationReason> reasons;
    Draft draft;
    std::optional<TicketStatus> status; // none for a scenario with history: that is no stored ticket yet
    std::optional<Route> route;
    int notices = 0; // messages that the engine wrote to the customer
};

inline std::vector<std::string> namesIn(std::string_view list)
{
    std::vector<std::string> names;
    std::string plain(list);
    std::ranges::replace(plain, '|', ',');
    for (const std::string_view name : text::split(plain, ','))
        names.emplace_back(text::trim(name));
    return names;
}

// One line of [expect] held against the outcome. The answer is what is wrong, "" when it is right.
//
//   language, category, urgency, sentiment, status, queue, team, action    one of the names given: "a | b"
//   escalates       all of these codes               reasons: none        not a single one
//   escalates one   at least one of these codes      notices              how many messages went to the customer
//   never           none of these codes
//   draft has       this text                        cites                all of these articles
//   draft lacks     this text                        never cites          none of these articles
//   abstains        yes or no                        must escalate        yes or no: one of the reasons calls for a person
class Expectations {
public:
    explicit Expectations(const ScenarioOutcome& outcome)
        : m_outcome(outcome)
    {
        for (const EscalationReason& reason : outcome.reasons)
            m_codes.insert(std::string(name(reason.code)));
        for (const DraftSentence& sentence : outcome.draft.sentences) {
            for (const Citation& citation : sentence.citations)
                m_cited.insert(citation.article.value());
        }
    }

    [[nodiscard]] std::string objection(const std::string& key, const std::string& wanted) const
    {
        if (key == "escalates" || key == "cites")
            return missing(key, namesIn(wanted), key == "cites" ? m_cited : m_codes);
        if (key == "escalates one")
            return std::ranges::any_of(namesIn(wanted), [this](const std::string& code) { return m_codes.contains(code); })
                ? ""
                : key + ": there is " + listed(m_codes) + ", none of '" + wanted + "'";
        if (key == "never" || key == "never cites")
            return present(key, namesIn(wanted), key == "never" ? m_codes : m_cited);
        if (key == "draft has")
            return holds(wanted) ? "" : "the draft lacks '" + wanted + "': " + m_outcome.draft.text;
        if (key == "draft lacks")
            return holds(wanted) ? "the draft has '" + wanted + "': " + m_outcome.draft.text : "";
        const auto found = valueOf(key);
        if (!found)
            return "there is no expectation '" + key + "', or not for this kind of scenario";
        const auto allowed = namesIn(wanted);
        return std::ranges::find(allowed, *found) != allowed.end()
            ? ""
            : key + " is '" + *found + "', not '" + wanted + "' (" + listed(m_codes) + ")";
    }

private:
    [[nodiscard]] std::optional<std::string> valueOf(std::string_view key) const
    {
        const Classification& classification = m_outcome.classification;
        if (key == "language")
            return std::string(name(classification.language.language));
        if (key == "category")
            return std::string(name(classification.category));
        if (key == "urgency")
            return std::string(name(classification.urgency));
        if (key == "sentiment")
            return std::string(name(classification.sentiment));
        if (key == "action")
            return m_outcome.draft.actions.empty() ? "none" : m_outcome.draft.actions.front().type;
        if (key == "abstains")
            return m_outcome.draft.abstained ? "yes" : "no";
        if (key == "must escalate")
            return std::ranges::any_of(m_outcome.reasons, mustEscalate, &EscalationReason::code) ? "yes" : "no";
        if (key == "reasons")
            return m_codes.empty() ? "none" : listed(m_codes);
        if (key == "status" && m_outcome.status)
            return std::string(name(*m_outcome.status));
        if (key == "queue" && m_outcome.route)
            return std::string(name(m_outcome.route->queue));
        if (key == "team" && m_outcome.route)
            return m_outcome.route->team;
        if (key == "notices" && m_outcome.status)
            return std::to_string(m_outcome.notices);
        return std::nullopt;
    }

    [[nodiscard]] bool holds(const std::string& part) const { return m_outcome.draft.text.find(part) != std::string::npos; }

    static std::string listed(const std::set<std::string>& names)
    {
        std::string list;
        for (const std::string& one : names)
            list += (list.empty() ? "" : ", ") + one;
        return list.empty() ? "nothing" : list;
    }

    static std::string missing(const std::string& key, const std::vector<std::string>& wanted, const std::set<std::string>& found)
    {
        for (const std::string& one : wanted) {
            if (!found.contains(one))
                return key + ": '" + one + "' is missing; there is " + listed(found);
        }
        return "";
    }

    static std::string present(const std::string& key, const std::vector<std::string>& banned, const std::set<std::string>& found)
    {
        for (const std::string& one : banned) {
            if (found.contains(one))
                return key + ": there is '" + one + "'";
        }
        return "";
    }

    const ScenarioOutcome& m_outcome;
    std::set<std::string> m_codes;
    std::set<std::string> m_cited;
};

} // namespace tandem
