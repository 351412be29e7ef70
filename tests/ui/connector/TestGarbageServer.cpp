// links: tandem_ui
// The real window on a server that is none, or means ill: it says so, tries again, stays awake, grows no further, and closes.
#include "support/Slowdown.h"
#include "ui/support/IllServer.h"
#include "ui/support/Look.h"
#include "ui/support/Passes.h"

#include "ui/connector/RemoteConnector.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/Banner.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace tandem;
using namespace tandem::ui;

namespace {

qint64 residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').front().toLongLong() / 1024;
    }
    return -1;
}

// A fifth of what a person's console has, so that this takes a fifth of the time.
constexpr RemoteHttp::Patience impatience{.timeout = std::chrono::seconds(3), .longest = std::chrono::seconds(6)};

// What the strips of the window say now.
QString said(const QWidget& window)
{
    QStringList all;
    for (const Banner* banner : window.findChildren<Banner*>()) {
        if (banner->isVisible())
            all << banner->accessibleName();
    }
    return all.join(QStringLiteral(" | "));
}

} // namespace

class TestGarbageServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServerThatIsNoneIsSaidAndTriedAgain_data();
    void aServerThatIsNoneIsSaidAndTriedAgain();
    void aStreamThatIsNoneLeavesTheWindowAtWork_data();
    void aStreamThatIsNoneLeavesTheWindowAtWork();
    void aRedirectTakesTheTokenNowhere();

private:
    void connectTo(const IllServer& server)
    {
        auto opened = RemoteConnector::open(server.url(), "tdm_secret", impatience);
        QVERIFY(opened.has_value());
        m_connector = std::move(*opened);
        m_window
            = std::make_unique<MainWindow>(*m_connector, m_look.theme(), m_directory.filePath(QStringLiteral("waiting.json")));
        m_window->show();
    }
    // As the person closes the console, whatever hangs.
    qint64 close()
    {
        QElapsedTimer clock;
        clock.start();
        m_window.reset();
        m_connector.reset();
        return clock.elapsed();
    }

    Look m_look;
    QTemporaryDir m_directory;
    std::unique_ptr<RemoteConnector> m_connector;
    std::unique_ptr<MainWindow> m_window;
};

void TestGarbageServer::aServerThatIsNoneIsSaidAndTriedAgain_data()
{
    QTest::addColumn<int>("manner");
    QTest::addColumn<int>("seconds"); // until it is said
    // Qt's own thread reads a head for as long as there is more of it: calls fail after their time, and closing waits for it.
    QTest::newRow("garbage") << static_cast<int>(Manner::Garbage) << 5;
    QTest::newRow("page") << static_cast<int>(Manner::Page) << 5;
    QTest::newRow("wrong shape") << static_cast<int>(Manner::WrongShape) << 5;
    QTest::newRow("truncated") << static_cast<int>(Manner::Truncated) << 5;
    QTest::newRow("failure") << static_cast<int>(Manner::Failure) << 5;
    QTest::newRow("endless body") << static_cast<int>(Manner::EndlessBody) << 20;
    QTest::newRow("endless head") << static_cast<int>(Manner::EndlessHead) << 20;
    QTest::newRow("silence") << static_cast<int>(Manner::Silence) << 20;
    QTest::newRow("drip") << static_cast<int>(Manner::Drip) << 35;
}

void TestGarbageServer::aServerThatIsNoneIsSaidAndTriedAgain()
{
    QFETCH(int, manner);
    QFETCH(int, seconds);
    const qint64 before = residentMegabytes();
    const IllServer server(static_cast<Manner>(manner), Stream::AsAnswer);
    connectTo(server);
    Passes passes;
    qint64 most = before;
    const auto grown = [&] {
        most = std::max(most, residentMegabytes());
        return most - before;
    };
    const bool told = turn(passes, seconds * 1000 * slowdown, [&] {
        grown();
        return said(*m_window).contains(u"The server ") && m_connector->state() == ConnectionState::Offline;
    });
    QVERIFY2(told, qPrintable(said(*m_window)));
    const int streams = server.opened;
    const int calls = server.asked;
    const bool stuck = static_cast<Manner>(manner) == Manner::EndlessHead;
    // The stream has a patience of its own: fifteen seconds of silence.
    const bool again = stuck || turn(passes, 20000 * slowdown, [&] {
        grown();
        return server.opened > streams && server.asked > calls;
    });
    qInfo("said “%s”", qPrintable(said(*m_window)));
    QVERIFY2(again, qPrintable(QStringLiteral("%1 calls, %2 streams").arg(server.asked).arg(server.opened)));
    QVERIFY2(most - before < 600, qPrintable(QString::number(most - before)));
    const qint64 ended = close();
    qInfo("longest pass %lld ms (%lld at work), grown %lld MB, closed in %lld ms", static_cast<long long>(passes.longest),
        static_cast<long long>(passes.longestWork), static_cast<long long>(most - before), static_cast<long long>(ended));
    QVERIFY2(passes.longestWork < 200LL * slowdown, qPrintable(QString::number(passes.longestWork)));
    QVERIFY2(ended < (stuck ? 7000LL : 2000LL) * slowdown, qPrintable(QString::number(ended)));
}

void TestGarbageServer::aStreamThatIsNoneLeavesTheWindowAtWork_data()
{
    QTest::addColumn<int>("stream");
    QTest::addColumn<bool>("breaks"); // else the line stays open
    QTest::newRow("wrong handshake") << static_cast<int>(Stream::WrongHandshake) << true;
    QTest::newRow("endless handshake") << static_cast<int>(Stream::EndlessHandshake) << true;
    QTest::newRow("garbage") << static_cast<int>(Stream::Garbage) << true;
    QTest::newRow("reserved bits") << static_cast<int>(Stream::ReservedBits) << true;
    QTest::newRow("huge frame") << static_cast<int>(Stream::HugeFrame) << true;
    QTest::newRow("long text") << static_cast<int>(Stream::LongText) << true;
    QTest::newRow("broken text") << static_cast<int>(Stream::BrokenText) << true;
    QTest::newRow("endless fragments") << static_cast<int>(Stream::EndlessFragments) << true;
    QTest::newRow("odd JSON") << static_cast<int>(Stream::OddJson) << false;
    QTest::newRow("flood") << static_cast<int>(Stream::Flood) << false;
}

void TestGarbageServer::aStreamThatIsNoneLeavesTheWindowAtWork()
{
    QFETCH(int, stream);
    QFETCH(bool, breaks);
    const qint64 before = residentMegabytes();
    const IllServer server(Manner::Me, static_cast<Stream>(stream));
    connectTo(server);
    Passes passes;
    qint64 most = before;
    const bool again = turn(passes, breaks ? 30000 * slowdown : 3000, [&] {
        most = std::max(most, residentMegabytes());
        return breaks && server.opened >= 2;
    });
    QCOMPARE(again, breaks);
    if (!breaks)
        QCOMPARE(m_connector->state(), ConnectionState::Online);
    QVERIFY2(most - before < 300, qPrintable(QString::number(most - before)));
    const qint64 ended = close();
    qInfo("longest pass %lld ms (%lld at work), grown %lld MB, closed in %lld ms", static_cast<long long>(passes.longest),
        static_cast<long long>(passes.longestWork), static_cast<long long>(most - before), static_cast<long long>(ended));
    QVERIFY2(passes.longestWork < 200LL * slowdown, qPrintable(QString::number(passes.longestWork)));
    QVERIFY2(ended < 2000LL * slowdown, qPrintable(QString::number(ended)));
}

void TestGarbageServer::aRedirectTakesTheTokenNowhere()
{
    const IllServer elsewhere(Manner::Page, Stream::AsAnswer);
    const IllServer server(Manner::Redirect, Stream::AsAnswer, elsewhere.url().toEncoded() + "/api/v1/me");
    connectTo(server);
    Passes passes;
    const bool again = turn(passes, 20000, [&] { return server.opened >= 2 && server.asked >= 4; });
    QVERIFY2(again, qPrintable(QStringLiteral("%1 calls, %2 streams").arg(server.asked).arg(server.opened)));
    QVERIFY2(said(*m_window).contains(u"127.0.0.1"), qPrintable(said(*m_window)));
    QVERIFY(server.tokenHeard);
    QVERIFY(!elsewhere.tokenHeard && elsewhere.asked == 0 && elsewhere.opened == 0);
    QVERIFY(close() < 2000LL * slowdown);
}

QTEST_MAIN(TestGarbageServer)
#include "TestGarbageServer.moc"
