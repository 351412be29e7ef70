// links: tandem_base
#include "base/Clock.h"
#include "base/Json.h"
#include "base/Log.h"
#include "support/Strings.h"

#include <QTemporaryFile>

#include <limits>
#include <thread>
#include <unistd.h>

using namespace tandem;

namespace {

struct TicketTag { };
using TicketId = Id<TicketTag>;

// A field takes ids, numbers, flags and words that stand in the source; text from elsewhere does not compile.
static_assert(std::is_constructible_v<log::Field, log::Word, int>);
static_assert(std::is_constructible_v<log::Field, log::Word, double>);
static_assert(std::is_constructible_v<log::Field, log::Word, TicketId>);
static_assert(!std::is_constructible_v<log::Field, log::Word, std::string>);
static_assert(!std::is_constructible_v<log::Field, log::Word, std::string_view>);
static_assert(!std::is_constructible_v<log::Field, log::Word, const char*>);
static_assert(!std::is_constructible_v<log::Word, std::string>);
static_assert(!std::is_constructible_v<log::Word, std::string_view>);
static_assert(!std::is_constructible_v<log::Word, const char*>);

// What `work` writes to stderr, line by line.
template <typename Work>
std::vector<std::string> logged(const Work& work)
{
    QTemporaryFile file;
    if (!file.open())
        qFatal("no temporary file");
    std::fflush(stderr);
    const int kept = dup(STDERR_FILENO);
    dup2(file.handle(), STDERR_FILENO);
    work();
    std::fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    file.seek(0);
    std::vector<std::string> lines;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine())
        lines.push_back(line.toStdString());
    return lines;
}

} // namespace

class TestLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineIsOneJsonObject();
    void everyKindOfFieldIsJson();
    void lineEndsAndQuotesInAReasonStayInTheirLine();
    void linesBelowTheLevelAreNotWritten();
    void threadsDoNotMixTheirLines();
};

void TestLog::aLineIsOneJsonObject()
{
    const auto lines = logged([] { log::info("ticket_processed", {{"ticket_id", TicketId("tkt-1")}, {"attempts", 2}}); });
    QCOMPARE(lines.size(), std::size_t(1));
    QVERIFY(lines[0].ends_with("}\n"));
    const Json line = valueOf(parseJson(lines[0]));
    QCOMPARE(line["event"].get<std::string>(), std::string("ticket_processed"));
    QCOMPARE(line["level"].get<std::string>(), std::string("info"));
    QCOMPARE(line["ticket_id"].get<std::string>(), std::string("tkt-1"));
    QCOMPARE(line["attempts"].get<int>(), 2);
    QVERIFY(parseTime(line["time"].get<std::string>()).has_value());
}

void TestLog::everyKindOfFieldIsJson()
{
    const auto lines = logged([] {
        log::warning("kinds",
            {{"flag", true}, {"low", std::numeric_limits<std::int64_t>::min()},
                {"high", std::numeric_limits<std::uint64_t>::max()}, {"cost", 0.0125},
                {"nothing", std::numeric_limits<double>::quiet_NaN()}, {"word", "fixed"},
                {"code", log::Word::ofEnum(name(ErrorCode::TimedOut))}, log::Field::reason("The disk is full")});
    });
    const Json line = valueOf(parseJson(lines.at(0)));
    QCOMPARE(line["level"].get<std::string>(), std::string("warning"));
    QCOMPARE(line["flag"].get<bool>(), true);
    QCOMPARE(line["low"].get<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
    QCOMPARE(line["high"].get<std::uint64_t>(), std::numeric_limits<std::uint64_t>::max());
    QCOMPARE(line["cost"].get<double>(), 0.0125);
    QVERIFY(line["nothing"].is_null());
    QCOMPARE(line["word"].get<std::string>(), std::string("fixed"));
    QCOMPARE(line["code"].get<std::string>(), std::string("timed_out"));
    QCOMPARE(line["reason"].get<std::string>(), std::string("The disk is full"));
}

void TestLog::lineEndsAndQuotesInAReasonStayInTheirLine()
{
    const auto lines
        = logged([] { log::error("odd", {log::Field::reason("a\"b\nc\\d\xFF %s {}"), {"id", TicketId("x\",\"level\":\"no")}}); });
    QCOMPARE(lines.size(), std::size_t(1));
    const Json line = valueOf(parseJson(lines[0]));
    QCOMPARE(line["reason"].get<std::string>(), std::string("a\"b\nc\\d\uFFFD %s {}"));
    QCOMPARE(line["id"].get<std::string>(), std::string("x\",\"level\":\"no"));
    QCOMPARE(line["level"].get<std::string>(), std::string("error"));
}

void TestLog::linesBelowTheLevelAreNotWritten()
{
    const auto lines = logged([] {
        log::debug("hidden");
        log::setLevel(log::Level::Warning);
        log::info("hidden");
        log::warning("shown");
        log::setLevel(log::Level::Debug);
        log::debug("shown");
        log::setLevel(log::Level::Info);
    });
    QCOMPARE(lines.size(), std::size_t(2));
    for (const std::string& line : lines)
        QCOMPARE(valueOf(parseJson(line))["event"].get<std::string>(), std::string("shown"));
}

void TestLog::threadsDoNotMixTheirLines()
{
    constexpr int count = 500;
    const auto lines = logged([] {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([thread] {
                for (int i = 0; i < count; ++i)
                    log::info("busy", {{"thread", thread}, {"i", i}});
            });
        }
    });
    QCOMPARE(lines.size(), std::size_t(4) * count);
    std::array<int, 4> next{};
    for (const std::string& text : lines) {
        const Json line = valueOf(parseJson(text));
        QCOMPARE(line["i"].get<int>(), next.at(line["thread"].get<std::size_t>())++);
    }
}

QTEST_GUILESS_MAIN(TestLog)
#include "TestLog.moc"
