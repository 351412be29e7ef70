// links: tandem_wire
// What the desk's people do, through the built programs: decide on money, answer, resolve, and have the next customer answered
// from that resolution.
#include "desk/Wire.h"
#include "support/Programs.h"
#include "support/WebSocketClient.h"

#include <algorithm>
#include <memory>
#include <set>

using namespace tandem;

namespace {

Json ticketOf(const char* customer, const char* subject, const char* description)
{
    return {{"customer_id", customer}, {"subject", subject}, {"description", description}, {"channel", "email"}};
}

Json keyQuestion(const char* customer)
{
    return ticketOf(customer, "Rotating the webhook signing key", "How do I rotate the signing key of our webhooks?");
}

std::set<std::string> citedArticles(const Json& ticket)
{
    std::set<std::string> cited;
    if (!ticket.is_object() || !ticket["draft"].is_object())
        return cited;
    for (const Json& sentence : ticket["draft"]["sentences"]) {
        for (const Json& citation : sentence["citations"])
            cited.insert(citation["article_id"].get<std::string>());
    }
    return cited;
}

} // namespace

class TestDeskJourney : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_workspace = m_directory.filePath(QStringLiteral("workspace"));
        m_agent = token(QStringLiteral("agent"));
        m_supervisor = token(QStringLiteral("supervisor"));
        QVERIFY(!m_agent.empty() && !m_supervisor.empty());
        m_server = std::make_unique<ServerProcess>(m_workspace);
        QVERIFY(m_server->listens());
        QVERIFY2(m_server->isReady(), m_server->log().c_str());
    }

    void aRefundWaitsForASupervisorAndTheStreamSaysSo()
    {
        WebSocketClient stream(m_server->port(), "/api/v1/stream", {{"Authorization", "Bearer " + m_agent}});
        QVERIFY(stream.isOpen());
        QCOMPARE(event(stream).kind, wire::StreamEvent::Kind::Hello);
        const Json ticket = caller().answered(ticketOf("c-1", "Charged twice",
            "Invoice 2291 was paid twice this month. Please refund the second payment of €384.00 to our card."));
        QVERIFY2(ticket.is_object(), m_server->log().c_str());
        QVERIFY2(ticket["status"] == "awaiting_approval", ticket.dump(1).c_str());
        const std::string id = ticket["id"].get<std::string>();
        QVERIFY(hears(stream, ChangeKind::Approval, id));

        const auto cards = valueOf(wire::listFromJson<ApprovalCard>(json("GET", "/api/v1/approvals"), "approvals"));
        const auto card = std::ranges::find(cards, TicketId(id), [](const ApprovalCard& one) { return one.approval.ticket; });
        QVERIFY(card != cards.end());
        QCOMPARE(card->approval.action, "refund");
        QVERIFY(card->trailIntact);
        QVERIFY(card->mayDecide);
        const std::string target = "/api/v1/approvals/" + card->approval.id.value();
        QCOMPARE(ask("POST", target + "/approve", R"({"comment":"mine"})", m_agent).status, 403);
        const HttpReply early = ask("POST", "/api/v1/tickets/" + id + "/resolve");
        QCOMPARE(early.status, 409); // it still waits

        QCOMPARE(ask("POST", target + "/approve", R"({"comment":"Paid twice, as the bank shows"})").status, 204);
        QCOMPARE(ask("POST", target + "/approve", R"({"comment":"again"})").status, 204);
        QCOMPARE(ask("POST", target + "/reject", R"({"comment":"no"})").status, 409);
        QVERIFY(hears(stream, ChangeKind::Approval, id));
        QVERIFY(json("GET", "/api/v1/approvals")["approvals"].empty());
        const auto decided = valueOf(wire::fromJson<ApprovalCard>(json("GET", target)));
        QCOMPARE(decided.approval.state, ApprovalState::Approved);
        const Json after = caller().ticket(id);
        QVERIFY2(after["status"] == "pending", after.dump(1).c_str());
        QVERIFY(json("POST", "/api/v1/tickets/" + id + "/resolve")["candidate_id"].is_null());
    }

    void listsCountsAndWorkOnATicketAgree()
    {
        const Json ticket
            = caller().answered(ticketOf("c-2", "A person, please", "I want to speak to a human being about this."));
        QVERIFY2(ticket.is_object(), m_server->log().c_str());
        const std::string id = ticket["id"].get<std::string>();
        const std::string target = "/api/v1/tickets/" + id;
        const Json me = json("GET", "/api/v1/me");
        QCOMPARE(ask("POST", target + "/assign", toText({{"assignee", me["id"]}})).status, 204);
        QCOMPARE(ask("POST", target + "/notes", R"({"text":"Rang back","idempotency_key":"n1"})").status, 201);
        QCOMPARE(ask("POST", target + "/notes", R"({"text":"Rang back","idempotency_key":"n1"})").status, 201);
        QCOMPARE(ask("POST", target + "/seen").status, 204);
        const auto mine = valueOf(wire::fromJson<InboxPage>(json("GET", "/api/v1/tickets?view=mine&sort=due")));
        QVERIFY(
            std::ranges::any_of(mine.tickets, [&id](const TicketSummary& row) { return row.id.value() == id && !row.unread; }));
        const auto counts = valueOf(wire::fromJson<InboxCounts>(json("GET", "/api/v1/inbox/counts")));
        QCOMPARE(counts.views[static_cast<std::size_t>(InboxView::Mine)], mine.total);
        const auto view = valueOf(wire::fromJson<TicketView>(json("GET", target)));
        QCOMPARE(std::ranges::count(view.messages, Visibility::Internal, &Message::visibility), 1);
        const auto people = valueOf(wire::listFromJson<Person>(json("GET", "/api/v1/people"), "people"));
        QCOMPARE(people.size(), std::size_t(2));
        QCOMPARE(ask("GET", "/api/v1/tickets?cursor=made-up").status, 422);
    }

    void whatAPersonAnsweredAnswersTheNextCustomerUntilItIsUndone()
    {
        const Json first = caller().answered(keyQuestion("c-3"));
        QVERIFY2(first.is_object(), m_server->log().c_str());
        QVERIFY(citedArticles(first).empty()); // nothing is known yet
        const std::string target = "/api/v1/tickets/" + first["id"].get<std::string>();
        const Json answer{
            {"text", "Open Settings, then Webhooks, and choose Rotate signing key. The old key works for another 48 hours."},
            {"then", "pending"}, {"idempotency_key", "answer-1"}};
        QCOMPARE(ask("POST", target + "/messages", toText(answer)).status, 201);
        const Json resolved = json("POST", target + "/resolve", R"({"learn":true})");
        QVERIFY2(resolved["candidate_id"].is_string(), resolved.dump().c_str());
        const std::string candidate = "/api/v1/learning/candidates/" + resolved["candidate_id"].get<std::string>();
        QVERIFY(json("GET", "/api/v1/learning/candidates?state=proposed")["candidates"].size() == 1);

        const HttpReply accepted = ask("POST", candidate + "/accept");
        QVERIFY2(accepted.status == 204, accepted.body.c_str());
        const auto all = valueOf(
            wire::listFromJson<LearningCandidate>(json("GET", "/api/v1/learning/candidates?state=accepted"), "candidates"));
        QCOMPARE(all.size(), std::size_t(1));
        const std::string article = all.front().article.value();
        QVERIFY(!article.empty());
        const auto found
            = valueOf(wire::fromJson<SearchResult>(json("GET", "/api/v1/knowledge/search?q=rotate+the+webhook+signing+key")));
        QVERIFY(!found.passages.empty());
        QCOMPARE(found.passages.front().passage.article.value(), article);

        const Json second = caller().answered(keyQuestion("c-4"));
        QVERIFY2(citedArticles(second).contains(article), second.dump(1).c_str());
        const auto view = valueOf(wire::fromJson<TicketView>(json("GET", "/api/v1/tickets/" + second["id"].get<std::string>())));
        QVERIFY(std::ranges::any_of(view.evidence, [&article](const Passage& one) { return one.article.value() == article; }));

        QCOMPARE(ask("POST", candidate + "/undo").status, 204);
        QCOMPARE(ask("POST", candidate + "/undo").status, 409);
        const Json third = caller().answered(keyQuestion("c-5"));
        QVERIFY2(third.is_object(), m_server->log().c_str());
        QVERIFY(citedArticles(third).empty());
        QVERIFY(json("GET", "/api/v1/knowledge/articles")["total"] == 0);
    }

    void theServerStopsThoughSomebodyListens()
    {
        WebSocketClient stream(m_server->port(), "/api/v1/stream", {{"Authorization", "Bearer " + m_agent}});
        QCOMPARE(event(stream).kind, wire::StreamEvent::Kind::Hello);
        QCOMPARE(m_server->stop(), 0);
    }

private:
    std::string token(const QString& role)
    {
        const Finished made = runControl(m_workspace,
            {QStringLiteral("token"), QStringLiteral("create"), QStringLiteral("--role"), role, QStringLiteral("--name"), role});
        return made.status == 0 ? std::string(text::trim(made.output)) : std::string();
    }
    [[nodiscard]] RestCaller caller() const { return {m_server->port(), m_supervisor}; }
    [[nodiscard]] HttpReply ask(
        const char* method, const std::string& target, const std::string& body = "", const std::string& token = "") const
    {
        return HttpClient(m_server->port())
            .request(method, target,
                {{"Authorization", "Bearer " + (token.empty() ? m_supervisor : token)}, {"Content-Type", "application/json"}},
                body);
    }
    [[nodiscard]] Json json(const char* method, const std::string& target, const std::string& body = "") const
    {
        const HttpReply reply = ask(method, target, body);
        if (reply.status != 200)
            qWarning("%s %s: %d %s", method, target.c_str(), reply.status, reply.body.c_str());
        return parseJson(reply.body, {.bytes = 1U << 24U}).value_or(Json());
    }
    static wire::StreamEvent event(WebSocketClient& stream)
    {
        return wire::fromJson<wire::StreamEvent>(parseJson(stream.text()).value_or(Json()))
            .value_or(wire::StreamEvent{wire::StreamEvent::Kind::Resync, {}});
    }
    // Reads on until this change comes; the client itself gives up after 20 seconds of silence.
    static bool hears(WebSocketClient& stream, ChangeKind kind, const std::string& ticket)
    {
        while (true) {
            const wire::StreamEvent next = event(stream);
            if (next.kind != wire::StreamEvent::Kind::Change)
                return false;
            if (next.change.kind == kind && next.change.ticket.value() == ticket)
                return true;
        }
    }

    QTemporaryDir m_directory;
    QString m_workspace;
    std::string m_agent;
    std::string m_supervisor;
    std::unique_ptr<ServerProcess> m_server;
};

QTEST_GUILESS_MAIN(TestDeskJourney)
#include "TestDeskJourney.moc"
