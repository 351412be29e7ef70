// links: tandem_store
#include "contracts/Samples.h"

using namespace tandem;

// Outbox, audit, tokens and idempotent responses.
class TestEffectStoresContract : public QObject {
    Q_OBJECT

public:
    explicit TestEffectStoresContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StoreFixture>(m_backend);
        Ticket ticket = sampleTicket("tic_1", now());
        m_fixture->write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    }
    void cleanup() { m_fixture.reset(); }

    void anEffectIsDueUntilItIsDone();
    void theSameIdempotencyKeyIsKeptOnce();
    void aFailedEffectWaitsForItsRetry();
    void effectsAreDueOldestFirst();
    void anEffectThatIsDoneCannotFail();
    void callsOfHooksAreDueApart();
    void theAuditChainHolds();
    void theAuditOfASubjectIsOldestFirst();
    void aTokenIsFoundByItsHashAndCanBeRevoked();
    void aResponseIsFoundByActorAndKeyForADayAtLeast();

private:
    TimePoint now() { return m_fixture->clock().now(); }
    void add(const std::string& id, const std::string& key)
    {
        m_fixture->write([&](Transaction& transaction) {
            return transaction.outbox().add({EffectId(id), TicketId("tic_1"), EffectKind::ExecuteAction, key, "refund 38 €", 0});
        });
    }
    std::vector<Effect> due(TimePoint at, int limit = 10)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.outbox().due(at, limit); });
    }
    std::vector<std::string> dueIds(TimePoint at)
    {
        std::vector<std::string> ids;
        for (const Effect& effect : due(at))
            ids.push_back(effect.id.value());
        return ids;
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestEffectStoresContract::anEffectIsDueUntilItIsDone()
{
    add("eff_1", "key-1");
    m_fixture->reopen();
    const auto waiting = due(now());
    QCOMPARE(waiting.size(), std::size_t{1});
    QVERIFY(waiting[0].kind == EffectKind::ExecuteAction && waiting[0].ticket == TicketId("tic_1"));
    QVERIFY(waiting[0].idempotencyKey == "key-1" && waiting[0].payload == "refund 38 €" && waiting[0].attempts == 0);
    const auto done = [&](Transaction& transaction) { return transaction.outbox().done(EffectId("eff_1"), now()); };
    m_fixture->write(done);
    m_fixture->write(done); // the dispatcher may say so twice
    QVERIFY(due(now() + Milliseconds(1000000)).empty());
    const auto all = m_fixture->read([](Transaction& transaction) { return transaction.outbox().ofTicket(TicketId("tic_1")); });
    QCOMPARE(all.size(), std::size_t{1});
    const Status missing
        = m_fixture->store().write([&](Transaction& transaction) { return transaction.outbox().done(EffectId("eff_9"), now()); });
    QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
}

void TestEffectStoresContract::theSameIdempotencyKeyIsKeptOnce()
{
    add("eff_1", "key-1");
    add("eff_2", "key-1");
    QCOMPARE(dueIds(now()), std::vector<std::string>{"eff_1"});
}

void TestEffectStoresContract::aFailedEffectWaitsForItsRetry()
{
    add("eff_1", "key-1");
    const TimePoint retryAt = now() + Milliseconds(5000);
    m_fixture->write(
        [&](Transaction& transaction) { return transaction.outbox().failed(EffectId("eff_1"), retryAt, "no route"); });
    QVERIFY(due(retryAt - Milliseconds(1)).empty());
    const auto again = due(retryAt);
    QCOMPARE(again.size(), std::size_t{1});
    QCOMPARE(again[0].attempts, 1);
}

void TestEffectStoresContract::effectsAreDueOldestFirst()
{
    add("eff_b", "key-1");
    add("eff_a", "key-2");
    m_fixture->clock().advance(Milliseconds(1));
    add("eff_0", "key-3");
    QCOMPARE(dueIds(now()), (std::vector<std::string>{"eff_b", "eff_a", "eff_0"}));
    QCOMPARE(due(now(), 2).size(), std::size_t{2});
}

void TestEffectStoresContract::anEffectThatIsDoneCannotFail()
{
    add("eff_1", "key-1");
    m_fixture->write([&](Transaction& transaction) { return transaction.outbox().done(EffectId("eff_1"), now()); });
    const Status status = m_fixture->store().write(
        [&](Transaction& transaction) { return transaction.outbox().failed(EffectId("eff_1"), now(), "late"); });
    QVERIFY(!status && status.error().code == ErrorCode::Conflict);
    QVERIFY(due(now()).empty());
}

void TestEffectStoresContract::callsOfHooksAreDueApart()
{
    add("eff_1", "key-1");
    m_fixture->write([](Transaction& transaction) {
        return transaction.outbox().add({EffectId("eff_2"), TicketId("tic_1"), EffectKind::CallHook, "key-2", "billing", 0});
    });
    const auto hooks = [&](TimePoint at) {
        return m_fixture->read([&](Transaction& transaction) { return transaction.outbox().hooksDue(at, 10); });
    };
    QCOMPARE(dueIds(now()), std::vector<std::string>{"eff_1"});
    QCOMPARE(hooks(now()).size(), std::size_t{1});
    QVERIFY(hooks(now()).front().kind == EffectKind::CallHook && hooks(now()).front().payload == "billing");
    const TimePoint retryAt = now() + Milliseconds(5000);
    m_fixture->write(
        [&](Transaction& transaction) { return transaction.outbox().failed(EffectId("eff_2"), retryAt, "answered_500"); });
    QVERIFY(hooks(retryAt - Milliseconds(1)).empty());
    QCOMPARE(hooks(retryAt).front().attempts, 1);
    m_fixture->write([&](Transaction& transaction) { return transaction.outbox().done(EffectId("eff_2"), retryAt); });
    QVERIFY(hooks(retryAt).empty());
}

void TestEffectStoresContract::theAuditChainHolds()
{
    const auto verify = [&] { return m_fixture->read([](Transaction& transaction) { return transaction.audit().verify(); }); };
    QVERIFY(!verify());
    for (int i = 0; i < 5; ++i) {
        m_fixture->write([&](Transaction& transaction) {
            AuditEntry entry;
            entry.at = now();
            entry.actor = ActorId("act_1");
            entry.action = "ticket.escalated";
            entry.subject = "tic_" + std::to_string(i);
            return transaction.audit().append(entry);
        });
    }
    m_fixture->reopen();
    QVERIFY(!verify());
    const auto page = m_fixture->read([](Transaction& transaction) { return transaction.audit().list(2, 2); });
    QCOMPARE(page.size(), std::size_t{2});
    QVERIFY(page[0].sequence == 3 && page[1].sequence == 4);
    QCOMPARE(page[0].subject, std::string("tic_2"));
    QVERIFY(page[0].hash.size() == 64 && page[0].hash != page[1].hash);
}

void TestEffectStoresContract::theAuditOfASubjectIsOldestFirst()
{
    for (const auto& [subject, action] :
        {std::pair("tic_1", "ticket.escalated"), std::pair("tic_2", "ticket.assigned"), std::pair("tic_1", "ticket.resolved")}) {
        m_fixture->write([&](Transaction& transaction) {
            AuditEntry entry;
            entry.at = now();
            entry.action = action;
            entry.subject = subject;
            return transaction.audit().append(entry);
        });
    }
    const auto found = m_fixture->read([](Transaction& transaction) { return transaction.audit().ofSubject("tic_1"); });
    QCOMPARE(found.size(), std::size_t{2});
    QVERIFY(found[0].action == "ticket.escalated" && found[1].action == "ticket.resolved");
    QVERIFY(m_fixture->read([](Transaction& transaction) { return transaction.audit().ofSubject("tic_3"); }).empty());
}

void TestEffectStoresContract::aTokenIsFoundByItsHashAndCanBeRevoked()
{
    AccessToken token{
        sha256Hex("tdm_secret"), {ActorId("act_1"), Role::Customer, "Anna's shop", CustomerId("cus_1")}, now(), std::nullopt};
    const auto put = [&](Transaction& transaction) { return transaction.access().putToken(token); };
    const auto find = [&](const std::string& hash) {
        return m_fixture->read([&](Transaction& transaction) { return transaction.access().findToken(hash); });
    };
    m_fixture->write(put);
    const auto found = find(token.hash);
    QVERIFY(found && found->actor.role == Role::Customer && found->actor.customer == CustomerId("cus_1"));
    QVERIFY(found->actor.displayName == "Anna's shop" && found->createdAt == now() && !found->revokedAt);
    token.revokedAt = now();
    m_fixture->write(put);
    QVERIFY(find(token.hash)->revokedAt == now());
    QVERIFY(!find(sha256Hex("tdm_other")));
    const auto all = m_fixture->read([](Transaction& transaction) { return transaction.access().listTokens(); });
    QCOMPARE(all.size(), std::size_t{1});
}

void TestEffectStoresContract::aResponseIsFoundByActorAndKeyForADayAtLeast()
{
    const auto put = [&](const std::string& actor, const std::string& key, const std::string& ticket) {
        return m_fixture->store().write([&](Transaction& transaction) {
            return transaction.access().putResponse(ActorId(actor), key, {"hash", TicketId(ticket)}, now());
        });
    };
    const auto find = [&](const std::string& actor, const std::string& key) {
        return m_fixture->read([&](Transaction& transaction) { return transaction.access().findResponse(ActorId(actor), key); });
    };
    succeed(put("act_1", "order 7", "tic_1"));
    QVERIFY(find("act_1", "order 7")->ticket == TicketId("tic_1") && find("act_1", "order 7")->requestHash == "hash");
    QVERIFY(!find("act_2", "order 7"));
    QVERIFY(!find("act_", "1order 7")); // actor and key do not run into one another
    const Status again = put("act_1", "order 7", "tic_2");
    QVERIFY(!again && again.error().code == ErrorCode::Conflict);
    m_fixture->clock().advance(std::chrono::hours(24));
    succeed(put("act_1", "order 8", "tic_1"));
    QVERIFY(find("act_1", "order 7").has_value());
    m_fixture->clock().advance(std::chrono::hours(72));
    succeed(put("act_1", "order 9", "tic_1"));
    QVERIFY(!find("act_1", "order 7")); // forgotten at last: the table does not grow for ever
}

TANDEM_CONTRACT_MAIN(TestEffectStoresContract)
#include "TestEffectStoresContract.moc"
