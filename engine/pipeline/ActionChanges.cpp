#include "pipeline/ActionChanges.h"

#include <algorithm>

namespace tandem {

namespace {

std::optional<std::string> amountText(const ActionParameters& parameters)
{
    return parameters.amount ? std::optional(moneyText(*parameters.amount)) : std::nullopt;
}

std::optional<std::string> planText(const ActionParameters& parameters)
{
    return parameters.plan.empty() ? std::nullopt : std::optional(parameters.plan);
}

std::vector<ActionChange> contactChange(const ActionParameters& parameters, const Customer& customer)
{
    if (!parameters.field)
        return {};
    return {{std::string(name(*parameters.field)), contactOf(customer, *parameters.field), parameters.value}};
}

std::vector<ActionChange> tagChange(const ActionParameters& parameters, const std::vector<std::string>& tags)
{
    const bool isOn = std::ranges::find(tags, parameters.tag) != tags.end();
    return {{"tag", isOn ? parameters.tag : "", parameters.remove ? "" : parameters.tag}};
}

} // namespace

const std::string& contactOf(const Customer& customer, ContactField field)
{
    return field == ContactField::Email ? customer.email : customer.displayName;
}

std::vector<ActionChange> changesOf(
    ActionKind kind, const ActionParameters& parameters, const Customer& customer, const std::vector<std::string>& tags)
{
    const auto plan = customer.tier ? std::optional(std::string(name(*customer.tier))) : std::nullopt;
    switch (kind) {
    case ActionKind::Refund: return {{"amount_returned", std::nullopt, amountText(parameters)}};
    case ActionKind::Credit: return {{"credit", std::nullopt, amountText(parameters)}};
    case ActionKind::PlanChange: return {{"plan", plan, planText(parameters)}};
    case ActionKind::PlanDowngradeCredit:
        return {{"plan", plan, planText(parameters)}, {"credit", std::nullopt, amountText(parameters)}};
    case ActionKind::AccountClosure: return {{"account", std::nullopt, "closed"}};
    case ActionKind::DataDeletion: return {{"data", std::nullopt, "deleted"}};
    case ActionKind::ContactUpdate: return contactChange(parameters, customer);
    case ActionKind::Tag: return tagChange(parameters, tags);
    case ActionKind::Email:
    case ActionKind::ResetLink:
    case ActionKind::Hook: break;
    }
    return {}; // what a mail or another system's change comes to is not known here
}

} // namespace tandem
