// links: tandem_model
#include "model/Action.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

class TestAction : public QObject {
    Q_OBJECT

    // The parameters that a kind needs, each in its form.
    static ActionParameters whole(ActionKind kind)
    {
        ActionParameters parameters;
        switch (kind) {
        case ActionKind::Refund:
        case ActionKind::Credit: parameters.amount = Money{38400, "EUR"}; break;
        case ActionKind::PlanChange:
        case ActionKind::PlanDowngradeCredit: parameters.plan = "Team"; break;
        case ActionKind::ContactUpdate:
            parameters.field = ContactField::Email;
            parameters.value = "ada@new.example";
            break;
        case ActionKind::Email:
            parameters.subject = "Your invoice";
            parameters.text = "Here it is.";
            break;
        case ActionKind::Tag: parameters.tag = "vip"; break;
        case ActionKind::Hook: parameters.hook = "crm"; break;
        case ActionKind::AccountClosure:
        case ActionKind::DataDeletion:
        case ActionKind::ResetLink: break;
        }
        return parameters;
    }
    static std::string objection(ActionKind kind, const ActionParameters& parameters)
    {
        const Status checked = checkParameters(kind, parameters);
        return checked ? "" : checked.error().message;
    }
    template <typename Change>
    static bool isRefused(ActionKind kind, const char* member, const Change& change)
    {
        ActionParameters parameters = whole(kind);
        change(parameters);
        const std::string why = objection(kind, parameters);
        if (why.find("'parameters." + std::string(member) + "'") == std::string::npos)
            qWarning("%s %s: %s", std::string(name(kind)).c_str(), member, why.c_str());
        return why.find("'parameters." + std::string(member) + "'") != std::string::npos;
    }

private Q_SLOTS:
    void everyKindHasANameThatLeadsBack()
    {
        for (const ActionKind kind : allActionKinds)
            QCOMPARE(actionKindFrom(name(kind)), std::optional(kind));
        QVERIFY(!actionKindFrom("none") && !actionKindFrom("Refund") && !actionKindFrom(""));
    }

    void everyKindTakesWhatItNeedsAndNothingElse()
    {
        for (const ActionKind kind : allActionKinds) {
            QCOMPARE(objection(kind, whole(kind)), std::string());
            for (const ActionKind other : allActionKinds) {
                const bool isSame = (kind == ActionKind::Refund || kind == ActionKind::Credit)
                    && (other == ActionKind::Refund || other == ActionKind::Credit);
                const bool arePlans = (kind == ActionKind::PlanChange || kind == ActionKind::PlanDowngradeCredit)
                    && (other == ActionKind::PlanChange || other == ActionKind::PlanDowngradeCredit);
                const bool areBare = objection(kind, {}).empty() && objection(other, {}).empty();
                const bool mayFit = kind == other || isSame || arePlans || areBare;
                QVERIFY2(objection(kind, whole(other)).empty() == mayFit,
                    (std::string(name(kind)) + " " + std::string(name(other))).c_str());
            }
        }
    }

    void amountsMustBeAboveNothingInACurrencyThatExists()
    {
        for (const std::int64_t minor :
            {std::int64_t{0}, std::int64_t{-1}, mostMinor + 1, std::numeric_limits<std::int64_t>::min()})
            QVERIFY(isRefused(ActionKind::Refund, "amount", [&](ActionParameters& p) { p.amount->minor = minor; }));
        for (const char* currency : {"", "EURO", "eur", "XXX", "E R"})
            QVERIFY(isRefused(ActionKind::Credit, "amount", [&](ActionParameters& p) { p.amount->currency = currency; }));
        QVERIFY(isRefused(ActionKind::Refund, "amount", [](ActionParameters& p) { p.amount.reset(); }));
    }

    void textsMustBeOneLineOfTheirLength()
    {
        QVERIFY(isRefused(ActionKind::Refund, "reference", [](ActionParameters& p) { p.reference = "a\nb"; }));
        QVERIFY(isRefused(ActionKind::Refund, "reference", [](ActionParameters& p) { p.reference = std::string(101, 'x'); }));
        QVERIFY(isRefused(ActionKind::PlanChange, "plan", [](ActionParameters& p) { p.plan = "  "; }));
        QVERIFY(isRefused(ActionKind::PlanChange, "plan", [](ActionParameters& p) { p.plan = "\xFF"; }));
        QVERIFY(isRefused(ActionKind::Email, "subject", [](ActionParameters& p) { p.subject = "a\r\nBcc: x@y.example"; }));
        QVERIFY(isRefused(ActionKind::Email, "text", [](ActionParameters& p) { p.text = std::string(20001, 'x'); }));
        for (const char* tag : {"VIP", "-a", "a b", "a,b", "ä"})
            QVERIFY(isRefused(ActionKind::Tag, "tag", [&](ActionParameters& p) { p.tag = tag; }));
        for (const char* hook : {"../x", "a.b", "A", "_a"})
            QVERIFY(isRefused(ActionKind::Hook, "hook", [&](ActionParameters& p) { p.hook = hook; }));
    }

    void aMailAddressIsOneAddress()
    {
        for (const char* address : {"ada", "@b.example", "a@b", "a@b.", "a@@b.example", "a@b.example,c@d.example",
                 "a b@c.example", "Ada <a@b.example>", "a@b.example@c.example"})
            QVERIFY2(isRefused(ActionKind::ContactUpdate, "value", [&](ActionParameters& p) { p.value = address; }), address);
        ActionParameters named;
        named.field = ContactField::Name;
        named.value = "Ada Holm";
        QCOMPARE(objection(ActionKind::ContactUpdate, named), std::string());
    }

    void theEngineMayLeaveOutWhatNobodyNamedAndNoMore()
    {
        QVERIFY(checkParameters(ActionKind::Refund, {}, Completeness::AsFarAsNamed).has_value());
        ActionParameters zero;
        zero.amount = Money{0, "EUR"};
        QVERIFY(!checkParameters(ActionKind::Refund, zero, Completeness::AsFarAsNamed));
        ActionParameters amount;
        amount.amount = Money{1, "EUR"};
        QVERIFY(!checkParameters(ActionKind::AccountClosure, amount, Completeness::AsFarAsNamed));
    }
};

QTEST_GUILESS_MAIN(TestAction)
#include "TestAction.moc"
