// links: tandem_store
#include "contracts/Samples.h"
#include "services/store/SqliteConnection.h"
#include "services/store/SqliteMigrations.h"
#include "services/store/TicketJson.h"

using namespace tandem;

// A workspace that version 1 wrote opens with everything in it.
class TestPlainCopies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void ticketsOfVersionOneAreRead();
    void listsShowWhatWasUnderSeal();
    void whatBelongsToATicketStays();
    void aTicketOfVersionOneCanBeWorkedOn();
    void aDamagedTicketDoesNotKeepTheWorkspaceShut();

private:
    std::filesystem::path file() const { return path(*m_directory) / "tandem.db"; }
    // An SQL literal.
    std::string sealed(const std::string& text, const char* place, const std::string& row) const
    {
        return "X'" + QByteArray::fromStdString(m_seal->seal(text, place, row)).toHex().toStdString() + "'";
    }
    void insertTicket(SqliteConnection& connection, const std::string& id, const char* status, bool analysed) const;
    std::unique_ptr<Store> open() const { return openSqlite(path(*m_directory), m_clock); }
    TicketPage page(Store& store, const TicketListing& listing)
    {
        return valueOf(readResult(store, [&](Transaction& transaction) { return transaction.tickets().list(listing); }));
    }

    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::optional<Seal> m_seal;
};

void TestPlainCopies::insertTicket(SqliteConnection& connection, const std::string& id, const char* status, bool analysed) const
{
    const auto part
        = [&](const std::string& text, const char* place) { return analysed ? sealed(text, place, id) : std::string("NULL"); };
    const std::vector<EscalationReason> reasons{{EscalationCode::NoEvidence, "nothing found", std::nullopt, 0.4},
        {EscalationCode::HighStakesAction, "Geld zurück", std::nullopt, std::nullopt}};
    succeed(connection.execute(
        "INSERT INTO ticket (id, version, customer, correlation, channel, status, category, confidence, urgency, urgency_score, "
        "sentiment, sentiment_score, language, queue, team, cost_usd, created_at, updated_at, timings, sealed_subject, "
        "sealed_metadata, sealed_classification, sealed_route, sealed_escalation, sealed_draft) VALUES ('"
        + id + "', 3, 'cus_1', 'cor_1', 'email', '" + status
        + (analysed ? "', 'billing_inquiry', 0.7, 'high', 0.66, 'negative', -0.4, 'de', 'human', 'billing'"
                    : "', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL")
        + ", 0.25, 1000, 2000, '{\"draft\":12.5}', " + sealed("Betreff", "ticket.subject", id) + ", "
        + sealed(R"({"order":"A-7"})", "ticket.metadata", id) + ", "
        + part(ticket_json::write(sampleClassification()), "ticket.classification") + ", "
        + part(ticket_json::write(sampleRoute()), "ticket.route") + ", " + part(ticket_json::write(reasons), "ticket.escalation")
        + ", " + part(ticket_json::write(sampleDraft()), "ticket.draft") + ")"));
    succeed(connection.execute("INSERT INTO message (id, ticket, author, at, sealed_text) VALUES ('msg_" + id + "', '" + id
        + "', 'customer', 1000, " + sealed("Mein Geld?", "message.text", "msg_" + id) + ")"));
}

void TestPlainCopies::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_seal = valueOf(Seal::open(path(*m_directory) / "key"));
    const auto connection = valueOf(SqliteConnection::open(file(), ConnectionUse::Write));
    succeed(migrate(*connection, embeddedMigrations().first(1)));
    insertTicket(*connection, "tic_1", "escalated", true);
    insertTicket(*connection, "tic_2", "received", false);
    insertTicket(*connection, "tic_3", "resolved", true);
    succeed(connection->execute("INSERT INTO effect (id, ticket, kind, idempotency_key, sealed_payload, attempts, due_at) VALUES "
                                "('eff_1', 'tic_1', 'send_message', 'key', "
        + sealed("Hallo", "effect.payload", "eff_1") + ", 0, 0)"));
    succeed(connection->execute("INSERT INTO job (id, ticket, due_at) VALUES ('job_1', 'tic_2', 0)"));
    for (const auto& [id, state] : {std::pair("app_1", "waiting"), std::pair("app_2", "rejected")})
        succeed(connection->execute("INSERT INTO approval (id, ticket, action, sealed_detail, state, decided_by, created_at, "
                                    "expires_at) VALUES ('"
            + std::string(id) + "', 'tic_1', 'refund', " + sealed("38 €", "approval.detail", id) + ", '" + state
            + "', '', 5, 10)"));
}

void TestPlainCopies::cleanup()
{
    m_seal.reset();
    m_directory.reset();
}

void TestPlainCopies::ticketsOfVersionOneAreRead()
{
    const auto store = open();
    const auto get = [&](const std::string& id) {
        return valueOf(readResult(*store, [&](Transaction& transaction) { return transaction.tickets().get(TicketId(id)); }));
    };
    const Ticket first = get("tic_1");
    QVERIFY(first.number == 1 && first.version == 3 && first.subject == "Betreff" && first.costUsd == 0.25);
    QVERIFY(first.classification->signals.at(0).words == "Geld zurück" && first.route->team == "billing");
    QVERIFY(first.escalation.at(0).threshold == 0.4 && first.draft->sentences.size() == 2);
    QVERIFY(first.assignee == ActorId() && !first.dueAt && first.preview.empty());
    QVERIFY(first.waitingSince == TimePoint(Milliseconds(1000)));
    const Ticket second = get("tic_2");
    QVERIFY(!second.classification && !second.draft && second.escalation.empty() && second.waitingSince);
    QVERIFY(!get("tic_3").waitingSince); // nobody waits for what is resolved
}

void TestPlainCopies::listsShowWhatWasUnderSeal()
{
    const auto store = open();
    const TicketPage all = page(*store, {.order = TicketOrder::Waiting, .reader = ActorId("act_1")});
    QCOMPARE(all.tickets.size(), std::size_t{3});
    const Ticket& row = all.tickets[0].ticket;
    QVERIFY(row.id == TicketId("tic_1") && row.classification->highStakesAction == HighStakesAction::Refund);
    QVERIFY(row.escalation.size() == 2 && row.escalation[1].code == EscalationCode::HighStakesAction);
    QVERIFY(row.draft && row.draft->confidence == 0.81 && !row.draft->abstained);
    QVERIFY(all.tickets[0].unread);
    QVERIFY(!all.tickets[1].ticket.draft && all.tickets[1].ticket.escalation.empty());
}

void TestPlainCopies::whatBelongsToATicketStays()
{
    const auto store = open();
    succeed(store->read([](Transaction& transaction) -> Status {
        const auto messages = TRY(transaction.tickets().messages(TicketId("tic_1")));
        const bool sameMessage = messages.size() == 1 && messages[0].text == "Mein Geld?"
            && messages[0].visibility == Visibility::Public && messages[0].actor == ActorId();
        const auto effects = TRY(transaction.outbox().ofTicket(TicketId("tic_1")));
        const auto waiting = TRY(transaction.decisions().approvals(ApprovalState::Waiting, 10));
        const auto decided = TRY(transaction.decisions().approvals(std::nullopt, 10));
        const bool sameApprovals = waiting.size() == 1 && waiting[0].detail == "38 €" && waiting[0].amount.empty()
            && decided.size() == 1 && decided[0].id == ApprovalId("app_2") && !decided[0].decidedAt;
        if (!sameMessage || !sameApprovals || effects.size() != 1 || effects[0].payload != "Hallo")
            return failure(ErrorCode::Internal, "something is missing");
        return {};
    }));
    const auto job = valueOf(store->queue().lease(m_clock.now(), Milliseconds(1000)));
    QVERIFY(job && job->ticket == TicketId("tic_2"));
    QVERIFY(!valueOf(store->check()));
}

void TestPlainCopies::aTicketOfVersionOneCanBeWorkedOn()
{
    const auto store = open();
    succeed(store->write([](Transaction& transaction) -> Status {
        Ticket ticket = TRY(transaction.tickets().get(TicketId("tic_2")));
        ticket.status = TicketStatus::Escalated;
        ticket.draft = sampleDraft();
        ticket.assignee = ActorId("act_1");
        return transaction.tickets().update(ticket);
    }));
    TicketFilter mine;
    mine.assignee = ActorId("act_1");
    QCOMPARE(page(*store, {.filter = mine}).tickets.size(), std::size_t{1});
}

void TestPlainCopies::aDamagedTicketDoesNotKeepTheWorkspaceShut()
{
    {
        const auto connection = valueOf(SqliteConnection::open(file(), ConnectionUse::Write));
        succeed(connection->execute("UPDATE ticket SET sealed_draft = X'00' WHERE id = 'tic_1'"));
    }
    const auto store = open();
    const auto damaged
        = readResult(*store, [](Transaction& transaction) { return transaction.tickets().get(TicketId("tic_1")); });
    QVERIFY(!damaged && damaged.error().code == ErrorCode::Corrupt);
    const TicketPage all = page(*store, {});
    QVERIFY(all.tickets.size() == 3 && all.tickets[0].ticket.draft); // tic_3, whose copies were filled in
}

QTEST_GUILESS_MAIN(TestPlainCopies)
#include "TestPlainCopies.moc"
