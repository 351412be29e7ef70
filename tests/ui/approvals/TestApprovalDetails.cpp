// links: tandem_ui
#include "ui/approvals/ApprovalDetails.h"
#include "ui/approvals/ApprovalFacts.h"
#include "ui/conversation/Words.h"
#include "ui/support/Look.h"
#include "ui/widgets/TextLabel.h"

#include <QLocale>
#include <QTest>
#include <QVBoxLayout>
#include <QWidget>

#include <functional>

using namespace tandem;
using namespace tandem::ui;

namespace {

const TimePoint now{Milliseconds(1'790'000'000'000)};

// A refund that a person proposed, with everything that a card can show.
ApprovalCard proposedRefund()
{
    ApprovalCard card;
    Approval& approval = card.approval;
    approval.id = ApprovalId("a-1");
    approval.action = "refund";
    approval.amount = "384.00 EUR";
    approval.createdAt = now;
    approval.expiresAt = now + std::chrono::hours(72);
    approval.keysNeeded = 2;
    approval.keys = {{ActorId("a-simone"), now, "Ledger checked"}};
    ActionProposal& proposal = approval.proposal;
    proposal.parameters.amount = Money{38400, "EUR"};
    proposal.parameters.reference = "INV-20944";
    proposal.reason = "Captured twice";
    proposal.clause = Citation{ArticleId("refunds"), PassageId("refunds#1"), "one is refundable in full"};
    proposal.evidence = {{ArticleId("gone"), PassageId("gone#1"), "within 30 days"}};
    proposal.changes = {{"amount_returned", std::nullopt, "384.00 EUR"}, {"plan", "team", "free"}};
    proposal.proposedBy = ActorId("a-marta");
    card.names = {{ActorId("a-marta"), "Marta Nowak"}, {ActorId("a-simone"), "Simone Roth"}};
    card.titles = {{ArticleId("refunds"), "Refund policy"}};
    return card;
}

// Every text that `add` puts into a column, a line each.
QString shown(const std::function<void(QVBoxLayout&)>& add)
{
    QWidget widget;
    QVBoxLayout rows(&widget);
    add(rows);
    QStringList lines;
    for (const QLabel* label : widget.findChildren<QLabel*>())
        lines += label->text();
    return lines.join(u'\n');
}

} // namespace

class TestApprovalDetails final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void aCardSaysWhoProposedWhatByWhichClause()
    {
        const ApprovalCard card = proposedRefund();
        const QString text = shown([&](QVBoxLayout& rows) { addProposal(rows, card, now); });
        for (const char* part : {"Marta Nowak", "Captured twice", "INV-20944", "Refund policy", "one is refundable in full",
                 "384.00 EUR", "not known here", "within 30 days", "not in the library any more"})
            QVERIFY2(text.contains(QString::fromUtf8(part)), qPrintable(text));
        QVERIFY2(!text.contains(QStringLiteral("in their own words")), "no customer asked for it");
    }

    void aWishIsTheCustomers()
    {
        ApprovalCard card = proposedRefund();
        card.customer.displayName = "Ada Holm";
        card.approval.detail = "Please refund it";
        card.approval.proposal.proposedBy = ActorId("engine");
        card.approval.proposal.clause.reset();
        const QString text = shown([&](QVBoxLayout& rows) { addProposal(rows, card, now); });
        for (const char* part : {"Ada Holm", "in their own words", "Please refund it", "none is cited"})
            QVERIFY2(text.contains(QString::fromUtf8(part)), qPrintable(text));
    }

    void theKeysSayWhoTurnedOneAndThatAnotherIsMissing()
    {
        ApprovalCard card = proposedRefund();
        const auto keys = [&] { return shown([&](QVBoxLayout& rows) { addKeys(rows, card, now); }); };
        for (const char* part : {"1 of 2 keys", "Simone Roth", "Ledger checked", "Nobody turns both keys"})
            QVERIFY2(keys().contains(QString::fromUtf8(part)), qPrintable(keys()));
        QCOMPARE(keyWords(card.approval, QStringLiteral("€5")), QStringLiteral("Approve with second key, €5"));
        QCOMPARE(turnedWords(card.approval), QStringLiteral("Approved. The ticket says how it is carried out."));
        card.approval.keys.clear();
        QCOMPARE(keyWords(card.approval, {}), QStringLiteral("Turn the first key"));
        QCOMPARE(turnedWords(card.approval), QStringLiteral("First key turned. It waits for a second person."));
        card.approval.keysNeeded = 1;
        QCOMPARE(keyWords(card.approval, QStringLiteral("€5")), QStringLiteral("Approve refund, €5"));
        QVERIFY(keys().isEmpty());
    }

    void whatBecameOfItIsSaid()
    {
        ApprovalCard card = proposedRefund();
        card.approval.state = ApprovalState::Approved;
        const auto text = [&](ExecutionState state, const char* reason) {
            card.approval.execution = state;
            card.approval.executionReason = reason;
            return shown([&](QVBoxLayout& rows) { addProposal(rows, card, now); });
        };
        QVERIFY(text(ExecutionState::Pending, "answered_500").contains(QStringLiteral("answered_500")));
        QVERIFY(text(ExecutionState::HandedOver, "egress_off").contains(QStringLiteral("nothing may be sent from this machine")));
        QVERIFY(text(ExecutionState::HandedOver, "").contains(QStringLiteral("a note on the ticket says what to do")));
        QVERIFY(text(ExecutionState::Done, "").contains(QStringLiteral("Done, ")));
    }

    void theLogTellsDoingFromHandingOver()
    {
        const auto words
            = [](const char* detail) { return eventWords({1, now, ActorId("engine"), "action.executed", "t", detail, ""}, {}); };
        QCOMPARE(words("refund a-1 hook billing 200"), QStringLiteral("Carried out"));
        QCOMPARE(words("tag a-1 done"), QStringLiteral("Carried out"));
        QCOMPARE(words("refund a-1 handed_over"), QStringLiteral("Handed over to be carried out"));
        QCOMPARE(words("refund a-1"), QStringLiteral("Handed over to be carried out"));
    }

private:
    Look m_look;
};

QTEST_MAIN(TestApprovalDetails)
#include "TestApprovalDetails.moc"
