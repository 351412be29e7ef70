#pragma once

#include "base/Config.h"
#include "base/Error.h"
#include "model/Action.h"
#include "model/Desk.h"

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// In smallest units, by currency. Empty: nothing is set.
using AmountLimits = std::map<std::string, std::int64_t>;

// What is allowed for one kind of action.
struct ActionRule {
    bool isEnabled = true;
    Role proposer = Role::Agent; // the least role that may propose it
    std::optional<Role> approver = Role::Supervisor; // the least role that may approve it; nullopt = it is done at once
    int keys = 1; // how many different people approve it
    AmountLimits limit; // most that can be approved
    AmountLimits twoKeysAbove;
    std::chrono::hours life{72}; // undecided
    std::chrono::hours reversible{0}; // once it is done; 0 = not
    std::string hook; // carries it out; "" = a person does
};

// Which actions may be proposed and approved, by whom and up to what amount. From Config, so that neither a message nor a model
// can widen it. Immutable; all of it is pure.
class ActionRules {
public:
    // InvalidArgument names the key and what is wrong: an amount, or a hook that is not configured.
    static Result<ActionRules> from(const Config& config);
    static ActionRules defaults();

    [[nodiscard]] const ActionRule& of(ActionKind kind) const { return m_rules.at(static_cast<std::size_t>(kind)); }
    // Forbidden, in one sentence, when `role` may not propose this: the kind, the amount or the hook.
    [[nodiscard]] Status mayPropose(Role role, ActionKind kind, const ActionParameters& parameters) const;
    // Why `role` cannot approve it, one sentence; "" = it can.
    [[nodiscard]] std::string whyNotApprovable(Role role, const ActionProposal& proposal) const;
    // How many people must approve it: an amount that is not known, or in a currency without a limit, counts as a high one. 0
    // when it is done at once.
    [[nodiscard]] int keysFor(const ActionProposal& proposal) const;
    // The hook that carries it out, "" = none.
    [[nodiscard]] std::string hookFor(const ActionProposal& proposal) const;

private:
    std::array<ActionRule, actionKindCount> m_rules;
    std::vector<std::string> m_callableHooks; // by ActionKind::Hook
};

} // namespace tandem
