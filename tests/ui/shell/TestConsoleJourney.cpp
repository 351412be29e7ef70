// links: tandem_embedded
// The console's first loop through the real widgets: a refund is approved, a person answers, the desk learns, the next customer
// is answered from it. Once with the engine inside, once connected to a tandemd in another process.
#include "support/Console.h"
#include "support/Programs.h"

#include "ui/approvals/ApprovalsPage.h"
#include "ui/conversation/Composer.h"
#include "ui/conversation/ComposerEdit.h"
#include "ui/conversation/DraftCard.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/inbox/TicketListView.h"
#include "ui/library/LearningPage.h"
#include "ui/library/LibraryColumn.h"
#include "ui/shell/InboxPage.h"
#include "ui/widgets/Button.h"

#include <QTest>

using namespace tandem;
using namespace tandem::ui;

namespace {

constexpr auto answer = "You can change the language of your invoices under Settings › Billing › Invoice language. "
                        "The change applies to the next invoice.";

IncomingMessage refundTicket()
{
    IncomingMessage message;
    message.channel = Channel::Email;
    message.customerId = "cus-1";
    message.customerName = "Elena Marchetti";
    message.subject = "Charged twice";
    message.text = "You charged my card twice, €32.00 each. Please refund the second charge of €32.00. "
                   "And how do I change the language of my invoices?";
    return message;
}

IncomingMessage languageTicket()
{
    IncomingMessage message;
    message.channel = Channel::Chat;
    message.customerId = "cus-2";
    message.customerName = "Tomas Lind";
    message.subject = "Invoice language";
    message.text = "How do I change the language of my invoices?";
    return message;
}

} // namespace

class TestConsoleJourney : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRefundIsApprovedAndTheAnswerLearned_data()
    {
        QTest::addColumn<bool>("connected");
        QTest::newRow("embedded") << false;
        QTest::newRow("connected") << true;
    }
    void aRefundIsApprovedAndTheAnswerLearned();

private:
    void approveTheRefund(TestConsole& console);
    void answerAndResolve(TestConsole& console, const TicketId& id);
    void acceptTheLesson(TestConsole& console);
};

void TestConsoleJourney::aRefundIsApprovedAndTheAnswerLearned()
{
    QFETCH(bool, connected);
    TestConsole console;
    QVERIFY2(connected ? console.connectToServer() : console.embed(), console.problem().c_str());
    const TicketId first = console.submit(refundTicket());
    QVERIFY(!first.empty());
    approveTheRefund(console);
    if (QTest::currentTestFailed())
        return;
    answerAndResolve(console, first);
    if (QTest::currentTestFailed())
        return;
    acceptTheLesson(console);
    if (QTest::currentTestFailed())
        return;
    const TicketId second = console.submit(languageTicket());
    QVERIFY(!second.empty());
    console.window().openTicket(second);
    QTRY_VERIFY_WITH_TIMEOUT(console.view(second).ticket.draft.has_value(), 20000);
    const Draft draft = *console.view(second).ticket.draft;
    QVERIFY2(!draft.abstained, draft.text.c_str());
    bool cited = false;
    for (const DraftSentence& sentence : draft.sentences) {
        for (const Citation& citation : sentence.citations)
            cited = cited || std::string_view(answer).find(citation.quote) != std::string_view::npos;
    }
    QVERIFY2(cited, draft.text.c_str());
    // It is on the screen as well: the draft card of the open ticket tells its sentences.
    auto& card = console.find<TicketColumn>().draft();
    QTRY_VERIFY_WITH_TIMEOUT(card.isVisible(), 5000);
}

void TestConsoleJourney::approveTheRefund(TestConsole& console)
{
    console.window().goTo(Screen::Approvals);
    auto& page = console.find<ApprovalsPage>();
    Button* approve = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((approve = console.button(page, QStringLiteral("Approve refund"))) != nullptr, 20000);
    QVERIFY2(approve->text().contains(QStringLiteral("€32.00")), qPrintable(approve->text()));
    // Enter decides nothing.
    QTest::keyClick(&page, Qt::Key_Return);
    QCOMPARE(console.waitingApprovals(), 1);
    QTest::keyClick(&console.window(), Qt::Key_Y);
    QTRY_COMPARE_WITH_TIMEOUT(console.waitingApprovals(), 0, 10000);
}

void TestConsoleJourney::answerAndResolve(TestConsole& console, const TicketId& id)
{
    console.window().openTicket(id);
    auto& column = console.find<TicketColumn>();
    QTRY_VERIFY_WITH_TIMEOUT(column.ticket() == id, 10000);
    QTest::keyClick(&console.window(), Qt::Key_R);
    auto& edit = console.find<ComposerEdit>();
    QTRY_VERIFY(edit.hasFocus());
    edit.insertPlainText(QString::fromUtf8(answer));
    QTest::keyClick(&edit, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(console.hasPublicAnswer(id, answer), 10000);
    QTRY_VERIFY(edit.toPlainText().isEmpty());
    console.find<TicketListView>().setFocus(); // out of the text field, where letters are letters
    QTest::keyClick(&console.window(), Qt::Key_E, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(console.view(id).ticket.status, TicketStatus::Resolved, 10000);
}

void TestConsoleJourney::acceptTheLesson(TestConsole& console)
{
    console.window().goTo(Screen::Library);
    console.find<LibraryColumn>().setTab(LibraryColumn::Tab::Learned);
    auto& page = console.find<LearningPage>();
    Button* accept = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((accept = console.button(page, QStringLiteral("Add to the knowledge base"))) != nullptr, 10000);
    QTest::mouseClick(accept, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(console.candidates(CandidateState::Accepted), 1, 20000);
}

QTEST_MAIN(TestConsoleJourney)
#include "TestConsoleJourney.moc"
