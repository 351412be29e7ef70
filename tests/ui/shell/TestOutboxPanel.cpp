// links: tandem_ui
#include "ui/shell/OutboxPanel.h"
#include "ui/shell/OutboxRow.h"
#include "ui/shell/OutboxSender.h"
#include "ui/support/Look.h"
#include "ui/support/PostDesk.h"
#include "ui/widgets/Button.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace tandem;
using namespace tandem::ui;

namespace {

PendingReplies::Item item(const char* key, const char* text, std::int64_t number, const char* subject, const char* refusal = "")
{
    PendingReplies::Item item;
    item.ticket = TicketId(std::string("ticket of ") + key);
    item.reply = {text, key, TicketStatus::Pending, {}};
    item.author = ActorId("dana");
    item.number = number;
    item.subject = subject;
    item.refusal = refusal;
    return item;
}

} // namespace

class TestOutboxPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look = std::make_unique<Look>(); }
    void init()
    {
        m_look->reset();
        m_directory = std::make_unique<QTemporaryDir>();
        m_pending = std::make_unique<PendingReplies>(m_directory->filePath(QStringLiteral("waiting.json")));
        m_pending->add(
            item("a", "You can change the language of your invoices under Settings, Billing.", 48213, "Invoice language"));
        m_pending->add(item("b", "The second charge was refunded today.", 48220, "Charged twice", "The ticket is closed."));
        m_pending->add(item("c", "Third", 0, ""));
        QVERIFY(m_pending->flush());
        QTRY_VERIFY(m_pending->isSettled("c"));
        m_desk = std::make_unique<PostDesk>();
        m_desk->enter(ConnectionState::Offline);
        m_outbox = std::make_unique<OutboxSender>(*m_desk, *m_pending);
        m_window = std::make_unique<QWidget>();
        m_window->resize(1000, 700);
        m_panel = new OutboxPanel(m_window.get(), *m_outbox);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_panel->open();
    }
    void cleanup()
    {
        m_window.reset();
        m_outbox.reset();
        m_desk.reset();
        m_pending.reset();
    }
    void cleanupTestCase() { m_look.reset(); }

    void itSaysWhatWaitsAndWhatWasNotTaken()
    {
        const auto rows = m_panel->findChildren<OutboxRow*>();
        QCOMPARE(rows.size(), 3);
        QVERIFY(rows[0]->accessibleName().contains(QStringLiteral("48213")));
        QVERIFY(rows[0]->accessibleName().contains(QStringLiteral("Waiting")));
        QVERIFY(rows[1]->accessibleName().contains(QStringLiteral("The ticket is closed.")));
        QVERIFY(rows[2]->accessibleName().startsWith(QStringLiteral("Reply")));
    }

    void discardingIsAskedOnce()
    {
        press(1, QStringLiteral("Discard"));
        QCOMPARE(m_pending->items().size(), std::size_t(3));
        press(1, QStringLiteral("Keep"));
        QCOMPARE(m_pending->items().size(), std::size_t(3));
        press(1, QStringLiteral("Discard"));
        press(1, QStringLiteral("Discard"));
        QCOMPARE(m_pending->items().size(), std::size_t(2));
        QVERIFY(m_pending->find("b") == nullptr);
        QTRY_COMPARE(m_panel->findChildren<OutboxRow*>().size(), 2);
        // The keyboard is in the row that took its place.
        QVERIFY(m_panel->isAncestorOf(m_window->focusWidget()));
    }

    void tryingAgainPutsItOnItsWay()
    {
        m_desk->enter(ConnectionState::Online);
        m_desk->answer();
        QTRY_VERIFY(m_pending->find("a") == nullptr && m_pending->find("c") == nullptr);
        press(0, QStringLiteral("Try again"));
        QVERIFY(m_outbox->isSending("b"));
        m_desk->answer();
        QTRY_VERIFY(m_panel->isEmpty());
        QVERIFY(m_pending->items().empty());
    }

    void whatWasWrittenUnderAnotherTokenIsSentAsMineOnceConfirmed()
    {
        m_desk->me.id = ActorId("dana's new token");
        m_desk->enter(ConnectionState::Online);
        QTRY_COMPARE(m_panel->findChildren<OutboxRow*>().size(), 3); // those from before are gone
        OutboxRow* row = m_panel->findChildren<OutboxRow*>().front();
        QCOMPARE(row->state(), OutboxState::OfAnother);
        QVERIFY(row->accessibleName().contains(QStringLiteral("another sign-in")));
        press(0, QStringLiteral("Send as me"));
        QCOMPARE(m_desk->callsOut(), std::size_t(0)); // asked first
        QVERIFY(says(*row, QStringLiteral("arrived already")));
        Q_EMIT m_outbox->changed(); // the question stays the same question
        press(0, QStringLiteral("Keep"));
        QVERIFY(!says(*row, QStringLiteral("arrived already")));
        press(0, QStringLiteral("Discard"));
        QVERIFY(says(*row, QStringLiteral("Discard it?")));
        press(0, QStringLiteral("Keep"));
        press(0, QStringLiteral("Send as me"));
        QApplication::processEvents();
        keepPicture(*m_window, QStringLiteral("outbox-of-another"));
        for (const QLabel* label : row->findChildren<QLabel*>()) {
            if (label->isVisible() && label->wordWrap())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        }
        press(0, QStringLiteral("Send as me"));
        QVERIFY(m_outbox->isSending("a"));
        m_desk->answer();
        QTRY_VERIFY(m_pending->find("a") == nullptr);
        QVERIFY(m_pending->find("c") != nullptr);
        // The keyboard is in the row that took its place, and nothing is asked there.
        QVERIFY(m_panel->isAncestorOf(m_window->focusWidget()));
    }

    void aCustomersWordsReorderNothing()
    {
        m_pending->add(item("d", "Fourth", 7,
            "\xE2\x80\xAE"
            "evil\n\nsubject"));
        Q_EMIT m_outbox->changed();
        const QString name = m_panel->findChildren<OutboxRow*>().back()->accessibleName();
        QVERIFY2(!name.contains(QChar(0x202E)) && !name.contains(u'\n'), qPrintable(name));
        QVERIFY(name.contains(QChar(0x2068)));
    }

    void itsTextCanBeTakenAlong()
    {
        press(1, QStringLiteral("Copy text"));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("The second charge was refunded today."));
    }

    void aTicketIsOpenedAndThePanelGoes()
    {
        QSignalSpy chosen(m_panel, &OutboxPanel::ticketChosen);
        press(1, QStringLiteral("Open ticket"));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<TicketId>(), TicketId("ticket of b"));
        QVERIFY(!m_panel->isVisible());
    }

    void theKeyboardStaysInside()
    {
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(m_window->focusWidget(), i < 20 ? Qt::Key_Tab : Qt::Key_Backtab);
            QVERIFY(m_panel->isAncestorOf(m_window->focusWidget()));
        }
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape);
        QVERIFY(!m_panel->isVisible());
    }

    void picturesOfIt()
    {
        keepPicture(*m_window, QStringLiteral("outbox-light"));
        m_look->theme().setAppearance(Appearance::Dark);
        press(1, QStringLiteral("Discard"));
        keepPicture(*m_window, QStringLiteral("outbox-dark-question"));
        m_look->theme().setTextScale(2);
        QApplication::processEvents();
        keepPicture(*m_window, QStringLiteral("outbox-large"));
        for (const Button* button : m_panel->findChildren<Button*>()) {
            if (button->isVisible())
                QVERIFY(button->mapTo(m_panel->panel(), button->rect().bottomRight()).x() < m_panel->panel()->width());
        }
        QVERIFY(m_panel->panel()->geometry().bottom() <= m_window->height());
    }

private:
    static bool says(const QWidget& row, const QString& words)
    {
        const auto labels = row.findChildren<QLabel*>();
        return std::ranges::any_of(
            labels, [&](const QLabel* label) { return label->isVisible() && label->text().contains(words); });
    }
    // The visible button of a row with this label.
    void press(int row, const QString& text)
    {
        for (Button* button : m_panel->findChildren<OutboxRow*>()[row]->findChildren<Button*>()) {
            if (button->isVisible() && button->text() == text) {
                button->setFocus();
                button->click();
                return;
            }
        }
        QFAIL("there is no such button");
    }

    std::unique_ptr<Look> m_look;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<PendingReplies> m_pending;
    std::unique_ptr<PostDesk> m_desk;
    std::unique_ptr<OutboxSender> m_outbox;
    std::unique_ptr<QWidget> m_window;
    OutboxPanel* m_panel = nullptr;
};

QTEST_MAIN(TestOutboxPanel)
#include "TestOutboxPanel.moc"
