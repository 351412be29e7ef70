// links: tandem_store
#include "contracts/Samples.h"

using namespace tandem;

// What people say that tickets are about.
class TestLabelStoreContract : public QObject {
    Q_OBJECT

public:
    explicit TestLabelStoreContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StoreFixture>(m_backend);
        for (const char* id : {"tic_1", "tic_2", "tic_3"}) {
            Ticket ticket = sampleTicket(id, m_fixture->clock().now());
            m_fixture->write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
        }
    }
    void cleanup() { m_fixture.reset(); }

    void aLabelComesBackAsItWasStored();
    void whatWasSetOutweighsWhatIsConfirmed();
    void labelsAreListedByTicketAPageAtATime();
    void aVectorBelongsToItsLabel();
    void aLabelNeedsItsTicket();
    void labelsAreCountedByTheirEvidence();
    void aLabelThatIsTakenOutLeavesNothingBehind();
    void tagsArePutOnAndTakenOff();

private:
    CategoryLabel label(const char* ticket, Category category, LabelEvidence evidence)
    {
        return {TicketId(ticket), category, evidence, ActorId("act_7"), m_fixture->clock().now()};
    }
    void put(const CategoryLabel& label)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.labels().put(label); });
    }
    std::optional<CategoryLabel> find(const char* ticket)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.labels().find(TicketId(ticket)); });
    }
    std::vector<StoredLabel> list(const char* after = "", int limit = 10)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.labels().list(TicketId(after), limit); });
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestLabelStoreContract::aLabelComesBackAsItWasStored()
{
    QVERIFY(!find("tic_1"));
    put(label("tic_1", Category::BugReport, LabelEvidence::Set));
    m_fixture->reopen();
    const auto found = find("tic_1");
    QVERIFY(found.has_value());
    QCOMPARE(found->ticket, TicketId("tic_1"));
    QCOMPARE(found->category, Category::BugReport);
    QCOMPARE(found->evidence, LabelEvidence::Set);
    QCOMPARE(found->actor, ActorId("act_7"));
    QCOMPARE(found->at, m_fixture->clock().now());
}

void TestLabelStoreContract::whatWasSetOutweighsWhatIsConfirmed()
{
    put(label("tic_1", Category::BugReport, LabelEvidence::Confirmed));
    put(label("tic_1", Category::FeatureRequest, LabelEvidence::Confirmed));
    QCOMPARE(find("tic_1")->category, Category::FeatureRequest);
    put(label("tic_1", Category::BillingInquiry, LabelEvidence::Set));
    put(label("tic_1", Category::BugReport, LabelEvidence::Confirmed));
    QCOMPARE(find("tic_1")->category, Category::BillingInquiry);
    QCOMPARE(find("tic_1")->evidence, LabelEvidence::Set);
    put(label("tic_1", Category::GeneralInquiry, LabelEvidence::Set));
    QCOMPARE(find("tic_1")->category, Category::GeneralInquiry);
}

void TestLabelStoreContract::labelsAreListedByTicketAPageAtATime()
{
    for (const char* ticket : {"tic_3", "tic_1", "tic_2"})
        put(label(ticket, Category::BugReport, LabelEvidence::Set));
    const auto first = list("", 2);
    QCOMPARE(first.size(), std::size_t(2));
    QCOMPARE(first[0].label.ticket, TicketId("tic_1"));
    QCOMPARE(first[1].label.ticket, TicketId("tic_2"));
    QVERIFY(first[0].modelId.empty() && first[0].vector.empty());
    const auto second = list("tic_2", 2);
    QCOMPARE(second.size(), std::size_t(1));
    QCOMPARE(second[0].label.ticket, TicketId("tic_3"));
    QVERIFY(list("tic_3").empty());
}

void TestLabelStoreContract::aVectorBelongsToItsLabel()
{
    const CategoryLabel first = label("tic_1", Category::BugReport, LabelEvidence::Confirmed);
    put(first);
    const std::vector<float> vector{0.6F, -0.8F, 0.0F};
    const auto keep = [&](const CategoryLabel& of) {
        m_fixture->write([&](Transaction& transaction) { return transaction.labels().keepVector(of, "model@1", vector); });
    };
    keep(first);
    QCOMPARE(list().front().vector, vector);
    QCOMPARE(list().front().modelId, std::string("model@1"));
    put(label("tic_1", Category::BillingInquiry, LabelEvidence::Set));
    QVERIFY(list().front().vector.empty() && list().front().modelId.empty());
    keep(first); // it was made for another one
    QVERIFY(list().front().vector.empty());
    keep(label("tic_2", Category::BugReport, LabelEvidence::Set)); // there is none
    QCOMPARE(list().size(), std::size_t(1));
}

void TestLabelStoreContract::aLabelNeedsItsTicket()
{
    const CategoryLabel lost = label("tic_9", Category::BugReport, LabelEvidence::Set);
    QVERIFY(!m_fixture->store().write([&](Transaction& transaction) { return transaction.labels().put(lost); }));
    QVERIFY(list().empty());
}

void TestLabelStoreContract::labelsAreCountedByTheirEvidence()
{
    put(label("tic_1", Category::BugReport, LabelEvidence::Set));
    put(label("tic_2", Category::BugReport, LabelEvidence::Set));
    put(label("tic_3", Category::BugReport, LabelEvidence::Confirmed));
    const auto count = [&](LabelEvidence evidence) {
        return m_fixture->read([&](Transaction& transaction) { return transaction.labels().count(evidence); });
    };
    QCOMPARE(count(LabelEvidence::Set), std::int64_t(2));
    QCOMPARE(count(LabelEvidence::Confirmed), std::int64_t(1));
}

void TestLabelStoreContract::aLabelThatIsTakenOutLeavesNothingBehind()
{
    put(label("tic_1", Category::BugReport, LabelEvidence::Set));
    m_fixture->write([&](Transaction& transaction) -> Status {
        TRY(transaction.labels().remove(TicketId("tic_1")));
        return transaction.labels().remove(TicketId("tic_1"));
    });
    QVERIFY(list().empty());
}

void TestLabelStoreContract::tagsArePutOnAndTakenOff()
{
    using Tags = std::vector<std::string>;
    const auto set = [&](const char* ticket, const std::string& tag, Tagged tagged) {
        m_fixture->write([&](Transaction& transaction) { return transaction.labels().setTag(TicketId(ticket), tag, tagged); });
    };
    const auto tags = [&](const char* ticket) {
        return m_fixture->read([&](Transaction& transaction) { return transaction.labels().tags(TicketId(ticket)); });
    };
    QVERIFY(tags("tic_1").empty());
    set("tic_1", "vip", Tagged::Yes);
    set("tic_1", "vip", Tagged::Yes);
    set("tic_1", "beta", Tagged::Yes);
    set("tic_2", "vip", Tagged::Yes);
    m_fixture->reopen();
    QCOMPARE(tags("tic_1"), (Tags{"beta", "vip"}));
    set("tic_1", "vip", Tagged::No);
    set("tic_1", "vip", Tagged::No);
    QCOMPARE(tags("tic_1"), Tags{"beta"});
    QCOMPARE(tags("tic_2"), Tags{"vip"});
    const Status orphan = m_fixture->store().write(
        [](Transaction& transaction) { return transaction.labels().setTag(TicketId("tic_9"), "vip", Tagged::Yes); });
    QVERIFY(!orphan && orphan.error().code == ErrorCode::NotFound);
}

TANDEM_CONTRACT_MAIN(TestLabelStoreContract)
#include "TestLabelStoreContract.moc"
