#pragma once

#include "base/Clock.h"
#include "model/Classification.h"
#include "model/DraftReview.h"
#include "model/Language.h"
#include "model/Ticket.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What became of an action that was put up to people before. Refused: by a person, or because nobody decided it in time.
enum class ActionStanding : std::uint8_t { Waits, Approved, Refused };
// What is done about the action that a customer wishes. Drop: it was refused and is not asked for anew.
enum class ActionStep : std::uint8_t { None, Propose, Wait, Done, Drop };

std::string_view name(ActionStanding standing); // "waits", "approved", "refused"
std::string_view name(ActionStep step);
std::optional<ActionStanding> actionStandingFrom(std::string_view text);
std::optional<ActionStep> actionStepFrom(std::string_view text);

struct EarlierAction {
    std::string type; // "refund"
    ActionStanding standing = ActionStanding::Waits;
};

// How well a draft answers, as far as a decision rests on it.
struct DraftMerit {
    double evidence = 0; // SearchResult::evidence
    double strength = 0; // how likely its sentences answer, before they were checked; 0 when it abstained
    bool abstained = false;
    int unsupported = 0; // sentences
    double confidence = 0;
};

// Everything that a decision about a ticket rests on besides the policy, as it was measured then. The words of signals, of the
// injection and of the incident are quoted in reasons: personal data.
struct DecisionInputs {
    int customerMessages = 1; // the newest included
    Tier tier = Tier::Free;
    std::optional<Urgency> priority; // the customer's word; part of the urgency
    int messagesInHour = 1; // the customer's in this ticket, in the hour up to and with the newest
    std::optional<int> ticketsInHour; // of this customer, up to and with this one; only when it is considered for the first time

    Category category = Category::GeneralInquiry;
    bool isCategorySet = false; // by a person
    double categoryConfidence = 0;
    Urgency urgency = Urgency::Medium;
    double urgencyScore = 0;
    double sentimentScore = 0;
    double sentimentTrend = 0;
    Language language = Language::En;
    HighStakesAction highStakesAction = HighStakesAction::None;
    std::vector<Signal> signals;
    double injectionScore = 0;
    std::string injectionWords; // as far as they are quoted

    std::optional<DraftMerit> draft; // not there: only the message was judged
    bool isWishNew = false; // the newest message itself voices the action
    std::vector<EarlierAction> earlierActions;
    std::optional<ReviewFigures> reviews; // of drafts like this one, by people; nothing: not looked up
    bool isSampled = false; // stays with a person whatever is proven
    std::optional<EscalationReason> incident; // that many customers report the same
    std::optional<std::string> failure; // of a stage, for good: what was wrong
};

struct DecisionOutcome {
    std::vector<EscalationReason> reasons; // all, whatever they rest on
    Queue queue = Queue::Ai;
    std::string team;
    TicketStatus status = TicketStatus::AwaitingReview;
    ActionStep step = ActionStep::None;
};

// What the decisions of some time have in common.
struct DecisionBasis {
    std::string policy = "{}"; // settings by key, JSON; see pipeline/PolicyText.h
    std::string models = "{}"; // fingerprints by name, JSON
};

// A decision as it is stored for good.
struct DecisionRecord {
    TicketId ticket;
    int sequence = 0; // counts a ticket's decisions from 1
    TimePoint at{};
    DecisionInputs inputs;
    DecisionBasis basis;
    DecisionOutcome outcome; // its reasons without their sentences, which inputs and policy give
};

} // namespace tandem
