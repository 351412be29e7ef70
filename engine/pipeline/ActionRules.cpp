#include "pipeline/ActionRules.h"

#include "base/Text.h"

#include <algorithm>

namespace tandem {

namespace {

std::string keyOf(ActionKind kind, std::string_view rest)
{
    return "actions." + std::string(name(kind)) + "." + std::string(rest);
}

bool hasAmount(ActionKind kind)
{
    return kind == ActionKind::Refund || kind == ActionKind::Credit || kind == ActionKind::PlanDowngradeCredit;
}

bool isCarriedOutHere(ActionKind kind)
{
    return kind == ActionKind::Tag || kind == ActionKind::ContactUpdate;
}

Result<AmountLimits> limitsFrom(const Config& config, const std::string& key)
{
    AmountLimits limits;
    for (const std::string_view entry : text::split(config.text(key), ',')) {
        if (text::trim(entry).empty())
            continue;
        const auto money = moneyFrom(entry);
        if (!money)
            return failure(ErrorCode::InvalidArgument,
                key + ": '" + std::string(text::trim(entry)) + "' is not an amount such as 250 EUR or 19.90 USD");
        if (!limits.emplace(money->currency, money->minor).second)
            return failure(ErrorCode::InvalidArgument, key + " names " + money->currency + " twice");
    }
    return limits;
}

Status checkHook(const Config& config, const std::string& key, std::string_view hook)
{
    const auto names = config.hookNames();
    if (std::ranges::find(names, hook) != names.end())
        return {};
    return failure(ErrorCode::InvalidArgument,
        key + " names the hook '" + std::string(hook) + "', but hooks." + std::string(hook) + ".url is not set");
}

Result<ActionRule> ruleFrom(const Config& config, ActionKind kind)
{
    ActionRule rule;
    rule.isEnabled = config.flag(keyOf(kind, "enabled"));
    rule.proposer = roleFrom(config.text(keyOf(kind, "proposer"))).value_or(Role::Admin);
    rule.approver = roleFrom(config.text(keyOf(kind, "approver"))); // "nobody" is no role
    if (riskOf(kind) == ActionRisk::High)
        rule.keys = static_cast<int>(config.integer(keyOf(kind, "keys")));
    if (hasAmount(kind)) {
        rule.limit = TRY(limitsFrom(config, keyOf(kind, "limit")));
        rule.twoKeysAbove = TRY(limitsFrom(config, keyOf(kind, "two_keys_above")));
    }
    const auto hours = config.integer(keyOf(kind, "expiry_hours"));
    rule.life = std::chrono::hours(hours > 0 ? hours : config.integer("policy.approval_hours"));
    rule.reversible = std::chrono::hours(config.integer(keyOf(kind, "reversible_hours")));
    if (kind != ActionKind::Hook && !isCarriedOutHere(kind)) {
        rule.hook = text::trim(config.text(keyOf(kind, "hook")));
        if (!rule.hook.empty())
            TRY(checkHook(config, keyOf(kind, "hook"), rule.hook));
    }
    return rule;
}

std::string amountOver(const AmountLimits& limits, const std::optional<Money>& amount)
{
    if (limits.empty())
        return {};
    if (!amount)
        return "its amount is not known";
    const auto limit = limits.find(amount->currency);
    if (limit == limits.end())
        return "no limit is set for " + amount->currency;
    return amount->minor > limit->second ? moneyText(*amount) + " is above " + moneyText({limit->second, amount->currency}) : "";
}

} // namespace

Result<ActionRules> ActionRules::from(const Config& config)
{
    ActionRules rules;
    for (const ActionKind kind : allActionKinds)
        rules.m_rules.at(static_cast<std::size_t>(kind)) = TRY(ruleFrom(config, kind));
    for (const std::string_view name : text::split(config.text("actions.hook.names"), ',')) {
        if (text::trim(name).empty())
            continue;
        TRY(checkHook(config, "actions.hook.names", text::trim(name)));
        rules.m_callableHooks.emplace_back(text::trim(name));
    }
    return rules;
}

ActionRules ActionRules::defaults()
{
    return from(Config::defaults()).value(); // a test holds that defaults are valid
}

Status ActionRules::mayPropose(Role role, ActionKind kind, const ActionParameters& parameters) const
{
    const ActionRule& rule = of(kind);
    const std::string action(name(kind));
    if (!rule.isEnabled)
        return failure(ErrorCode::Forbidden, "The action " + action + " is switched off (actions." + action + ".enabled).");
    if (role < rule.proposer)
        return failure(ErrorCode::Forbidden,
            "The action " + action + " is proposed by the role " + std::string(name(rule.proposer)) + " or a higher one.");
    if (const std::string why = amountOver(rule.limit, parameters.amount); !why.empty())
        return failure(ErrorCode::Forbidden, "The action " + action + " is not allowed here: " + why + ".");
    if (kind == ActionKind::Hook && std::ranges::find(m_callableHooks, parameters.hook) == m_callableHooks.end())
        return failure(
            ErrorCode::Forbidden, "The hook '" + parameters.hook + "' is not one that people may call (actions.hook.names).");
    return {};
}

std::string ActionRules::whyNotApprovable(Role role, const ActionProposal& proposal) const
{
    const ActionRule& rule = of(proposal.kind);
    const std::string action(name(proposal.kind));
    if (!rule.isEnabled)
        return "The action " + action + " is switched off (actions." + action + ".enabled).";
    if (const std::string why = amountOver(rule.limit, proposal.parameters.amount); !why.empty())
        return "It cannot be approved here: " + why + " (actions." + action
            + ".limit). Reject it, or have it proposed anew within.";
    const Role least = rule.approver.value_or(Role::Agent);
    if (role >= least)
        return {};
    if (least == Role::Supervisor)
        return "Supervisors and admins decide it.";
    return least == Role::Admin ? "Admins decide it." : "Agents, supervisors and admins decide it.";
}

int ActionRules::keysFor(const ActionProposal& proposal) const
{
    const ActionRule& rule = of(proposal.kind);
    if (!rule.approver)
        return 0;
    return amountOver(rule.twoKeysAbove, proposal.parameters.amount).empty() ? rule.keys : 2;
}

std::string ActionRules::hookFor(const ActionProposal& proposal) const
{
    return proposal.kind == ActionKind::Hook ? proposal.parameters.hook : of(proposal.kind).hook;
}

} // namespace tandem
