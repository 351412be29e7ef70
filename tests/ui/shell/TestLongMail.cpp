// links: tandem_ui
// Very long mail through the real window: it opens, scrolls and is copied without holding up the window.
#include "support/Slowdown.h"
#include "ui/support/HostileMail.h"
#include "ui/support/Look.h"
#include "ui/support/MailWindow.h"

#include "ui/conversation/PlainText.h"
#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/shell/MainWindow.h"

#include <QClipboard>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace tandem;
using namespace tandem::ui;

namespace {

constexpr qint64 bound = 100LL * slowdown; // ms of work at a time, with room for a busy machine; the aim is 50

// The whole of the message, as the person would copy it.
QString copied(ThreadView& thread, int item)
{
    QApplication::clipboard()->clear();
    thread.setFocus();
    thread.verticalScrollBar()->setValue(0);
    const QPoint inside = thread.itemRect(item).topLeft() + QPoint(60, 30);
    QTest::mouseClick(thread.viewport(), Qt::LeftButton, {}, inside);
    QTest::keyClick(&thread, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&thread, Qt::Key_C, Qt::ControlModifier);
    return QApplication::clipboard()->text();
}

} // namespace

class TestLongMail : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_mail.close(); }
    void fiveMegabytesDoNotHoldUpTheWindow();
    void mixedWritingOfFiveMegabytesDoesNotEither();
    void aLongThreadDoesNotHoldUpTheWindow();

private:
    void open(TicketView view, Passes& passes) { m_mail.open(m_look.theme(), m_directory, std::move(view), passes); }
    void openAndRead(const std::string& text);
    void readWhole(const QString& wanted);

    Look m_look;
    QTemporaryDir m_directory;
    MailWindow m_mail;
};

// Shows the open message to its end and copies it.
void TestLongMail::readWhole(const QString& wanted)
{
    auto* thread = m_mail.window->findChild<ThreadView*>();
    Passes opened;
    QScrollBar* bar = thread->verticalScrollBar();
    bar->setValue(bar->maximum());
    const int item = thread->partCount() - 1;
    const QRectF chip = thread->body(item)->chips().back().rect;
    const QPoint at(thread->itemRect(item).left() + 48, thread->itemRect(item).bottom() - static_cast<int>(chip.height() / 2));
    pass(opened, [&] { QTest::mouseClick(thread->viewport(), Qt::LeftButton, {}, at); });
    turn(opened, 30, [] { return false; });
    QVERIFY(bar->maximum() > 100000);
    Passes scrolled;
    for (int i = 0; i <= 100; ++i) {
        pass(scrolled, [&] { bar->setValue(static_cast<int>(static_cast<qint64>(bar->maximum()) * i / 100)); });
        turn(scrolled, 2, [] { return false; });
    }
    for (int i = 0; i < 100; ++i) {
        pass(scrolled, [&] { QTest::keyClick(thread, Qt::Key_PageUp); });
        turn(scrolled, 2, [] { return false; });
    }
    Passes copying;
    QString text;
    pass(copying, [&] { text = copied(*thread, item); });
    QCOMPARE(text.size(), wanted.size());
    QVERIFY(text == wanted);
    say("shown whole", opened);
    say("scrolled", scrolled);
    say("copied", copying);
    QVERIFY2(opened.longestWork < bound, qPrintable(QString::number(opened.longestWork)));
    QVERIFY2(scrolled.longestWork < bound, qPrintable(QString::number(scrolled.longestWork)));
}

void TestLongMail::openAndRead(const std::string& text)
{
    Passes passes;
    open(written("hostile", text, "Ada"), passes);
    say("opened", passes);
    QVERIFY2(passes.longestWork < bound, qPrintable(QString::number(passes.longestWork)));
    readWhole(shownText(text));
}

void TestLongMail::fiveMegabytesDoNotHoldUpTheWindow()
{
    const std::string text = numberedLines(5U << 20U) + "end";
    openAndRead(text);
}

void TestLongMail::mixedWritingOfFiveMegabytesDoesNotEither()
{
    const std::string text
        = repeated("مرحبا 你好 👩‍👩‍👧‍👦 שלום naïve Z\u0323\u0301\u0308 ", (5U << 20U) / 64) + "end";
    openAndRead(text);
}

void TestLongMail::aLongThreadDoesNotHoldUpTheWindow()
{
    TicketView view = written("hostile", "Hello", "Ada");
    for (int i = 0; i < 500; ++i)
        view.messages.push_back(sampleMessage("n" + std::to_string(i), Author::Customer, numberedLines(5500), sampleDay(13, 0)));
    Passes passes;
    open(std::move(view), passes);
    say("500 messages", passes);
    QVERIFY2(passes.longestWork < bound, qPrintable(QString::number(passes.longestWork)));
}

QTEST_MAIN(TestLongMail)
#include "TestLongMail.moc"
