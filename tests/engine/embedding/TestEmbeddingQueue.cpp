// links: tandem_embedding
#include "services/embedding/EmbeddingQueue.h"
#include "support/Strings.h"

#include <semaphore>

using namespace tandem;

namespace {

// Embeds a sequence as its first token. Stands still at every call until the test lets it go on.
struct Stage {
    std::mutex mutex;
    std::vector<int> order; // first tokens, as they came
    std::counting_semaphore<1000> arrived{0};
    std::counting_semaphore<1000> go{0};
};

class StageEncoder final : public Encoder {
public:
    explicit StageEncoder(Stage& stage)
        : m_stage(stage)
    {
    }
    [[nodiscard]] std::size_t tokenBudget() const override { return 2; }
    Result<std::vector<Embedding>> encode(std::span<const Tokens> sequences) override
    {
        m_stage.arrived.release();
        m_stage.go.acquire();
        const std::lock_guard lock(m_stage.mutex);
        std::vector<Embedding> result;
        for (const auto& sequence : sequences) {
            m_stage.order.push_back(sequence[0]);
            if (sequence[0] < 0)
                return failure(ErrorCode::Internal, "a text that cannot be embedded");
            result.push_back({static_cast<float>(sequence[0])});
        }
        return result;
    }
    void rest() override { }

private:
    Stage& m_stage;
};

std::vector<std::unique_ptr<Encoder>> oneEncoder(Stage& stage)
{
    std::vector<std::unique_ptr<Encoder>> encoders;
    encoders.push_back(std::make_unique<StageEncoder>(stage));
    return encoders;
}

} // namespace

class TestEmbeddingQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void batchesStayWithinTheBudgetAndKeepTheirOrder()
    {
        Stage stage;
        stage.go.release(10);
        EmbeddingQueue queue(nullptr, oneEncoder(stage), std::chrono::hours(1));
        const auto result = valueOf(queue.run({{1}, {2}, {3, 3, 3}, {4}}, {}));
        QCOMPARE(result, (std::vector<Embedding>{{1}, {2}, {3}, {4}}));
        int calls = 0;
        while (stage.arrived.try_acquire())
            ++calls;
        QCOMPARE(calls, 3);
    }

    void rangesOfASequenceComeAfterIt()
    {
        Stage stage;
        stage.go.release(10);
        EmbeddingQueue queue(nullptr, oneEncoder(stage), std::chrono::hours(1));
        // An encoder that cannot pool ranges gets each as a sequence of its own, with begin and end around it.
        QCOMPARE(valueOf(queue.runParts({7, 8, 9}, {{1, 2}}, {})), (std::vector<Embedding>{{7}, {7}}));
        QVERIFY(!queue.runParts({-1, 8, 9}, {{1, 2}}, {}));
        QCOMPARE(queue.waitingCalls(), std::size_t(0));
    }

    void anEncoderWithoutTokensSaysSo()
    {
        Stage stage;
        stage.go.release(10);
        EmbeddingQueue queue(nullptr, oneEncoder(stage), std::chrono::hours(1));
        const auto result = queue.runTokens({{1}, {2}}, {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Unavailable);
        QVERIFY(valueOf(queue.runTokens({}, {})).empty());
        QCOMPARE(queue.waitingCalls(), std::size_t(0));
    }

    void aSecondCallerTakesTurnsWithTheFirst()
    {
        Stage stage;
        EmbeddingQueue queue(nullptr, oneEncoder(stage), std::chrono::hours(1));
        std::jthread import([&queue] { succeedWith(queue.run({{1, 1}, {2, 2}, {3, 3}, {4, 4}}, {})); });
        stage.arrived.acquire(); // the first batch of the import is in hand
        std::jthread query([&queue] { succeedWith(queue.run({{9}}, {})); });
        while (queue.waitingCalls() < 2)
            std::this_thread::yield();
        stage.go.release(10);
        import.join();
        query.join();
        QCOMPARE(stage.order, (std::vector<int>{1, 2, 9, 3, 4}));
    }

    void aStopReturnsWhileABatchIsInHand()
    {
        Stage stage;
        EmbeddingQueue queue(nullptr, oneEncoder(stage), std::chrono::hours(1));
        std::stop_source stop;
        Result<std::vector<Embedding>> result;
        std::jthread caller([&] { result = queue.run({{1, 1}, {2, 2}}, stop.get_token()); });
        stage.arrived.acquire();
        stop.request_stop();
        caller.join();
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
        stage.go.release(10);
        QCOMPARE(valueOf(queue.run({{7}}, {})), (std::vector<Embedding>{{7}}));
        QCOMPARE(stage.order, (std::vector<int>{1, 7}));
    }

    void aFailureReachesItsCallerAlone()
    {
        Stage stage;
        stage.go.release(10);
        EmbeddingQueue queue(nullptr, oneEncoder(stage), std::chrono::hours(1));
        const auto result = queue.run({{-1, 0}, {2, 2}}, {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Internal);
        QCOMPARE(valueOf(queue.run({{5}}, {})), (std::vector<Embedding>{{5}}));
    }

    void nothingToDoIsDoneAtOnce()
    {
        Stage stage;
        EmbeddingQueue queue(nullptr, oneEncoder(stage), std::chrono::hours(1));
        QVERIFY(valueOf(queue.run({}, {})).empty());
    }

private:
    static void succeedWith(Result<std::vector<Embedding>> result) { valueOf(std::move(result)); }
};

QTEST_GUILESS_MAIN(TestEmbeddingQueue)
#include "TestEmbeddingQueue.moc"
