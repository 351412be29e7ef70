// links: tandem_pipeline
#include "pipeline/ActionRules.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

class TestActionRules : public QObject {
    Q_OBJECT

    using Flags = std::vector<std::pair<std::string, std::string>>;

    static Result<ActionRules> made(const Flags& flags)
    {
        Config::Sources sources;
        sources.flags = flags;
        return ActionRules::from(valueOf(Config::load(sources)));
    }
    static ActionRules rules(const Flags& flags) { return valueOf(made(flags)); }
    static ActionProposal refund(std::optional<Money> amount)
    {
        ActionProposal proposal;
        proposal.parameters.amount = std::move(amount);
        return proposal;
    }
    static Status proposed(const ActionRules& rules, Role role, const ActionProposal& proposal)
    {
        return rules.mayPropose(role, proposal.kind, proposal.parameters);
    }

private Q_SLOTS:
    void whateverIsSetWhatHasConsequencesWaitsForAPerson()
    {
        const ActionRules defaults = ActionRules::defaults();
        for (const ActionKind kind : allActionKinds) {
            QCOMPARE(defaults.of(kind).approver.has_value(), riskOf(kind) == ActionRisk::High);
            Config::Sources sources;
            sources.flags = {{"actions." + std::string(name(kind)) + ".approver", "nobody"}};
            QCOMPARE(Config::load(sources).has_value(), riskOf(kind) == ActionRisk::Low);
        }
        QCOMPARE(defaults.of(ActionKind::Refund).approver, std::optional(Role::Supervisor));
        QCOMPARE(defaults.of(ActionKind::Refund).life, std::chrono::hours(72));
        QCOMPARE(rules({{"policy.approval_hours", "5"}, {"actions.credit.expiry_hours", "7"}}).of(ActionKind::Credit).life,
            std::chrono::hours(7));
        QCOMPARE(rules({{"policy.approval_hours", "5"}}).of(ActionKind::Credit).life, std::chrono::hours(5));
    }

    void aboveTheSumTwoPeopleApprove()
    {
        const ActionRules two = rules({{"actions.refund.two_keys_above", "250 EUR, 30000 JPY"}});
        QCOMPARE(two.keysFor(refund(Money{25000, "EUR"})), 1);
        QCOMPARE(two.keysFor(refund(Money{25001, "EUR"})), 2);
        QCOMPARE(two.keysFor(refund(Money{30000, "JPY"})), 1);
        QVERIFY2(two.keysFor(refund(Money{1, "USD"})) == 2, "a currency without a sum is no way around it");
        QVERIFY2(two.keysFor(refund(std::nullopt)) == 2, "nor is an amount that nobody named");
        QCOMPARE(ActionRules::defaults().keysFor(refund(std::nullopt)), 1);
        ActionProposal deletion;
        deletion.kind = ActionKind::DataDeletion;
        QCOMPARE(rules({{"actions.data_deletion.keys", "2"}}).keysFor(deletion), 2);
        deletion.kind = ActionKind::Tag;
        QCOMPARE(ActionRules::defaults().keysFor(deletion), 0);
        QCOMPARE(rules({{"actions.tag.approver", "supervisor"}}).keysFor(deletion), 1);
    }

    void aLimitHoldsForProposingAndForApproving()
    {
        const ActionRules limited = rules({{"actions.refund.limit", "500 EUR"}});
        QVERIFY(proposed(limited, Role::Agent, refund(Money{50000, "EUR"})).has_value());
        for (const auto& amount : {std::optional(Money{50001, "EUR"}), std::optional(Money{1, "USD"}), std::optional<Money>()}) {
            const Status status = proposed(limited, Role::Admin, refund(amount));
            QVERIFY(!status && status.error().code == ErrorCode::Forbidden);
            QVERIFY(!limited.whyNotApprovable(Role::Admin, refund(amount)).empty());
        }
        QVERIFY(limited.whyNotApprovable(Role::Supervisor, refund(Money{50000, "EUR"})).empty());
        QVERIFY(ActionRules::defaults().whyNotApprovable(Role::Supervisor, refund(std::nullopt)).empty());
    }

    void rolesAreAsConfigured()
    {
        const ActionRules strict = rules({{"actions.refund.proposer", "supervisor"}, {"actions.refund.approver", "admin"},
            {"actions.credit.approver", "agent"}});
        const auto amount = Money{100, "EUR"};
        QVERIFY(!proposed(strict, Role::Agent, refund(amount)));
        QVERIFY(proposed(strict, Role::Supervisor, refund(amount)).has_value());
        QCOMPARE(strict.whyNotApprovable(Role::Supervisor, refund(amount)), std::string("Admins decide it."));
        QVERIFY(strict.whyNotApprovable(Role::Admin, refund(amount)).empty());
        ActionProposal credit = refund(amount);
        credit.kind = ActionKind::Credit;
        QVERIFY(strict.whyNotApprovable(Role::Agent, credit).empty());
        QCOMPARE(ActionRules::defaults().whyNotApprovable(Role::Agent, refund(amount)),
            std::string("Supervisors and admins decide it."));
    }

    void whatIsSwitchedOffIsNeitherProposedNorApproved()
    {
        const ActionRules off = rules({{"actions.refund.enabled", "false"}});
        QVERIFY(!proposed(off, Role::Admin, refund(Money{1, "EUR"})));
        QVERIFY(!off.whyNotApprovable(Role::Admin, refund(Money{1, "EUR"})).empty());
    }

    void aHookThatCarriesRefundsOutIsNotForPeopleToCallAtWill()
    {
        const ActionRules hooked = rules({{"hooks.billing.url", "https://b.example"}, {"hooks.crm.url", "https://c.example"},
            {"actions.refund.hook", "billing"}, {"actions.hook.names", "crm"}});
        QCOMPARE(hooked.hookFor(refund(Money{1, "EUR"})), std::string("billing"));
        ActionProposal call;
        call.kind = ActionKind::Hook;
        call.parameters.hook = "crm";
        QVERIFY(proposed(hooked, Role::Agent, call).has_value());
        QCOMPARE(hooked.hookFor(call), std::string("crm"));
        call.parameters.hook = "billing";
        QVERIFY(!proposed(hooked, Role::Admin, call));
        QVERIFY(!proposed(ActionRules::defaults(), Role::Admin, call));
    }

    void whatIsWrittenWronglyIsNamed()
    {
        for (const auto& [key, value, said] :
            {std::tuple("actions.refund.limit", "500", "'500'"), std::tuple("actions.refund.limit", "5 EUR, 6 EUR", "EUR twice"),
                std::tuple("actions.credit.two_keys_above", "-5 EUR", "'-5 EUR'"),
                std::tuple("actions.refund.hook", "billing", "hooks.billing.url"),
                std::tuple("actions.hook.names", "a,b", "hooks.a.url")}) {
            const auto result = made({{key, value}});
            QVERIFY2(!result, key);
            QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
            QVERIFY2(
                result.error().message.find(key) != std::string::npos && result.error().message.find(said) != std::string::npos,
                result.error().message.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestActionRules)
#include "TestActionRules.moc"
