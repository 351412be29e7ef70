// links: tandem_telemetry
#include "services/telemetry/MetricsRegistry.h"
#include "support/Strings.h"

#include <thread>
#include <vector>

using namespace tandem;

class TestMetricsRegistry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countersAddAndGaugesReplace()
    {
        MetricsRegistry metrics;
        metrics.count("tickets_total", {{"status", "escalated"}}, 1);
        metrics.count("tickets_total", {{"status", "escalated"}}, 2);
        metrics.set("queue", {}, 5);
        metrics.set("queue", {}, 3);
        const QString text = qt(metrics.exposition());
        QVERIFY(text.contains(qt("# TYPE tickets_total counter\ntickets_total{status=\"escalated\"} 3\n")));
        QVERIFY(text.contains(qt("# TYPE queue gauge\nqueue 3\n")));
    }

    void histogramBucketsAreCumulativeAndEndInInf()
    {
        MetricsRegistry metrics;
        metrics.observe("seconds", {{"stage", "draft"}}, 0.003);
        metrics.observe("seconds", {{"stage", "draft"}}, 70);
        const QString text = qt(metrics.exposition());
        QVERIFY(text.contains(qt("seconds_bucket{stage=\"draft\",le=\"0.0025\"} 0\n")));
        QVERIFY(text.contains(qt("seconds_bucket{stage=\"draft\",le=\"0.005\"} 1\n")));
        QVERIFY(text.contains(qt("seconds_bucket{stage=\"draft\",le=\"60\"} 1\n")));
        QVERIFY(text.contains(qt("seconds_bucket{stage=\"draft\",le=\"+Inf\"} 2\n")));
        QVERIFY(text.contains(qt("seconds_count{stage=\"draft\"} 2\n")));
    }

    void aLabelsQuotesCannotBreakALine()
    {
        MetricsRegistry metrics;
        metrics.count("c", {{"a", "x\"}\n1"}}, 1);
        QVERIFY(qt(metrics.exposition()).contains(qt("c{a=\"x\\\"} 1\"} 1\n")));
    }

    void manyThreadsLoseNoCount()
    {
        MetricsRegistry metrics;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&metrics] {
                for (int n = 0; n < 1000; ++n)
                    metrics.count("c", {}, 1);
            });
        }
        threads.clear();
        QVERIFY(qt(metrics.exposition()).contains(qt("c 4000\n")));
    }
};

QTEST_GUILESS_MAIN(TestMetricsRegistry)
#include "TestMetricsRegistry.moc"
