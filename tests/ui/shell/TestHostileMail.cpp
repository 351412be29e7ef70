// links: tandem_embedded
// What customers can write to hurt whoever reads it, through the real window: it is shown as text, loads nothing, stays in its
// place and does not hold up the window. Once by way of the engine, once from a desk that checks nothing.
#include "support/Console.h"
#include "support/Slowdown.h"
#include "ui/conversation/SampleTicket.h"
#include "ui/support/HostileMail.h"
#include "ui/support/MailWindow.h"

#include "base/Text.h"
#include "ui/conversation/DraftView.h"
#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/inbox/TicketListView.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QDesktopServices>
#include <QHelpEvent>
#include <QLabel>
#include <QTcpServer>
#include <QTest>
#include <QTextEdit>
#include <QToolTip>

#include <array>
#include <sys/inotify.h>
#include <unistd.h>

using namespace tandem;
using namespace tandem::ui;

namespace {

constexpr qint64 bound = 200LL * slowdown; // ms of work at a time, with room for a busy machine; the aim is 50

// An address, a file and a link handler that a hostile message points to, and that tell when anybody went there.
class Canary : public QObject {
    Q_OBJECT

public:
    Canary()
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QTcpServer::newConnection, this, [this] { ++m_connections; });
        QFile file(m_directory.filePath(QStringLiteral("secret.png")));
        if (file.open(QIODevice::WriteOnly))
            file.write("secret");
        file.close();
        m_watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        ::inotify_add_watch(m_watch, file.fileName().toUtf8().constData(), IN_OPEN | IN_ACCESS);
        for (const QString& scheme : schemes())
            QDesktopServices::setUrlHandler(scheme, this, "followed");
    }
    Canary(const Canary&) = delete;
    Canary& operator=(const Canary&) = delete;
    ~Canary() override
    {
        for (const QString& scheme : schemes())
            QDesktopServices::unsetUrlHandler(scheme);
        ::close(m_watch);
    }

    [[nodiscard]] std::string web() const { return "http://127.0.0.1:" + std::to_string(m_server.serverPort()) + "/pixel.png"; }
    [[nodiscard]] std::string file() const
    {
        return "file://" + m_directory.filePath(QStringLiteral("secret.png")).toStdString();
    }
    // What was touched since this object exists; "" = nothing.
    [[nodiscard]] QString touched()
    {
        std::array<char, 4096> events{};
        if (::read(m_watch, events.data(), events.size()) > 0)
            m_opened = true;
        QString said;
        if (m_connections > 0)
            said += QStringLiteral("%1 connections ").arg(m_connections);
        if (m_opened)
            said += QStringLiteral("the file was opened ");
        if (!m_followed.isEmpty())
            said += QStringLiteral("followed %1").arg(m_followed);
        return said;
    }

public Q_SLOTS:
    void followed(const QUrl& url) { m_followed = url.toString(); }

private:
    static std::array<QString, 6> schemes()
    {
        return {QStringLiteral("http"), QStringLiteral("https"), QStringLiteral("file"), QStringLiteral("javascript"),
            QStringLiteral("mailto"), QStringLiteral("data")};
    }

    QTcpServer m_server;
    QTemporaryDir m_directory;
    int m_watch = -1;
    int m_connections = 0;
    bool m_opened = false;
    QString m_followed;
};

// Nothing in it turns what stands around it: no override or embedding, and every isolate closed where it was opened.
bool keepsToItself(const QString& text)
{
    int open = 0;
    for (const QChar c : text) {
        const char16_t code = c.unicode();
        if ((code >= 0x202A && code <= 0x202E) || code == 0xFFFC)
            return false;
        open += code >= 0x2066 && code <= 0x2068 ? 1 : code == 0x2069 ? -1 : 0;
        if (open < 0)
            return false;
    }
    return open == 0;
}

// What in the window is read as markup or turns its surroundings; "" = nothing.
QString leakIn(const QWidget& window)
{
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const QString where = QString::fromLatin1(widget->metaObject()->className()) + QStringLiteral(": ");
        if (const auto* label = qobject_cast<const QLabel*>(widget)) {
            if (label->textFormat() != Qt::PlainText && Qt::mightBeRichText(label->text()))
                return where + label->text();
            if (!keepsToItself(label->text()))
                return where + label->text();
        }
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget);
            button != nullptr && !keepsToItself(button->text()))
            return where + button->text();
        if (const auto* edit = qobject_cast<const QTextEdit*>(widget);
            edit != nullptr && (edit->toHtml().contains(u"<img") || edit->toHtml().contains(u"<a ")))
            return where + edit->toHtml();
        if (widget->toolTip().contains(u"<img") || widget->toolTip().contains(u"<a ") || !keepsToItself(widget->toolTip()))
            return where + widget->toolTip();
    }
    return keepsToItself(window.windowTitle()) ? QString() : window.windowTitle();
}

// The mouse rests on the widget.
void hover(QWidget& widget, const QPoint& at)
{
    QHelpEvent help(QEvent::ToolTip, at, widget.mapToGlobal(at));
    QApplication::sendEvent(&widget, &help);
    QTest::qWait(1);
}

} // namespace

class TestHostileMail : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_console = std::make_unique<TestConsole>();
        QVERIFY2(m_console->embed(), m_console->problem().c_str());
    }
    void cleanupTestCase()
    {
        m_mail.close();
        m_console.reset();
    }
    void cleanup() { m_mail.close(); }

    void mailThroughTheEngineIsShownAsText_data() { rows(); }
    void mailThroughTheEngineIsShownAsText();
    void whateverADeskHandsOutIsShownAsText_data() { rows(); }
    void whateverADeskHandsOutIsShownAsText();
    void namesAndSubjectsStayInTheirPlace_data();
    void namesAndSubjectsStayInTheirPlace();
    void pilesOfMarksStayInTheirRow();
    void tooltipsAreText();
    void theEngineTakesNoBrokenMail_data();
    void theEngineTakesNoBrokenMail();

private:
    void rows();
    void open(TicketView view, Passes& passes) { m_mail.open(m_console->theme(), m_directory, std::move(view), passes); }
    void checkScreen(MainWindow& window, const QString& shows);

    Canary m_canary;
    std::unique_ptr<TestConsole> m_console;
    MailWindow m_mail;
    QTemporaryDir m_directory;
};

void TestHostileMail::rows()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QString>("shows");
    for (const HostileMail& mail : hostileMails(m_canary.web(), m_canary.file()))
        QTest::newRow(mail.name) << mail.text << QString::fromStdString(mail.shows);
}

void TestHostileMail::checkScreen(MainWindow& window, const QString& shows)
{
    auto* thread = window.findChild<ThreadView*>();
    QString said;
    for (int part = 0; part < thread->partCount(); ++part)
        said += thread->partName(part);
    QVERIFY2(said.contains(shows), qPrintable(said.left(500)));
    QVERIFY(!window.grab().isNull());
    for (const ThreadItem& item : thread->items())
        QVERIFY2(keepsToItself(item.heading) && keepsToItself(item.meta), qPrintable(item.heading));
    const QString leak = leakIn(window);
    QVERIFY2(leak.isEmpty(), qPrintable(leak.left(500)));
    auto* rows = QAccessible::queryAccessibleInterface(window.findChild<TicketListView*>());
    for (int row = 0; row < rows->childCount(); ++row)
        QVERIFY(keepsToItself(rows->child(row)->text(QAccessible::Name)));
    // Clicks all over it follow nothing.
    for (int y = 10; y < thread->viewport()->height(); y += 40)
        QTest::mouseClick(thread->viewport(), Qt::LeftButton, {}, QPoint(thread->viewport()->width() / 3, y));
    QTest::qWait(5);
    QVERIFY2(m_canary.touched().isEmpty(), qPrintable(m_canary.touched()));
}

void TestHostileMail::mailThroughTheEngineIsShownAsText()
{
    QFETCH(std::string, text);
    QFETCH(QString, shows);
    IncomingMessage message;
    message.channel = Channel::Email;
    message.customerId = std::string("cus-") + QTest::currentDataTag();
    message.customerName = std::string(text::truncate(text, 280));
    message.subject = std::string(text::truncate(text, 900));
    message.text = text;
    const TicketId id = m_console->submit(message);
    QVERIFY(!id.empty());
    auto& column = m_console->find<TicketColumn>();
    m_console->window().openTicket(id);
    Passes passes;
    QVERIFY(turn(passes, 20000, [&] { return column.ticket() == id; }));
    // Controls and overrides do not come through; what is left is shown.
    const bool stripped = shows.contains(u"⟨RLO⟩") || shows.contains(u"⟨hidden⟩");
    checkScreen(m_console->window(), stripped ? QString() : shows);
    say("opened", passes);
}

void TestHostileMail::whateverADeskHandsOutIsShownAsText()
{
    QFETCH(std::string, text);
    QFETCH(QString, shows);
    Passes passes;
    open(written("hostile", text, std::string(text::truncate(text, 4000))), passes);
    checkScreen(*m_mail.window, shows);
    QVERIFY2(passes.longestWork < bound, qPrintable(QString::number(passes.longestWork)));
    say("opened", passes);
}

void TestHostileMail::namesAndSubjectsStayInTheirPlace_data()
{
    QTest::addColumn<std::string>("name");
    QTest::newRow("markup") << "<b>Ada</b><img src=\"" + m_canary.web() + "\"><a href='" + m_canary.web() + "'>";
    QTest::newRow("entity") << std::string("Tom &amp; &lt;Jerry&gt; & Co %1 %2 %n &Save");
    QTest::newRow("override") << std::string("invoice\u202Egpj.exe");
    QTest::newRow("unclosed") << std::string("\u202B\u2067\u202A\u2068 Ada");
    QTest::newRow("closing") << std::string("Ada \u2069\u2069\u202C\u202C Lovelace");
    QTest::newRow("lines") << std::string("Ada\nLovelace\r\u2028To: everyone\u2029\u0085x");
    QTest::newRow("nul") << std::string("Ada\0Lovelace\x01\x7F", 14);
    QTest::newRow("broken") << std::string("Ada \xC3\x28 \xF0\x9F \xED\xA0\x80 \xFF\xFE");
    QTest::newRow("escapes") << std::string("\x1B]0;root\x07\x1B[2JAda");
    QTest::newRow("one word") << std::string(100000, 'M');
    QTest::newRow("emoji") << repeated("👩‍👩‍👧‍👦🏳️‍🌈", 2000);
    QTest::newRow("no width") << repeated("\u200B\u200D\uFEFF", 3000);
    QTest::newRow("tags") << std::string("Ada\U000E0041\U000E0042");
    QTest::newRow("megabyte") << numberedLines(1U << 20U);
}

void TestHostileMail::namesAndSubjectsStayInTheirPlace()
{
    QFETCH(std::string, name);
    TicketView view = written("hostile", "Hello", name);
    view.messages.push_back(sampleMessage("m2", Author::Agent, "Noted.", sampleDay(13, 1), "marta"));
    view.names = {{ActorId("marta"), name}};
    view.ticket.assignee = ActorId("marta");
    view.earlier = {view.ticket};
    view.earlier.front().id = TicketId("earlier");
    view.approvals = {sampleApproval()};
    view.approvals.front().detail = name;
    view.approvals.front().amount = name.substr(0, 200);
    Passes passes;
    open(std::move(view), passes);
    checkScreen(*m_mail.window, QString());
    QVERIFY2(passes.longestWork < bound, qPrintable(QString::number(passes.longestWork)));
    say("opened", passes);
}

void TestHostileMail::pilesOfMarksStayInTheirRow()
{
    const auto pictured = [this](const std::string& name) {
        Passes passes;
        open(written("hostile", "Hello", name), passes);
        auto* list = m_mail.window->findChild<TicketListView*>();
        const QImage first = list->viewport()->grab(list->rowRect(0)).toImage();
        m_mail.close();
        return first;
    };
    QCOMPARE(pictured("Z" + repeated("\u0301\u0308", 60)), pictured("Z"));
}

void TestHostileMail::tooltipsAreText()
{
    const std::string image = "<img src=\"" + m_canary.web() + "\"><img src=\"" + m_canary.file() + "\">";
    TicketView view = written("hostile", "Hello", image + repeated(" and a very long rest", 40));
    view.ticket.draft = draftOf({claim(image, 0.2, "", "", image)});
    view.ticket.assignee = ActorId("marta");
    view.names = {{ActorId("marta"), image}};
    Passes passes;
    open(std::move(view), passes);
    auto* draft = m_mail.window->findChild<DraftView*>();
    hover(*draft, draft->partRect(0).center());
    QVERIFY(QToolTip::isVisible());
    for (QWidget* widget : m_mail.window->findChildren<QWidget*>()) {
        if (widget->isVisible())
            hover(*widget, widget->rect().center());
        QVERIFY2(!QToolTip::text().contains(u"<img"), qPrintable(QToolTip::text()));
    }
    QTest::qWait(50);
    QVERIFY2(m_canary.touched().isEmpty(), qPrintable(m_canary.touched()));
}

void TestHostileMail::theEngineTakesNoBrokenMail_data()
{
    QTest::addColumn<std::string>("text");
    QTest::newRow("nul") << std::string("Hello\0there", 11);
    QTest::newRow("broken") << std::string("Hello \xC3\x28");
    QTest::newRow("half a pair") << std::string("Hello \xED\xA0\x80");
    QTest::newRow("five megabytes") << std::string(5U << 20U, 'x');
}

void TestHostileMail::theEngineTakesNoBrokenMail()
{
    QFETCH(std::string, text);
    IncomingMessage message;
    message.customerId = "cus-broken";
    message.text = text;
    const auto receipt = m_console->asked(
        [message, actor = m_console->connector().actor()](Desk& desk) { return desk.intake.submit(actor, message); });
    QVERIFY(!receipt);
    QCOMPARE(receipt.error().code, ErrorCode::InvalidArgument);
    QVERIFY(receipt.error().message.find("description") != std::string::npos);
}

QTEST_MAIN(TestHostileMail)
#include "TestHostileMail.moc"
