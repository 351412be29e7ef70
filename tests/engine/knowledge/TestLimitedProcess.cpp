// links: tandem_knowledge
#include "knowledge/import/LimitedProcess.h"
#include "support/Strings.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

Result<ProcessOutput> shell(
    const std::string& script, std::string_view input = "", ProcessLimits limits = {}, std::stop_token stop = {})
{
    return runLimited({"sh", "-c", script}, input, limits, stop);
}

} // namespace

class TestLimitedProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inputGoesInAndOutputComesOut();
    void inputIsAFileThatCanBeReadTwice();
    void aMissingProgramIsNamed();
    void timeIsLimited();
    void aProgramThatClosesItsOutputAndGoesOnIsEnded();
    void outputIsLimited();
    void memoryIsLimited();
    void noFileIsWritten();
    void itInheritsNothing();
    void whatItStartedEndsWithIt();
    void itIsStopped();
    void manyRunAtOnce();
};

void TestLimitedProcess::inputGoesInAndOutputComesOut()
{
    const std::string large(3'000'000, 'x');
    const ProcessOutput output = valueOf(shell("wc -c; echo oops >&2; exit 3", large));
    QCOMPARE(qt(output.output).trimmed(), QStringLiteral("3000000"));
    QCOMPARE(qt(output.errors), QStringLiteral("oops\n"));
    QCOMPARE(output.status, 3);
    QCOMPARE(valueOf(shell("cat", large)).output.size(), large.size());
}

void TestLimitedProcess::inputIsAFileThatCanBeReadTwice()
{
    QCOMPARE(qt(valueOf(shell("cat /dev/stdin; cat /dev/stdin", "twice ")).output), QStringLiteral("twice twice "));
}

void TestLimitedProcess::aMissingProgramIsNamed()
{
    const auto result = runLimited({"tandem-no-such-program"}, "", {}, {});
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QVERIFY(result.error().message.find("tandem-no-such-program") != std::string::npos);
}

void TestLimitedProcess::timeIsLimited()
{
    QElapsedTimer timer;
    timer.start();
    const auto sleeping = shell("sleep 60", "", {300ms});
    QCOMPARE(sleeping.error().code, ErrorCode::TimedOut);
    QVERIFY(timer.elapsed() < 10000);
}

void TestLimitedProcess::aProgramThatClosesItsOutputAndGoesOnIsEnded()
{
    QElapsedTimer timer;
    timer.start();
    const auto hiding = shell("exec >&- 2>&-; sleep 60", "", {300ms});
    QCOMPARE(hiding.error().code, ErrorCode::TimedOut);
    QVERIFY(timer.elapsed() < 10000);
}

void TestLimitedProcess::outputIsLimited()
{
    ProcessLimits limits;
    limits.output = 1U << 20U;
    QCOMPARE(shell("yes", "", limits).error().code, ErrorCode::TooLarge);
    QCOMPARE(valueOf(shell("head -c 1048576 /dev/zero", "", limits)).output.size(), std::size_t{1} << 20U);
    // Nor may errors fill the memory or block it.
    QCOMPARE(valueOf(shell("head -c 5000000 /dev/zero >&2; echo done", "", limits)).output, std::string("done\n"));
}

void TestLimitedProcess::memoryIsLimited()
{
    ProcessLimits limits;
    limits.memory = 200U << 20U;
    const auto result = shell("head -c 500000000 /dev/zero | tail -c 450000000 | wc -c", "", limits);
    QVERIFY(!result || result->output != "450000000\n");
}

void TestLimitedProcess::noFileIsWritten()
{
    const QTemporaryDir folder;
    const std::string file = (path(folder) / "written").string();
    const ProcessOutput output = valueOf(shell("trap '' XFSZ; echo content > " + file + " || echo refused"));
    QCOMPARE(qt(output.output), QStringLiteral("refused\n"));
    QCOMPARE(std::filesystem::file_size(file), 0U);
}

void TestLimitedProcess::itInheritsNothing()
{
    qputenv("TANDEM_SECRET", "hidden");
    QFile open(QStringLiteral("/dev/null"));
    QVERIFY(open.open(QIODevice::ReadOnly));
    const ProcessOutput output = valueOf(shell("env | grep -c TANDEM; ls /proc/$$/fd | wc -l"));
    const auto lines = qt(output.output).split(QLatin1Char('\n'));
    QCOMPARE(lines[0], QStringLiteral("0"));
    QVERIFY2(lines[1].toInt() <= 4, output.output.c_str()); // the three, and what the shell opens for ls
}

void TestLimitedProcess::whatItStartedEndsWithIt()
{
    const auto result = shell("sleep 61 & echo $!; wait", "", {300ms});
    QCOMPARE(result.error().code, ErrorCode::TimedOut);
    QVERIFY(valueOf(shell("ps -o args= -e 2>/dev/null | grep -c '^sleep 61' || true")).output != "1\n");
}

void TestLimitedProcess::itIsStopped()
{
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(shell("sleep 60", "", {}, stop.get_token()).error().code, ErrorCode::Cancelled);
}

void TestLimitedProcess::manyRunAtOnce()
{
    std::vector<std::jthread> threads;
    std::atomic<int> right = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&right, i] {
            for (int round = 0; round < 10; ++round) {
                const std::string text = std::to_string(i) + "-" + std::to_string(round);
                const auto result = shell("cat", text);
                right += result && result->output == text ? 1 : 0;
            }
        });
    }
    threads.clear();
    QCOMPARE(right.load(), 80);
}

QTEST_GUILESS_MAIN(TestLimitedProcess)
#include "TestLimitedProcess.moc"
