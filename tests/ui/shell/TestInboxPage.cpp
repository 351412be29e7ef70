// links: tandem_ui
// Choosing tickets while the desk is slow, through the real window and real keys: what is typed and done is for the ticket that
// was chosen, or for none.
#include "ui/support/Look.h"
#include "ui/support/SlowDesk.h"

#include "ui/conversation/Composer.h"
#include "ui/conversation/ComposerEdit.h"
#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/conversation/TicketWait.h"
#include "ui/customer/EvidencePage.h"
#include "ui/inbox/TicketListView.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/TextLink.h"
#include "ui/widgets/Toast.h"

#include <QClipboard>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace tandem::ui {

class TestInboxPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void whatIsTypedWhileATicketLoadsIsForThatTicket();
    void replyingWithoutTypingStartsWhenTheTicketIsThere();
    void whatIsTypedStaysWhenYetAnotherIsChosen();
    void nothingIsDoneToATicketThatIsNotShown();
    void aTicketThatCannotBeLoadedSaysSoAndIsAskedForAgain();
    void anOlderAnswerDoesNotReplaceANewerOne();
    void theKeyboardStaysInTheConversation();
    void escapeLeadsBackToTheListInANarrowWindow();
    void theToastLiesOverTheThreadAndNotOverTheComposer();

private:
    [[nodiscard]] TicketColumn& column() const { return *m_window->findChild<TicketColumn*>(); }
    [[nodiscard]] ComposerEdit& edit() const { return *m_window->findChild<ComposerEdit*>(); }
    [[nodiscard]] TicketWait& waitPage() const { return *m_window->findChild<TicketWait*>(); }
    [[nodiscard]] TicketListView& list() const { return *m_window->findChild<TicketListView*>(); }
    // Keys go where a person's would.
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    static void type(const QString& text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    [[nodiscard]] static TicketView ticket(const char* id, std::int64_t number)
    {
        TicketView view = sampleView();
        view.ticket.id = TicketId(id);
        view.ticket.number = number;
        view.ticket.draft.reset();
        view.ticket.subject = std::string("Subject of ") + id;
        return view;
    }

    std::unique_ptr<Look> m_look = std::make_unique<Look>();
    std::unique_ptr<SlowDesk> m_desk;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestInboxPage::init()
{
    m_look->reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_desk = std::make_unique<SlowDesk>();
    for (const auto& [id, number] : {std::pair("a", 1), std::pair("b", 2), std::pair("c", 3)})
        m_desk->put(ticket(id, number));
    m_window = std::make_unique<MainWindow>(*m_desk, m_look->theme(), m_directory->filePath(QStringLiteral("waiting.json")));
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTRY_VERIFY(column().ticket() == TicketId("a"));
    list().setFocus();
}

void TestInboxPage::cleanup()
{
    m_window.reset();
    m_desk.reset();
}

void TestInboxPage::whatIsTypedWhileATicketLoadsIsForThatTicket()
{
    press(Qt::Key_R);
    QVERIFY(edit().hasFocus());
    type(QStringLiteral("For a"));
    press(Qt::Key_Escape);
    m_desk->hold();
    press(Qt::Key_J);
    press(Qt::Key_R);
    type(QStringLiteral("Dear Bea, j"));
    press(Qt::Key_Backspace);
    press(Qt::Key_Return);
    QVERIFY(column().ticket().empty());
    QVERIFY(edit().toPlainText().isEmpty());
    QTRY_VERIFY(column().updatesEnabled()); // it is late and shows so, beside nobody's evidence
    QVERIFY(!m_window->findChild<EvidencePage*>()->isVisible());
    keepPicture(*m_window, QStringLiteral("ticket-late"));
    QCOMPARE(list().selected(), TicketId("b")); // letters were text
    press(Qt::Key_Return, Qt::ControlModifier); // not before it is seen
    m_desk->release();
    QTRY_VERIFY(column().ticket() == TicketId("b"));
    QVERIFY(m_desk->conversations.replies.empty());
    QVERIFY(edit().hasFocus());
    type(QStringLiteral("hello"));
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_desk->conversations.replies.size(), 1U);
    QCOMPARE(m_desk->conversations.replies[0].first, TicketId("b"));
    QCOMPARE(m_desk->conversations.replies[0].second, std::string("Dear Bea, \nhello"));
    m_window->openTicket(TicketId("a"));
    QTRY_VERIFY(column().ticket() == TicketId("a"));
    QCOMPARE(edit().toPlainText(), QStringLiteral("For a"));
}

void TestInboxPage::replyingWithoutTypingStartsWhenTheTicketIsThere()
{
    m_desk->hold();
    press(Qt::Key_J);
    press(Qt::Key_N);
    m_desk->release();
    QTRY_VERIFY(column().ticket() == TicketId("b"));
    QVERIFY(edit().hasFocus());
    QCOMPARE(column().composer().mode(), ComposerMode::Note);
}

void TestInboxPage::whatIsTypedStaysWhenYetAnotherIsChosen()
{
    m_desk->hold();
    press(Qt::Key_J);
    press(Qt::Key_R);
    type(QStringLiteral("For b"));
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, list().rowRect(2).center());
    QCOMPARE(list().selected(), TicketId("c"));
    m_desk->release();
    QTRY_VERIFY(column().ticket() == TicketId("c"));
    QVERIFY(edit().toPlainText().isEmpty());
    QVERIFY(list().hasFocus()); // where the click took it
    m_window->openTicket(TicketId("b"));
    QTRY_VERIFY(column().ticket() == TicketId("b"));
    QCOMPARE(edit().toPlainText(), QStringLiteral("For b"));
}

void TestInboxPage::nothingIsDoneToATicketThatIsNotShown()
{
    QGuiApplication::clipboard()->setText(QStringLiteral("before"));
    m_desk->hold();
    press(Qt::Key_J);
    const std::size_t waiting = m_desk->waiting();
    press(Qt::Key_E);
    press(Qt::Key_A);
    press(Qt::Key_Period, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_desk->waiting(), waiting);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("before"));
    m_desk->release();
    QTRY_VERIFY(column().ticket() == TicketId("b"));
    QVERIFY(m_desk->conversations.touched.empty());
    press(Qt::Key_A);
    QTRY_COMPARE(m_desk->conversations.touched, std::vector<TicketId>{TicketId("b")});
}

void TestInboxPage::aTicketThatCannotBeLoadedSaysSoAndIsAskedForAgain()
{
    m_desk->conversations.broken = true;
    press(Qt::Key_J);
    auto* strip = waitPage().findChild<Banner*>();
    QTRY_VERIFY(strip->isVisible());
    QVERIFY2(strip->accessibleName().contains(QStringLiteral("does not answer")), qPrintable(strip->accessibleName()));
    QVERIFY(!edit().isVisible());
    keepPicture(*m_window, QStringLiteral("ticket-not-shown"));
    QVERIFY(column().updatesEnabled());
    auto* link = strip->findChild<TextLink*>();
    link->click();
    QTRY_VERIFY(strip->isVisible());
    m_desk->conversations.broken = false;
    link->click();
    QTRY_VERIFY(column().ticket() == TicketId("b"));
    QVERIFY(edit().isVisible());
}

void TestInboxPage::anOlderAnswerDoesNotReplaceANewerOne()
{
    m_desk->hold();
    m_desk->tellOfChange(TicketId("a"));
    QTRY_VERIFY(m_desk->waiting() > 0);
    QTest::qWait(150);
    const std::size_t first = m_desk->waiting();
    m_desk->tellOfChange(TicketId("a"));
    QTRY_VERIFY(m_desk->waiting() > first);
    QTest::qWait(150);
    const auto thread = [this] { return column().thread().items().size(); };
    const auto before = thread();
    TicketView& view = m_desk->conversations.views.front();
    view.messages.push_back(sampleMessage("m9", Author::Customer, "The newest.", sampleDay(14, 20)));
    while (m_desk->waiting() > first)
        m_desk->answer(first); // what was asked for last is answered first
    QTRY_VERIFY(thread() > before);
    const auto newest = thread();
    view.messages.pop_back();
    m_desk->release();
    QTest::qWait(0);
    QCoreApplication::processEvents();
    QCOMPARE(thread(), newest);
}

void TestInboxPage::theKeyboardStaysInTheConversation()
{
    column().thread().setFocus();
    m_desk->hold();
    press(Qt::Key_J);
    QVERIFY(waitPage().hasFocus());
    press(Qt::Key_J);
    QCOMPARE(list().selected(), TicketId("c"));
    // The palette gives the keyboard back to what stands there by then.
    press(Qt::Key_K, Qt::ControlModifier);
    m_desk->release();
    QTRY_VERIFY(column().ticket() == TicketId("c"));
    press(Qt::Key_Escape);
    QVERIFY(column().thread().hasFocus());
}

void TestInboxPage::escapeLeadsBackToTheListInANarrowWindow()
{
    m_window->resize(900, 700);
    QVERIFY(list().isVisible());
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, list().rowRect(1).center());
    QVERIFY(!list().isVisible());
    QTRY_VERIFY(column().ticket() == TicketId("b"));
    QVERIFY(column().thread().hasFocus());
    press(Qt::Key_Escape);
    QVERIFY(list().isVisible());
    QVERIFY(list().hasFocus());
    press(Qt::Key_J);
    QCOMPARE(list().selected(), TicketId("c"));
}

void TestInboxPage::theToastLiesOverTheThreadAndNotOverTheComposer()
{
    auto* toast = m_window->findChild<Toast*>();
    toast->show({ToastKind::Done, QStringLiteral("Sent.")});
    const auto placed = [this](const QWidget& widget) { return QRect(widget.mapTo(m_window.get(), QPoint()), widget.size()); };
    QVERIFY(placed(column().thread()).contains(toast->geometry()));
    QVERIFY(!placed(column().composer()).intersects(toast->geometry()));
    QVERIFY(std::abs(placed(column().thread()).center().x() - toast->geometry().center().x()) <= 1);
    // The composer grows, the window shrinks.
    for (int i = 0; i < 6; ++i)
        edit().insertPlainText(QStringLiteral("line\n"));
    m_window->resize(1200, 700);
    QTRY_VERIFY(placed(column().thread()).contains(toast->geometry()));
    QVERIFY(!placed(column().composer()).intersects(toast->geometry()));
    m_window->goTo(Screen::Approvals);
    QVERIFY(m_window->rect().contains(toast->geometry()));
}

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestInboxPage)
#include "TestInboxPage.moc"
