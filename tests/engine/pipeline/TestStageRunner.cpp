// links: tandem_pipeline
#include "pipeline/StageRunner.h"
#include "services/telemetry/MetricsRegistry.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <condition_variable>

using namespace tandem;

namespace {

// Blocks until the stop is requested, as a stage that hangs on a slow provider would.
Status waitForStop(const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait(lock, stop, [] { return false; });
    return failure(ErrorCode::Cancelled, "stopped");
}

} // namespace

class TestStageRunner : public QObject {
    Q_OBJECT

    ManualClock m_clock;
    MetricsRegistry m_metrics;

private Q_SLOTS:
    void aStagesValueAndDurationComeBack()
    {
        StageRunner stages(m_metrics, m_clock, Milliseconds(60000));
        StageTrace trace;
        const auto result = stages.run("route", trace, {}, [this](const std::stop_token&) -> Result<int> {
            m_clock.advance(Milliseconds(40));
            return 7;
        });
        QCOMPARE(valueOf(result), 7);
        QCOMPARE(trace.timingsMs.at("route"), 40.0);
        QVERIFY(qt(m_metrics.exposition()).contains(qt("tandem_stage_seconds_count{stage=\"route\"} 1")));
    }

    void anErrorCarriesTheStagesNameAndStaysRetryable()
    {
        StageRunner stages(m_metrics, m_clock, Milliseconds(60000));
        StageTrace trace;
        const auto result = stages.run("retrieve", trace, {},
            [](const std::stop_token&) -> Status { return retryableFailure(ErrorCode::Unavailable, "index busy"); });
        QVERIFY(!result);
        QCOMPARE(result.error().message, std::string("stage retrieve: index busy"));
        QVERIFY(result.error().retryable);
    }

    void aStageThatHangsIsStoppedAtItsDeadlineAndMayBeRetried()
    {
        StageRunner stages(m_metrics, m_clock, Milliseconds(20));
        StageTrace trace;
        const auto result = stages.run("draft", trace, {}, waitForStop);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::TimedOut);
        QVERIFY(result.error().retryable);
    }

    void aStopFromOutsideReachesTheStageAndIsNotATimeOut()
    {
        StageRunner stages(m_metrics, m_clock, Milliseconds(60000));
        StageTrace trace;
        std::stop_source outside;
        const std::jthread stopper([&outside] { outside.request_stop(); });
        const auto result = stages.run("draft", trace, outside.get_token(), waitForStop);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestStageRunner)
#include "TestStageRunner.moc"
