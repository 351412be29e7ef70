// links: tandem_store
#include "contracts/Samples.h"

#include <algorithm>

using namespace tandem;

// What the engine decided, and from what.
class TestDecisionLogContract : public QObject {
    Q_OBJECT

public:
    explicit TestDecisionLogContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StoreFixture>(m_backend);
        for (const char* id : {"tic_1", "tic_2"}) {
            Ticket ticket = sampleTicket(id, m_fixture->clock().now());
            m_fixture->write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
        }
    }
    void cleanup() { m_fixture.reset(); }

    void aDecisionComesBackAsItWasStored();
    void aTicketsDecisionsAreCountedAndNeverReplaced();
    void decisionsAreListedByTicketAPageAtATime();
    void decisionsBeforeATimeAreLeftOut();
    void eachHasItsOwnPolicyAndModels();
    void aDecisionNeedsItsTicket();
    void aDecisionGoesBackWithItsUnitOfWork();

private:
    DecisionRecord decision(const char* ticket)
    {
        DecisionRecord record;
        record.ticket = TicketId(ticket);
        record.at = m_fixture->clock().now();
        record.inputs.customerMessages = 2;
        record.inputs.signals = {{EscalationCode::HumanRequested, HighStakesAction::None, "mit jemandem", 0.75}};
        record.basis = {R"({"policy.long_conversation":"9"})", R"({"embedder":"e5@1"})"};
        record.outcome.queue = Queue::Human;
        record.outcome.team = "billing";
        record.outcome.status = TicketStatus::Escalated;
        record.outcome.reasons = {{EscalationCode::HumanRequested, "", 0.75, std::nullopt}};
        return record;
    }
    void append(const DecisionRecord& record)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.decisionLog().append(record); });
    }
    std::vector<DecisionRecord> list(const DecisionPlace& after = {}, TimePoint since = {}, int limit = 10)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.decisionLog().list(after, since, limit); });
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestDecisionLogContract::aDecisionComesBackAsItWasStored()
{
    const DecisionRecord stored = decision("tic_1");
    append(stored);
    m_fixture->reopen();
    const auto all = list();
    QCOMPARE(all.size(), std::size_t(1));
    const DecisionRecord& read = all.front();
    QCOMPARE(read.ticket, stored.ticket);
    QCOMPARE(read.sequence, 1);
    QCOMPARE(read.at, stored.at);
    QCOMPARE(read.inputs.customerMessages, 2);
    QCOMPARE(read.inputs.signals.at(0).words, std::string("mit jemandem"));
    QCOMPARE(read.basis.policy, stored.basis.policy);
    QCOMPARE(read.basis.models, stored.basis.models);
    QCOMPARE(read.outcome.status, TicketStatus::Escalated);
    QCOMPARE(read.outcome.reasons.at(0).code, EscalationCode::HumanRequested);
}

void TestDecisionLogContract::aTicketsDecisionsAreCountedAndNeverReplaced()
{
    DecisionRecord record = decision("tic_1");
    for (int messages = 1; messages <= 3; ++messages) {
        record.inputs.customerMessages = messages;
        record.sequence = 1; // whatever it says
        append(record);
    }
    append(decision("tic_2"));
    const auto all = list();
    QCOMPARE(all.size(), std::size_t(4));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(all[static_cast<std::size_t>(i)].sequence, i + 1);
        QCOMPARE(all[static_cast<std::size_t>(i)].inputs.customerMessages, i + 1);
    }
    QCOMPARE(all[3].sequence, 1);
}

void TestDecisionLogContract::decisionsAreListedByTicketAPageAtATime()
{
    for (const char* ticket : {"tic_2", "tic_1", "tic_2", "tic_1"})
        append(decision(ticket));
    std::string order;
    DecisionPlace place;
    for (auto page = list(place, {}, 3); !page.empty(); page = list(place, {}, 3)) {
        for (const DecisionRecord& record : page)
            order += record.ticket.value() + "/" + std::to_string(record.sequence) + " ";
        order += "| ";
        place = {page.back().ticket, page.back().sequence};
    }
    QCOMPARE(order, std::string("tic_1/1 tic_1/2 tic_2/1 | tic_2/2 | "));
}

void TestDecisionLogContract::decisionsBeforeATimeAreLeftOut()
{
    append(decision("tic_1"));
    m_fixture->clock().advance(std::chrono::hours(1));
    append(decision("tic_1"));
    const auto late = list({}, m_fixture->clock().now());
    QCOMPARE(late.size(), std::size_t(1));
    QCOMPARE(late.front().sequence, 2);
    QVERIFY(list({}, m_fixture->clock().now() + Milliseconds(1)).empty());
}

void TestDecisionLogContract::eachHasItsOwnPolicyAndModels()
{
    DecisionRecord record = decision("tic_1");
    append(record);
    record.basis.policy = R"({"policy.long_conversation":"5"})";
    append(record);
    record.basis.models = "{}";
    append(record);
    append(decision("tic_1"));
    const auto all = list();
    QVERIFY(all[0].basis.policy.contains("9") && all[1].basis.policy.contains("5") && all[2].basis.policy.contains("5"));
    QVERIFY(all[1].basis.models.contains("e5") && all[2].basis.models == "{}" && all[3].basis.policy.contains("9"));
}

void TestDecisionLogContract::aDecisionNeedsItsTicket()
{
    const DecisionRecord lost = decision("tic_9");
    QVERIFY(!m_fixture->store().write([&](Transaction& transaction) { return transaction.decisionLog().append(lost); }));
    QVERIFY(list().empty());
}

void TestDecisionLogContract::aDecisionGoesBackWithItsUnitOfWork()
{
    const DecisionRecord record = decision("tic_1");
    const Status written = m_fixture->store().write([&](Transaction& transaction) -> Status {
        TRY(transaction.decisionLog().append(record));
        return failure(ErrorCode::Conflict, "somebody was first");
    });
    QVERIFY(!written);
    QVERIFY(list().empty());
    append(record);
    QCOMPARE(list().front().sequence, 1);
}

TANDEM_CONTRACT_MAIN(TestDecisionLogContract)
#include "TestDecisionLogContract.moc"
