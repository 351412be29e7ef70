#pragma once

#include "base/Error.h"
#include "model/Draft.h"
#include "model/Ids.h"
#include "model/Money.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What can be proposed about a ticket. The names are public; the first four are also what a customer's wish is classified as.
enum class ActionKind : std::uint8_t {
    Refund,
    AccountClosure,
    DataDeletion,
    PlanDowngradeCredit,
    PlanChange,
    Credit,
    ContactUpdate,
    Email,
    ResetLink,
    Tag,
    Hook, // calls a configured address with data of the proposer's
};
inline constexpr std::size_t actionKindCount = 11;
inline constexpr std::array<ActionKind, actionKindCount> allActionKinds{ActionKind::Refund, ActionKind::AccountClosure,
    ActionKind::DataDeletion, ActionKind::PlanDowngradeCredit, ActionKind::PlanChange, ActionKind::Credit,
    ActionKind::ContactUpdate, ActionKind::Email, ActionKind::ResetLink, ActionKind::Tag, ActionKind::Hook};
std::string_view name(ActionKind kind); // "refund", "contact_update", …
std::optional<ActionKind> actionKindFrom(std::string_view text);

// High: money, an account, its data or its owner's address; waits for a person whatever is configured.
enum class ActionRisk : std::uint8_t { Low, High };
ActionRisk riskOf(ActionKind kind);
std::string_view name(ActionRisk risk); // "low", "high"
std::optional<ActionRisk> actionRiskFrom(std::string_view text);

enum class ContactField : std::uint8_t { Name, Email };
std::string_view name(ContactField field); // "name", "email"
std::optional<ContactField> contactFieldFrom(std::string_view text);

// What became of an approved action. HandedOver: a person carries it out, as a note on the ticket says.
enum class ExecutionState : std::uint8_t { None, Pending, Done, HandedOver };
std::string_view name(ExecutionState state); // "none", "pending", "done", "handed_over"
std::optional<ExecutionState> executionStateFrom(std::string_view text);

// Which of these a kind has, checkParameters() says; the others keep their defaults. Personal, all of it.
struct ActionParameters {
    std::optional<Money> amount; // refund, credit, plan_downgrade_credit
    std::string reference; // refund, credit: an invoice or order
    std::string plan; // plan_change, plan_downgrade_credit
    std::optional<ContactField> field; // contact_update
    std::string value; // contact_update: what the field is to be
    std::string subject; // email
    std::string text; // email
    std::string tag; // tag
    bool remove = false; // tag: take it off
    std::string hook; // hook: its configured name
    std::string dataJson; // hook: a JSON object; "" = none
};

// Proposals of the engine may lack what the customer did not name.
enum class Completeness : std::uint8_t { Whole, AsFarAsNamed };
// That a kind has these parameters and no others, each in its form (resources/schemas/ActionRequest.json says the same).
// InvalidArgument: one sentence that names the member. Pure.
Status checkParameters(ActionKind kind, const ActionParameters& parameters, Completeness completeness = Completeness::Whole);

// One thing that an action changes.
struct ActionChange {
    std::string what; // "plan", "email", "name", "tag", "amount_returned", "credit", "account", "data"
    std::optional<std::string> before; // nullopt: the desk does not know; personal
    std::optional<std::string> after; // nullopt likewise
};

struct ActionProposal {
    ActionKind kind = ActionKind::Refund;
    ActionRisk risk = ActionRisk::High;
    ActionParameters parameters;
    std::string reason; // the proposer's, when it is a person; personal
    std::optional<Citation> clause; // of the policy, from the library
    std::vector<Citation> evidence;
    std::vector<ActionChange> changes;
    int reversibleHours = 0; // from when it is carried out; 0 = not
    ActorId proposedBy; // "engine" or a person
};

} // namespace tandem
