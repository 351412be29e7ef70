// links: tandem_store
#include "contracts/Samples.h"

using namespace tandem;

// What people made of drafts.
class TestReviewStoreContract : public QObject {
    Q_OBJECT

public:
    explicit TestReviewStoreContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(m_backend); }
    void cleanup() { m_fixture.reset(); }

    void aReviewReadsBackWhole();
    void theWorseVerdictOfADraftStays();
    void onlySendableDraftsOfTheScopeCount();
    void onlyTheNewestCount();
    void whatIsPutGoesBackWithItsUnitOfWork();

private:
    DraftReview review(const std::string& draft, DraftVerdict verdict = DraftVerdict::AsWritten)
    {
        DraftReview made;
        made.draft = DraftId(draft);
        made.ticket = TicketId("tic_" + draft);
        made.category = Category::BillingInquiry;
        made.provider = "composer";
        made.language = Language::De;
        made.confidence = 0.8;
        made.isSendable = true;
        made.verdict = verdict;
        made.changed = 0.25;
        made.actor = ActorId("a-marta");
        made.at = m_fixture->clock().now();
        m_fixture->clock().advance(Milliseconds(1));
        return made;
    }
    void put(const DraftReview& review)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.reviews().put(review); });
    }
    ReviewFigures figures(double confidence = 0.75, int newest = 100, const std::string& provider = "composer")
    {
        return m_fixture->read([&](Transaction& transaction) {
            return transaction.reviews().figures({Category::BillingInquiry, provider, confidence}, newest);
        });
    }
    std::optional<DraftReview> found(const std::string& draft)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.reviews().find(DraftId(draft)); });
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestReviewStoreContract::aReviewReadsBackWhole()
{
    DraftReview rejected = review("d-1", DraftVerdict::Rejected);
    rejected.fault = DraftFault::WrongFact;
    put(rejected);
    m_fixture->reopen();
    const auto read = found("d-1");
    QVERIFY(read && read->ticket == rejected.ticket && read->category == rejected.category && read->provider == "composer");
    QVERIFY(read->language == Language::De && read->confidence == 0.8 && read->isSendable && read->changed == 0.25);
    QVERIFY(read->verdict == DraftVerdict::Rejected && read->fault == DraftFault::WrongFact);
    QVERIFY(read->actor == rejected.actor && read->at == rejected.at);
    QVERIFY(!found("d-2"));
    put(review("d-2"));
    QVERIFY(!found("d-2")->fault);
}

void TestReviewStoreContract::theWorseVerdictOfADraftStays()
{
    put(review("d-1", DraftVerdict::Edited));
    put(review("d-1", DraftVerdict::AsWritten));
    QCOMPARE(found("d-1")->verdict, DraftVerdict::Edited);
    put(review("d-1", DraftVerdict::Rejected));
    put(review("d-1", DraftVerdict::Rewritten));
    QCOMPARE(found("d-1")->verdict, DraftVerdict::Rejected);
    QCOMPARE(figures(), (ReviewFigures{1, 1}));
}

void TestReviewStoreContract::onlySendableDraftsOfTheScopeCount()
{
    put(review("d-1"));
    DraftReview other = review("d-2");
    other.category = Category::BugReport;
    put(other);
    other = review("d-3");
    other.provider = "anthropic";
    put(other);
    other = review("d-4");
    other.confidence = 0.7;
    put(other);
    other = review("d-5", DraftVerdict::Rewritten);
    other.isSendable = false;
    put(other);
    QCOMPARE(figures(), (ReviewFigures{1, 0}));
    QCOMPARE(figures(0.7), (ReviewFigures{2, 0}));
    QCOMPARE(figures(0.75, 100, "anthropic"), (ReviewFigures{1, 0}));
    QCOMPARE(figures(0.75, 100, "local"), (ReviewFigures{}));
}

void TestReviewStoreContract::onlyTheNewestCount()
{
    put(review("d-1", DraftVerdict::Rejected));
    for (int i = 2; i <= 5; ++i)
        put(review("d-" + std::to_string(i)));
    QCOMPARE(figures(0.75, 5), (ReviewFigures{5, 1}));
    QCOMPARE(figures(0.75, 4), (ReviewFigures{4, 0}));
}

void TestReviewStoreContract::whatIsPutGoesBackWithItsUnitOfWork()
{
    const Status failed = m_fixture->store().write([&](Transaction& transaction) -> Status {
        TRY(transaction.reviews().put(review("d-1")));
        return failure(ErrorCode::Io, "the disk is full");
    });
    QVERIFY(!failed);
    QVERIFY(!found("d-1"));
}

TANDEM_CONTRACT_MAIN(TestReviewStoreContract)
#include "TestReviewStoreContract.moc"
