// links: tandem_pipeline
#include "pipeline/understand/CategoryHead.h"
#include "support/SmallHeads.h"
#include "support/Strings.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace tandem;

// The category classifier that is exchanged while others judge.
class TestCategoryHead : public QObject {
    Q_OBJECT

    static HeadFile learned(std::uint64_t data)
    {
        HeadFile file = smallShippedHead();
        file.dataHash = data;
        file.heads[0].head.setTemperature(2);
        return file;
    }

private Q_SLOTS:
    void theShippedOneJudgesUntilAnotherIsUsed()
    {
        CategoryHead head(smallShippedHead());
        QCOMPARE(&head.current(), &head.shipped());
        succeed(head.use(learned(1)));
        QCOMPARE(head.current().dataHash, std::uint64_t(1));
        QCOMPARE(head.shipped().dataHash, std::uint64_t(0));
        head.useShipped();
        QCOMPARE(&head.current(), &head.shipped());
    }

    void oneThatDoesNotFitIsRefused()
    {
        CategoryHead head(smallShippedHead());
        HeadFile other = learned(1);
        other.classes = {"a", "b", "c"};
        QCOMPARE(head.use(std::move(other)).error().code, ErrorCode::Corrupt);
        HeadFile less = learned(1);
        less.heads.pop_back();
        QVERIFY(!head.use(std::move(less)));
        QCOMPARE(&head.current(), &head.shipped());
    }

    void theSameOneIsHeldOnce()
    {
        CategoryHead head(smallShippedHead());
        succeed(head.use(learned(1)));
        const HeadFile* first = &head.current();
        succeed(head.use(learned(2)));
        succeed(head.use(learned(1)));
        QCOMPARE(&head.current(), first);
    }

    void whoJudgesMeanwhileSeesOneOrTheOther()
    {
        CategoryHead head(smallShippedHead());
        const WordFeatures words
            = weighFeatures(countFeatures("my invoice", smallBuckets), std::vector<float>(smallBuckets, 1.0F));
        std::atomic<bool> stop = false;
        std::atomic<int> wrong = 0;
        std::atomic<int> judged = 0;
        {
            std::jthread reader([&] {
                while (!stop || judged == 0) {
                    const std::vector<double> said = head.current().find("both")->probabilities(words, {});
                    wrong += said[1] > said[0] && said[1] > said[2] ? 0 : 1;
                    ++judged;
                }
            });
            for (int i = 0; i < 50; ++i) {
                succeed(head.use(learned(static_cast<std::uint64_t>(i % 3 + 1))));
                head.useShipped();
            }
            stop = true;
        }
        QCOMPARE(wrong.load(), 0);
        QVERIFY(judged > 0);
    }
};

QTEST_GUILESS_MAIN(TestCategoryHead)
#include "TestCategoryHead.moc"
