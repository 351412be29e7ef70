// links: tandem_gateway
#include "gateway/transport/WorkerPool.h"

#include <QTest>

#include <atomic>
#include <latch>
#include <memory>

using namespace tandem::gateway;

class TestWorkerPool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsOverTheLimitIsGivenBackUntouched()
    {
        std::latch begun(1);
        std::latch gate(1);
        WorkerPool pool(1, 1);
        WorkerPool::Job first = [&] {
            begun.count_down();
            gate.wait();
        };
        QCOMPARE(pool.submit(first), WorkerPool::Submission::Accepted);
        begun.wait();
        int ran = 0;
        WorkerPool::Job second = [&] { ++ran; };
        WorkerPool::Job third = [&] { ran += 10; };
        QCOMPARE(pool.submit(second), WorkerPool::Submission::Accepted);
        QCOMPARE(pool.submit(third), WorkerPool::Submission::Full);
        third();
        QCOMPARE(ran, 10);
        gate.count_down();
        pool.stop();
        QCOMPARE(ran, 11);
    }

    void stoppingRunsWhatWasAccepted()
    {
        std::atomic<int> ran = 0;
        WorkerPool pool(3, 1000);
        for (int i = 0; i < 500; ++i) {
            WorkerPool::Job job = [&ran] { ++ran; };
            QCOMPARE(pool.submit(job), WorkerPool::Submission::Accepted);
        }
        pool.stop();
        QCOMPARE(ran.load(), 500);
        WorkerPool::Job late = [&ran] { ++ran; };
        QCOMPARE(pool.submit(late), WorkerPool::Submission::Full);
    }

    void jobsRunSideBySide()
    {
        WorkerPool pool(4, 4);
        std::latch all(4);
        for (int i = 0; i < 4; ++i) {
            WorkerPool::Job job = [&all] { all.arrive_and_wait(); };
            QCOMPARE(pool.submit(job), WorkerPool::Submission::Accepted);
        }
        pool.stop(); // would hang if one waited for another
        QVERIFY(all.try_wait());
    }
};

QTEST_GUILESS_MAIN(TestWorkerPool)
#include "TestWorkerPool.moc"
