// links: tandem_store
#include "contracts/Samples.h"

#include <set>

using namespace tandem;

class TestTicketStoreContract : public QObject {
    Q_OBJECT

public:
    explicit TestTicketStoreContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(m_backend); }
    void cleanup() { m_fixture.reset(); }

    void aTicketComesBackAsItWasStored();
    void everyPartOfATicketSurvivesAnUpdate();
    void numbersCountUpAndAreNeverGivenTwice();
    void anIdIsTakenOnce();
    void anUpdateCanTakePartsAway();
    void aStaleTicketIsRefused();
    void aMissingTicketIsNamedSo();
    void messagesComeBackOldestFirst();
    void aNoteKeepsItsAuthorAndStaysInternal();
    void appendingAMessageTwiceIsAConflict();
    void aMessageNeedsItsTicket();
    void aCustomersIdIsTheSameForEver();
    void aCustomerIsReplaced();
    void aCustomersTicketsAreCounted();

private:
    void insert(Ticket& ticket)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    }
    Ticket stored(const std::string& id)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.tickets().get(TicketId(id)); });
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestTicketStoreContract::aTicketComesBackAsItWasStored()
{
    Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
    ticket.priority = Urgency::High;
    insert(ticket);
    QCOMPARE(ticket.number, 1);
    QCOMPARE(ticket.version, 1);
    m_fixture->reopen();
    const Ticket found = stored("tic_1");
    QCOMPARE(found.number, 1);
    QCOMPARE(found.version, 1);
    QVERIFY(found.customer == CustomerId("cus_1") && found.correlation == CorrelationId("cor_tic_1"));
    QVERIFY(found.channel == Channel::Api && found.status == TicketStatus::Received && found.priority == Urgency::High);
    QCOMPARE(found.subject, std::string("Wasserschaden im Büro"));
    QCOMPARE(found.metadataJson, std::string(R"({"order":"A-7"})"));
    QVERIFY(found.createdAt == m_fixture->clock().now() && found.updatedAt == found.createdAt);
    QVERIFY(!found.classification && !found.route && !found.draft && found.escalation.empty());
}

void TestTicketStoreContract::everyPartOfATicketSurvivesAnUpdate()
{
    Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
    insert(ticket);
    ticket.status = TicketStatus::AwaitingReview;
    ticket.classification = sampleClassification();
    ticket.route = sampleRoute();
    ticket.escalation = {{EscalationCode::NoEvidence, "nothing found", std::nullopt, 0.4}};
    ticket.draft = sampleDraft();
    ticket.assignee = ActorId("act_7");
    ticket.waitingSince = m_fixture->clock().now();
    ticket.dueAt = m_fixture->clock().now() + Milliseconds(3600000);
    ticket.preview = "Das Wasser steht im Büro";
    ticket.timingsMs = {{"draft", 12.5}, {"retrieve", 3.0}};
    ticket.costUsd = 0.25;
    m_fixture->write([&](Transaction& transaction) { return transaction.tickets().update(ticket); });
    QCOMPARE(ticket.version, 2);
    const Ticket found = stored("tic_1");
    QVERIFY(found.status == TicketStatus::AwaitingReview);
    const Classification& classification = *found.classification;
    QVERIFY(classification.category == Category::BillingInquiry && classification.urgency == Urgency::High);
    QVERIFY(classification.probabilities == sampleClassification().probabilities);
    QVERIFY(classification.language.language == Language::De && classification.language.mixed);
    QCOMPARE(classification.signals.at(0).words, std::string("Geld zurück"));
    QVERIFY(classification.signals.at(0).action == HighStakesAction::Refund);
    QCOMPARE(classification.pii.at(0).end, std::size_t{20});
    QVERIFY(classification.subjectPii.at(0).type == "person" && classification.subjectPii.at(0).end == 4);
    QVERIFY(classification.hasMorePii && classification.piiMessage == MessageId("msg_1"));
    QCOMPARE(classification.injection.kinds, std::vector<std::string>{"role_play"});
    QVERIFY(found.route->queue == Queue::Human && found.route->reasons.at(0).value == 0.9);
    QVERIFY(!found.escalation.at(0).value && found.escalation.at(0).threshold == 0.4);
    QCOMPARE(found.draft->sentences.at(1).citations.at(0).quote, std::string("Refunds take 5 days"));
    QVERIFY(found.draft->actions.at(0).state == ActionState::Proposed && found.draft->usage.outputTokens == 20);
    QVERIFY(found.timingsMs == ticket.timingsMs && found.costUsd == 0.25);
    QVERIFY(found.assignee == ActorId("act_7") && found.preview == "Das Wasser steht im Büro");
    QVERIFY(found.waitingSince == ticket.waitingSince && found.dueAt == ticket.dueAt);
}

void TestTicketStoreContract::anUpdateCanTakePartsAway()
{
    Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
    ticket.classification = sampleClassification();
    ticket.route = sampleRoute();
    ticket.escalation = sampleRoute().reasons;
    ticket.draft = sampleDraft();
    ticket.assignee = ActorId("act_7");
    ticket.waitingSince = m_fixture->clock().now();
    ticket.dueAt = m_fixture->clock().now();
    insert(ticket);
    QVERIFY(stored("tic_1").draft && stored("tic_1").classification);
    Ticket bare = sampleTicket("tic_1", m_fixture->clock().now());
    bare.version = ticket.version;
    m_fixture->write([&](Transaction& transaction) { return transaction.tickets().update(bare); });
    const Ticket found = stored("tic_1");
    QVERIFY(!found.classification && !found.route && !found.draft && found.escalation.empty());
    QVERIFY(found.assignee == ActorId() && !found.waitingSince && !found.dueAt);
}

void TestTicketStoreContract::numbersCountUpAndAreNeverGivenTwice()
{
    Ticket first = sampleTicket("tic_1", m_fixture->clock().now());
    Ticket failed = sampleTicket("tic_2", m_fixture->clock().now());
    Ticket second = sampleTicket("tic_3", m_fixture->clock().now());
    insert(first);
    const Status status = m_fixture->store().write([&](Transaction& transaction) -> Status {
        TRY(transaction.tickets().insert(failed));
        return failure(ErrorCode::InvalidArgument, "on purpose");
    });
    QVERIFY(!status);
    insert(second);
    QVERIFY(second.number > first.number);
    m_fixture->reopen();
    QCOMPARE(stored("tic_3").number, second.number);
}

void TestTicketStoreContract::anIdIsTakenOnce()
{
    Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
    insert(ticket);
    const Status again = m_fixture->store().write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    QVERIFY(!again && again.error().code == ErrorCode::Conflict);
}

void TestTicketStoreContract::aStaleTicketIsRefused()
{
    Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
    insert(ticket);
    Ticket other = ticket;
    m_fixture->write([&](Transaction& transaction) { return transaction.tickets().update(other); });
    const Status late = m_fixture->store().write([&](Transaction& transaction) { return transaction.tickets().update(ticket); });
    QVERIFY(!late && late.error().code == ErrorCode::Conflict);
    QCOMPARE(ticket.version, 1);
    QCOMPARE(stored("tic_1").version, 2);
}

void TestTicketStoreContract::aMissingTicketIsNamedSo()
{
    Ticket ticket = sampleTicket("tic_9", m_fixture->clock().now());
    const Status update
        = m_fixture->store().write([&](Transaction& transaction) { return transaction.tickets().update(ticket); });
    QVERIFY(!update && update.error().code == ErrorCode::NotFound);
    const auto get
        = readResult(m_fixture->store(), [](Transaction& transaction) { return transaction.tickets().get(TicketId("tic_9")); });
    QVERIFY(!get && get.error().code == ErrorCode::NotFound);
}

void TestTicketStoreContract::messagesComeBackOldestFirst()
{
    Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
    insert(ticket);
    const TimePoint now = m_fixture->clock().now();
    const std::string text = "日本語 — with a NUL" + std::string(1, '\0') + "inside";
    m_fixture->write([&](Transaction& transaction) -> Status {
        TRY(transaction.tickets().append(sampleMessage("msg_2", "tic_1", "later", now + Milliseconds(5))));
        Message quoting = sampleMessage("msg_1", "tic_1", text, now);
        quoting.restsOn = {ArticleId("limits"), ArticleId("plans")};
        TRY(transaction.tickets().append(quoting));
        return transaction.tickets().append(sampleMessage("msg_3", "tic_1", "", now + Milliseconds(5)));
    });
    const auto messages
        = m_fixture->read([](Transaction& transaction) { return transaction.tickets().messages(TicketId("tic_1")); });
    QCOMPARE(messages.size(), std::size_t{3});
    QCOMPARE(messages[0].text, text);
    QCOMPARE(messages[0].restsOn, (std::vector{ArticleId("limits"), ArticleId("plans")}));
    QVERIFY(messages[0].author == Author::Customer && messages[0].at == now);
    QVERIFY(messages[1].restsOn.empty());
    QCOMPARE(messages[1].id.value(), std::string("msg_2"));
    QCOMPARE(messages[2].text, std::string());
}

void TestTicketStoreContract::aNoteKeepsItsAuthorAndStaysInternal()
{
    Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
    insert(ticket);
    Message note = sampleMessage("msg_1", "tic_1", "ask billing first", m_fixture->clock().now());
    note.author = Author::Agent;
    note.visibility = Visibility::Internal;
    note.actor = ActorId("act_7");
    m_fixture->write([&](Transaction& transaction) { return transaction.tickets().append(note); });
    const auto messages
        = m_fixture->read([](Transaction& transaction) { return transaction.tickets().messages(TicketId("tic_1")); });
    QCOMPARE(messages.size(), std::size_t{1});
    QVERIFY(messages[0].visibility == Visibility::Internal && messages[0].actor == ActorId("act_7"));
    QVERIFY(messages[0].author == Author::Agent);
}

void TestTicketStoreContract::appendingAMessageTwiceIsAConflict()
{
    Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
    insert(ticket);
    const auto append = [&](Transaction& transaction) {
        return transaction.tickets().append(sampleMessage("msg_1", "tic_1", "hello", m_fixture->clock().now()));
    };
    m_fixture->write(append);
    const Status again = m_fixture->store().write(append);
    QVERIFY(!again && again.error().code == ErrorCode::Conflict && !again.error().retryable);
}

void TestTicketStoreContract::aMessageNeedsItsTicket()
{
    const Status status = m_fixture->store().write([&](Transaction& transaction) {
        return transaction.tickets().append(sampleMessage("msg_1", "tic_1", "hello", m_fixture->clock().now()));
    });
    QVERIFY(!status && status.error().code == ErrorCode::NotFound);
}

void TestTicketStoreContract::aCustomersIdIsTheSameForEver()
{
    const auto idOf = [&](const std::string& externalId) {
        return m_fixture->read([&](Transaction& transaction) { return transaction.customers().idOf(externalId); });
    };
    const CustomerId before = idOf("anna@example.org");
    m_fixture->reopen();
    QVERIFY(idOf("anna@example.org") == before);
    QVERIFY(idOf("Anna@example.org") != before);
    QVERIFY(before.value().find("anna") == std::string::npos);
}

void TestTicketStoreContract::aCustomerIsReplaced()
{
    Customer customer{CustomerId("cus_1"), "anna@example.org", "Anna", "anna@example.org", Tier::Free, 3, 1};
    const auto put = [&](Transaction& transaction) { return transaction.customers().put(customer); };
    m_fixture->write(put);
    customer.tier = Tier::Enterprise;
    customer.displayName = "Änna";
    customer.tenureDays = 400;
    m_fixture->write(put);
    const auto found
        = m_fixture->read([](Transaction& transaction) { return transaction.customers().find(CustomerId("cus_1")); });
    QVERIFY(found && found->tier == Tier::Enterprise && found->tenureDays == 400 && found->previousTickets == 1);
    QCOMPARE(found->displayName, std::string("Änna"));
    QCOMPARE(found->externalId, std::string("anna@example.org"));
    customer.tier = {}; // nobody told it
    m_fixture->write(put);
    const auto untold
        = m_fixture->read([](Transaction& transaction) { return transaction.customers().find(CustomerId("cus_1")); });
    QVERIFY(untold && !untold->tier);
    const auto missing
        = m_fixture->read([](Transaction& transaction) { return transaction.customers().find(CustomerId("cus_2")); });
    QVERIFY(!missing);
}

void TestTicketStoreContract::aCustomersTicketsAreCounted()
{
    for (const std::string id : {"tic_1", "tic_2"}) {
        Ticket ticket = sampleTicket(id, m_fixture->clock().now());
        insert(ticket);
    }
    const auto count = [&](const std::string& id) {
        return m_fixture->read([&](Transaction& transaction) { return transaction.customers().ticketCount(CustomerId(id)); });
    };
    QCOMPARE(count("cus_1"), 2);
    QCOMPARE(count("cus_2"), 0);
    // After the begin, up to and with the end.
    const TimePoint at = m_fixture->clock().now();
    constexpr Milliseconds bit(1);
    for (const auto& [after, until, expected] :
        {std::tuple(at - bit, at, 2), std::tuple(at, at + bit, 0), std::tuple(at - bit, at - bit, 0)}) {
        QCOMPARE(m_fixture->read([&](Transaction& transaction) {
            return transaction.customers().ticketCount(CustomerId("cus_1"), after, until);
        }),
            expected);
    }
}

TANDEM_CONTRACT_MAIN(TestTicketStoreContract)
#include "TestTicketStoreContract.moc"
