// links: tandem_embedded
// The connected console when the way to its tandemd breaks: what a person writes meanwhile waits, is shown to wait, and reaches
// the customer once.
#include "support/Console.h"
#include "support/Programs.h"
#include "ui/support/CuttingProxy.h"
#include "ui/support/Look.h"

#include "ui/conversation/Composer.h"
#include "ui/conversation/ComposerEdit.h"
#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/conversation/TicketWait.h"
#include "ui/inbox/TicketListView.h"
#include "ui/inbox/ViewsColumn.h"
#include "ui/shell/ConnectionStrip.h"
#include "ui/shell/OutboxPanel.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/TextLink.h"

#include <QTest>

using namespace tandem;
using namespace tandem::ui;

namespace {

IncomingMessage ticketAbout(std::string subject)
{
    IncomingMessage message;
    message.channel = Channel::Email;
    message.customerId = "cus-1";
    message.customerName = "Elena Marchetti";
    message.subject = std::move(subject);
    message.text = "How do I change the language of my invoices?";
    return message;
}

// What the strip above the screens says.
QString shownBanner(TestConsole& console)
{
    QString words;
    for (const Banner* banner : console.find<ConnectionStrip>().findChildren<Banner*>()) {
        if (banner->isVisible())
            words += banner->accessibleName();
    }
    return words;
}

// The texts of a person's public answers, in the order in which the server has them.
std::vector<std::string> answers(const TestConsole& console, std::uint16_t port, const TicketId& id)
{
    std::vector<std::string> texts;
    const Json ticket = RestCaller(port, console.token()).ticket(id.value());
    if (!ticket.is_object())
        return texts;
    for (const Json& message : ticket["messages"]) {
        if (message["author"] == "agent" && message["visibility"] == "public")
            texts.push_back(message["text"].get<std::string>());
    }
    return texts;
}

void keepPictures(TestConsole& console)
{
    for (const Appearance appearance : {Appearance::Light, Appearance::Dark}) {
        const QString name = appearance == Appearance::Light ? QStringLiteral("light") : QStringLiteral("dark");
        console.theme().setAppearance(appearance);
        QApplication::processEvents();
        keepPicture(console.window(), QStringLiteral("offline-") + name);
        console.find<OutboxPanel>().open();
        QApplication::processEvents();
        keepPicture(console.window(), QStringLiteral("offline-outbox-") + name);
        console.find<OutboxPanel>().dismiss();
    }
}

} // namespace

class TestCutConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReplyWrittenWhileTheServerIsDownArrivesOnce();
    void aReplyWhoseAnswerWasLostIsNotSentTwice();
    void aConsoleThatIsStartedAgainSendsWhatWaited();
    void aReplyGoesToTheTicketThatIsShown();

private:
    static void write(TestConsole& console, const TicketId& id, const QString& text);
    static void cut(TestConsole& console);
};

void TestCutConnection::write(TestConsole& console, const TicketId& id, const QString& text)
{
    auto& column = console.find<TicketColumn>();
    QTRY_VERIFY_WITH_TIMEOUT(column.ticket() == id, 10000);
    column.composer().start(ComposerMode::Reply);
    auto& edit = console.find<ComposerEdit>();
    edit.insertPlainText(text);
    QTest::keyClick(&edit, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(edit.toPlainText().isEmpty(), 20000); // it was taken
}

void TestCutConnection::cut(TestConsole& console)
{
    console.server()->kill();
    QTRY_VERIFY_WITH_TIMEOUT(shownBanner(console).startsWith(QStringLiteral("Offline.")), 20000);
}

void TestCutConnection::aReplyWrittenWhileTheServerIsDownArrivesOnce()
{
    TestConsole console;
    QVERIFY2(console.connectToServer(), console.problem().c_str());
    const std::uint16_t port = console.server()->port();
    const TicketId id = console.submit(ticketAbout("Invoice language"));
    QVERIFY(!id.empty());
    console.window().openTicket(id);
    QTRY_VERIFY_WITH_TIMEOUT(console.find<TicketColumn>().ticket() == id, 10000);
    QVERIFY(shownBanner(console).isEmpty());
    Q_EMIT console.find<ViewsColumn>().viewChosen(InboxView::AllOpen);
    cut(console);
    if (QTest::currentTestFailed())
        return;
    write(console, id, QStringLiteral("The first answer."));
    write(console, id, QStringLiteral("The second answer."));
    if (QTest::currentTestFailed())
        return;
    QTRY_COMPARE(shownBanner(console), QStringLiteral("Offline. 2 waiting, sent once on return"));
    keepPictures(console);
    QVERIFY2(console.startServer(), console.problem().c_str());
    const HttpReply submitted = RestCaller(port, console.token())
                                    .post({{"customer_id", "cus-2"}, {"subject", "After the restart"},
                                        {"description", "My invoices are in the wrong language."}, {"channel", "web"}});
    QCOMPARE(submitted.status, 202);
    QTRY_VERIFY_WITH_TIMEOUT(shownBanner(console).isEmpty(), 60000);
    QTRY_COMPARE_WITH_TIMEOUT(
        answers(console, port, id), (std::vector<std::string>{"The first answer.", "The second answer."}), 30000);
    const TicketId later(parseJson(submitted.body).value_or(Json())["id"].get<std::string>());
    auto& list = console.find<TicketListView>();
    QTRY_VERIFY_WITH_TIMEOUT(list.model().indexOf(later).has_value(), 20000);
    QTRY_VERIFY_WITH_TIMEOUT(console.hasPublicAnswer(id, "The second answer."), 10000);
    QCOMPARE(answers(console, port, id).size(), std::size_t(2));
    QVERIFY(console.server()->log().find("The first answer.") == std::string::npos);
}

void TestCutConnection::aReplyWhoseAnswerWasLostIsNotSentTwice()
{
    TestConsole console;
    QVERIFY2(console.startServer(), console.problem().c_str());
    CuttingProxy proxy(console.server()->port());
    QVERIFY2(console.openConnected(proxy.port()), console.problem().c_str());
    QTRY_COMPARE_WITH_TIMEOUT(console.connector().state(), ConnectionState::Online, 20000);
    const TicketId id = console.submit(ticketAbout("Invoice language"));
    console.window().openTicket(id);
    proxy.cutAtAnswerTo("/messages");
    write(console, id, QStringLiteral("Only once."));
    if (QTest::currentTestFailed())
        return;
    QVERIFY(proxy.isCut());
    QCOMPARE(answers(console, console.server()->port(), id).size(), std::size_t(1)); // it had arrived
    QTRY_COMPARE_WITH_TIMEOUT(shownBanner(console), QStringLiteral("Offline. 1 waiting, sent once on return"), 10000);
    proxy.mend();
    QTRY_VERIFY_WITH_TIMEOUT(shownBanner(console).isEmpty(), 60000);
    QTRY_VERIFY_WITH_TIMEOUT(console.find<OutboxPanel>().isEmpty(), 30000);
    QCOMPARE(answers(console, console.server()->port(), id), std::vector<std::string>{"Only once."});
}

void TestCutConnection::aConsoleThatIsStartedAgainSendsWhatWaited()
{
    TestConsole console;
    QVERIFY2(console.connectToServer(), console.problem().c_str());
    const std::uint16_t port = console.server()->port();
    const TicketId id = console.submit(ticketAbout("Invoice language"));
    console.window().openTicket(id);
    QTRY_VERIFY_WITH_TIMEOUT(console.find<TicketColumn>().ticket() == id, 10000);
    cut(console);
    if (QTest::currentTestFailed())
        return;
    write(console, id, QStringLiteral("Kept over night."));
    if (QTest::currentTestFailed())
        return;
    console.leave();
    QVERIFY2(console.openConnected(port), console.problem().c_str());
    QTRY_COMPARE_WITH_TIMEOUT(shownBanner(console), QStringLiteral("Offline. 1 waiting, sent once on return"), 20000);
    QVERIFY2(console.startServer(), console.problem().c_str());
    QTRY_COMPARE_WITH_TIMEOUT(answers(console, port, id), std::vector<std::string>{"Kept over night."}, 60000);
    QTRY_VERIFY_WITH_TIMEOUT(console.find<OutboxPanel>().isEmpty(), 10000);
    QCOMPARE(answers(console, port, id).size(), std::size_t(1));
}

// While the way is cut another ticket can be chosen but not loaded. What was begun stays with the ticket it was written under,
// what is written from then on is for the one that was chosen, and nothing goes out unseen.
void TestCutConnection::aReplyGoesToTheTicketThatIsShown()
{
    TestConsole console;
    QVERIFY2(console.connectToServer(), console.problem().c_str());
    const std::uint16_t port = console.server()->port();
    const TicketId shown = console.submit(ticketAbout("The one on screen"));
    const TicketId other = console.submit(ticketAbout("Another one"));
    console.window().openTicket(shown);
    auto& column = console.find<TicketColumn>();
    auto& edit = console.find<ComposerEdit>();
    QTRY_VERIFY_WITH_TIMEOUT(column.ticket() == shown, 10000);
    column.composer().start(ComposerMode::Reply);
    QTest::keyClicks(&edit, QStringLiteral("For the one on screen."));
    cut(console);
    if (QTest::currentTestFailed())
        return;
    console.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));
    console.window().openTicket(other);
    QVERIFY(column.ticket().empty());
    QTest::keyClick(&console.window(), Qt::Key_R);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("For the other one."));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
    const auto* strip = console.find<TicketWait>().findChild<Banner*>();
    QTRY_VERIFY_WITH_TIMEOUT(strip->isVisible(), 20000);
    QVERIFY(edit.toPlainText().isEmpty());
    QVERIFY2(console.startServer(), console.problem().c_str());
    QTRY_VERIFY_WITH_TIMEOUT(column.ticket() == other, 60000);
    QCOMPARE(edit.toPlainText(), QStringLiteral("For the other one."));
    QVERIFY(edit.hasFocus());
    QTest::keyClick(&edit, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(answers(console, port, other), std::vector<std::string>{"For the other one."}, 30000);
    QVERIFY(answers(console, port, shown).empty());
    console.window().openTicket(shown);
    QTRY_VERIFY_WITH_TIMEOUT(column.ticket() == shown, 10000);
    QCOMPARE(edit.toPlainText(), QStringLiteral("For the one on screen."));
    QTest::keyClick(&edit, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(answers(console, port, shown), std::vector<std::string>{"For the one on screen."}, 30000);
}

QTEST_MAIN(TestCutConnection)
#include "TestCutConnection.moc"
