// links: tandem_operations
#include "operations/Machinery.h"
#include "support/Strings.h"

#include <atomic>
#include <latch>

using namespace tandem;

class TestMachineryLoader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itLoadsOnceHoweverManyAsk()
    {
        std::atomic<int> loads = 0;
        MachineryLoader loader([&loads]() -> Result<std::unique_ptr<Machinery>> {
            ++loads;
            return std::make_unique<Machinery>();
        });
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&loader] { valueOf(loader.get()); });
        threads.clear();
        QCOMPARE(loads.load(), 1);
    }

    void whoeverDoesNotWaitIsToldToTryAgain()
    {
        std::latch mayLoad(1);
        MachineryLoader loader([&mayLoad]() -> Result<std::unique_ptr<Machinery>> {
            mayLoad.wait();
            return std::make_unique<Machinery>();
        });
        std::atomic<bool> followed = false;
        loader.start([&followed] { followed = true; });
        const auto early = loader.now();
        QVERIFY(!early);
        QCOMPARE(early.error().code, ErrorCode::Unavailable);
        QVERIFY(early.error().retryable);
        mayLoad.count_down();
        valueOf(loader.get());
        QVERIFY(loader.now());
        QTRY_VERIFY(followed.load());
    }

    void aFailureIsKeptAndNothingFollowsIt()
    {
        bool followed = false;
        {
            MachineryLoader loader([]() -> Result<std::unique_ptr<Machinery>> { return failure(ErrorCode::Corrupt, "damaged"); });
            loader.start([&followed] { followed = true; });
            QCOMPARE(loader.get().error().message, std::string("damaged"));
            QCOMPARE(loader.now().error().message, std::string("damaged"));
        }
        QVERIFY(!followed);
    }
};

QTEST_GUILESS_MAIN(TestMachineryLoader)
#include "TestMachineryLoader.moc"
