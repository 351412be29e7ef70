// links: tandem_gateway
#include "DeskRequest.h"
#include "MemoryDesk.h"
#include "base/Json.h"
#include "desk/Wire.h"
#include "gateway/Dispatcher.h"
#include "gateway/Routes.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTest>

#include <memory>

using namespace tandem;
using namespace tandem::gateway;

namespace {

const std::string tickets = "/api/v1/tickets";

} // namespace

// Every route of the desk's people, by the table and the desk's own rules, without sockets.
class TestRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MemoryDesk>();
        m_dispatcher = std::make_unique<Dispatcher>(allRoutes(m_desk->desk(), m_draining), *m_desk, m_clock);
        ask(Method::Post, tickets, Role::Service, ticketBody); // t1
    }

    void aListIsAskedForByItsParameters()
    {
        const Response response = ask(Method::Get,
            tickets
                + "?view=mine&queue=human&status=escalated&assignee=a-agent&q=invoice+2291&sort=waiting&cursor=c&limit=20"
                  "&team=Billing&language=de&offset=",
            Role::Agent);
        QCOMPARE(response.status, 200);
        const InboxPage page = valueOf(wire::fromJson<InboxPage>(body(response)));
        QCOMPARE(page.tickets.front().subject, "Charged twice");
        QCOMPARE(page.cursor, "next-page");
        const InboxQuery asked = m_desk->inbox().asked();
        QCOMPARE(asked.view, InboxView::Mine);
        QCOMPARE(*asked.queue, Queue::Human);
        QCOMPARE(*asked.status, TicketStatus::Escalated);
        QCOMPARE(asked.assignee->value(), "a-agent");
        QCOMPARE(asked.text, "invoice 2291");
        QCOMPARE(asked.order, InboxOrder::Waiting);
        QCOMPARE(asked.limit, 20);
        QCOMPARE(asked.team, "Billing");
        QCOMPARE(*asked.language, Language::De);
        QCOMPARE(ask(Method::Get, tickets, Role::Service).status, 200);
        QCOMPARE(m_desk->inbox().asked().view, InboxView::All);
        QCOMPARE(ask(Method::Get, tickets + "?cursor=made-up", Role::Agent).status, 422);
    }

    void aWrongParameterIsNamed_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("named");
        QTest::addColumn<int>("status");
        const auto row = [](const char* target, const char* named, int status = 422) {
            QTest::newRow(target) << qt(target) << qt(named) << status;
        };
        row("/api/v1/tickets?view=theirs", "'view'");
        row("/api/v1/tickets?limit=0", "'limit'");
        row("/api/v1/tickets?limit=501", "'limit'");
        row("/api/v1/tickets?limit=ten", "'limit'");
        row("/api/v1/tickets?status=open", "'status'");
        row("/api/v1/tickets?colour=red", "'colour'");
        row("/api/v1/tickets?q=%C3%28", "well-formed", 400);
        row("/api/v1/tickets?q=a&q=b", "'q'", 400);
        row("/api/v1/tickets/t1?full=1", "'full'");
        row("/api/v1/approvals?state=lost", "'state'");
        row("/api/v1/approvals?limit=-1", "'limit'");
        row("/api/v1/learning/candidates?state=lost", "'state'");
        row("/api/v1/learning/candidates?limit=1000", "'limit'");
        row("/api/v1/knowledge/articles?kind=book", "'kind'");
        row("/api/v1/knowledge/search", "'q'");
        row("/api/v1/knowledge/search?q=%20", "'q'");
        row("/api/v1/knowledge/search?q=x&limit=101", "'limit'");
        row("/api/v1/knowledge/search?q=x&language=xx", "'language'");
        row("/api/v1/knowledge/search?q=x&kind=book", "'kind'");
        row("/api/v1/knowledge/titles?limit=10001", "'limit'");
        row("/api/v1/knowledge/titles?kind=book", "'kind'");
        row("/api/v1/people?x=1", "'x'");
    }
    void aWrongParameterIsNamed()
    {
        QFETCH(QString, target);
        QFETCH(QString, named);
        QFETCH(int, status);
        const Response response = ask(Method::Get, target.toStdString(), Role::Supervisor);
        QCOMPARE(response.status, status);
        QVERIFY2(qt(body(response)["detail"].get<std::string>()).contains(named), response.body.c_str());
    }

    void countsAndRowsAreGiven()
    {
        const auto counts = valueOf(wire::fromJson<InboxCounts>(body(ask(Method::Get, "/api/v1/inbox/counts", Role::Agent))));
        QCOMPARE(counts.teams.at("Billing"), 1);
        const auto row = valueOf(wire::fromJson<TicketSummary>(body(ask(Method::Get, tickets + "/t1/summary", Role::Agent))));
        QCOMPARE(row.id.value(), "t1");
        QCOMPARE(ask(Method::Get, tickets + "/t9/summary", Role::Agent).status, 404);
        QCOMPARE(ask(Method::Get, tickets + "/a%2Fb/summary", Role::Agent).status, 404);
    }

    void aReplyIsWrittenOnce()
    {
        const std::string answer = R"({"text":"One goes back.","then":"resolved","idempotency_key":"k1"})";
        const Response first = ask(Method::Post, tickets + "/t1/messages", Role::Agent, answer);
        QCOMPARE(first.status, 201);
        const auto message = valueOf(wire::fromJson<Message>(body(first)));
        QCOMPARE(message.author, Author::Agent);
        QCOMPARE(ask(Method::Post, tickets + "/t1/messages", Role::Agent, answer).body, first.body);
        QCOMPARE(
            ask(Method::Post, tickets + "/t1/messages", Role::Agent, R"({"text":"Other","idempotency_key":"k1"})").status, 409);
        const Json ticket = body(ask(Method::Get, tickets + "/t1", Role::Agent));
        QVERIFY(ticket["status"] == "resolved");
        QVERIFY(ticket["messages"].size() == 2);
    }

    void aKeyMayComeAsAHeaderAndNeverTwoDifferentOnes()
    {
        const std::string target = tickets + "/t1/messages";
        const Header key{"idempotency-key", "k2"};
        const Response first = ask(Method::Post, target, Role::Agent, R"({"text":"A"})", {key});
        QCOMPARE(first.status, 201);
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"text":"A","idempotency_key":"k2"})", {key}).body, first.body);
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"text":"A","idempotency_key":"k3"})", {key}).status, 400);
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"text":"A"})", {key, key}).status, 400);
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"text":"A","idempotency_key":"two words"})").status, 422);
        // Without one each is a message of its own.
        QVERIFY(ask(Method::Post, target, Role::Agent, R"({"text":"B"})").body
            != ask(Method::Post, target, Role::Agent, R"({"text":"B"})").body);
    }

    void aCustomerWritesToItsOwnTicketAlone()
    {
        ask(Method::Post, tickets, Role::Service, R"({"customer_id":"c-2","subject":"s","description":"d","channel":"api"})");
        const Response own = ask(Method::Post, tickets + "/t1/messages", Role::Customer, R"({"text":"And now?"})");
        QCOMPARE(own.status, 201);
        QVERIFY(body(own)["author"] == "customer");
        QCOMPARE(ask(Method::Post, tickets + "/t2/messages", Role::Customer, R"({"text":"And now?"})").status, 404);
    }

    void aNoteIsInternal()
    {
        const Response note = ask(Method::Post, tickets + "/t1/notes", Role::Agent, R"({"text":"Called the bank"})");
        QCOMPARE(note.status, 201);
        QVERIFY(body(note)["visibility"] == "internal");
        QCOMPARE(ask(Method::Post, tickets + "/t1/notes", Role::Customer, R"({"text":"x"})").status, 403);
    }

    void aTicketIsGivenToAPersonOrToNobody()
    {
        const std::string target = tickets + "/t1/assign";
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"assignee":"a-agent"})").status, 204);
        QVERIFY(body(ask(Method::Get, tickets + "/t1", Role::Agent))["assignee"] == "a-agent");
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"assignee":null})").status, 204);
        QVERIFY(body(ask(Method::Get, tickets + "/t1", Role::Agent))["assignee"].is_null());
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"assignee":"a-nobody"})").status, 404);
    }

    void aCategoryIsSetByItsName()
    {
        const std::string target = tickets + "/t1/category";
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"category":"bug_report"})").status, 204);
        QVERIFY(body(ask(Method::Get, tickets + "/t1", Role::Agent))["classification"]["category"] == "bug_report");
        for (const char* bad : {R"({"category":"bugs"})", R"({"category":3})", R"({})", R"({"category":"bug_report","x":1})"})
            QCOMPARE(ask(Method::Post, target, Role::Agent, bad).status, 422);
        QCOMPARE(ask(Method::Post, tickets + "/t9/category", Role::Agent, R"({"category":"bug_report"})").status, 404);
        for (const Role role : {Role::Customer, Role::Service})
            QCOMPARE(ask(Method::Post, target, role, R"({"category":"bug_report"})").status, 403);
    }

    void theCategoryModelIsLearnedAndTakenBack()
    {
        const std::string target = "/api/v1/learning/category";
        const Json before = body(ask(Method::Get, target, Role::Agent));
        QVERIFY2(before["labels"]["set"] == 812 && before["labels"]["confirmed"] == 90, before.dump().c_str());
        QVERIFY2(before["used"]["number"] == 3 && before["running"] == false, before.dump().c_str());
        QVERIFY2(before["last"]["verdict"] == "too_few" && before["problem"].is_null(), before.dump().c_str());
        QCOMPARE(ask(Method::Post, target + "/run", Role::Supervisor).status, 202);
        QVERIFY(body(ask(Method::Get, target, Role::Agent))["running"] == true);
        QCOMPARE(ask(Method::Post, target + "/run", Role::Admin).status, 409);
        QCOMPARE(ask(Method::Post, target + "/back", Role::Supervisor).status, 204);
        QVERIFY(body(ask(Method::Get, target, Role::Agent))["used"].is_null());
        QCOMPARE(ask(Method::Post, target + "/back", Role::Supervisor).status, 409);
        for (const Role role : {Role::Customer, Role::Service, Role::Agent}) {
            QCOMPARE(ask(Method::Post, target + "/run", role).status, 403);
            QCOMPARE(ask(Method::Post, target + "/back", role).status, 403);
        }
        QCOMPARE(ask(Method::Get, target, Role::Customer).status, 403);
    }

    void aTicketIsResolvedReopenedAndSeen()
    {
        QVERIFY(body(ask(Method::Post, tickets + "/t1/resolve", Role::Agent, R"({"learn":true})"))["candidate_id"] == "c1");
        QVERIFY(body(ask(Method::Post, tickets + "/t1/resolve", Role::Agent))["candidate_id"].is_null());
        QVERIFY(body(ask(Method::Get, tickets + "/t1", Role::Agent))["status"] == "resolved");
        QCOMPARE(ask(Method::Post, tickets + "/t1/reopen", Role::Agent).status, 204);
        QVERIFY(body(ask(Method::Get, tickets + "/t1", Role::Agent))["status"] == "escalated");
        QCOMPARE(ask(Method::Post, tickets + "/t1/seen", Role::Agent).status, 204);
        for (const char* verb : {"resolve", "reopen", "seen"}) {
            QCOMPARE(ask(Method::Post, tickets + "/t9/" + verb, Role::Agent).status, 404);
            QCOMPARE(ask(Method::Post, tickets + "/t1/" + verb, Role::Service).status, 403);
            QCOMPARE(ask(Method::Get, tickets + "/t1/" + verb, Role::Agent).status, 405);
        }
    }

    void howATicketWasReadIsForTheDesksPeople()
    {
        const Response response = ask(Method::Get, tickets + "/t1/explanation", Role::Agent);
        QCOMPARE(response.status, 200);
        const Explanation read = valueOf(wire::fromJson<Explanation>(body(response)));
        QVERIFY(wire::toJson(read) == wire::toJson(MemoryExplainer::sample()));
        QCOMPARE(ask(Method::Get, tickets + "/t9/explanation", Role::Agent).status, 404);
        for (const Role role : {Role::Customer, Role::Service})
            QCOMPARE(ask(Method::Get, tickets + "/t1/explanation", role).status, 403);
        QCOMPARE(ask(Method::Get, tickets + "/t1/explanation?deep=1", Role::Agent).status, 422);
    }

    void aTextIsTranslatedForTheDesksPeople()
    {
        const std::string target = "/api/v1/translate";
        const Response response
            = ask(Method::Post, target, Role::Agent, R"({"text":"Hello","from":"en","to":"de","ticket_id":"t1"})");
        QCOMPARE(response.status, 200);
        QVERIFY(body(response)
            == (Json{{"text", "<Hello>"}, {"from", "en"}, {"to", "de"}, {"provider", "anthropic"}, {"model", "m-1"}}));
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"text":"Hello","to":"de"})").status, 200);
        QCOMPARE(ask(Method::Post, target, Role::Agent, R"({"text":"Hello","to":"de","ticket_id":"t9"})").status, 404);
        for (const char* bad : {R"({"text":"Hello"})", R"({"to":"de"})", R"({"text":"Hello","to":"xx"})",
                 R"({"text":1,"to":"de"})", R"({"text":"Hello","to":"de","tone":"rude"})", R"([])"})
            QCOMPARE(ask(Method::Post, target, Role::Agent, bad).status, 422);
        for (const Role role : {Role::Customer, Role::Service})
            QCOMPARE(ask(Method::Post, target, role, R"({"text":"Hello","to":"de"})").status, 403);
    }

    void withoutAChatModelTheReasonIsSaid()
    {
        const std::string target = "/api/v1/translate";
        const Response none = ask(Method::Post, target, Role::Agent, R"({"text":"no model","to":"de"})");
        QCOMPARE(none.status, 424);
        QVERIFY(body(none)["detail"].get<std::string>().contains("no chat model is configured"));
        const Response busy = ask(Method::Post, target, Role::Agent, R"({"text":"busy","to":"de"})");
        QCOMPARE(busy.status, 503);
        QVERIFY(!body(busy)["detail"].get<std::string>().contains("secret"));
    }

    void aWrongBodyIsRefused_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("body");
        const auto row = [](const std::string& target, const char* body) {
            QTest::newRow((target + " " + body).c_str()) << qt(target) << qt(body);
        };
        for (const char* bad : {R"({})", R"({"text":7})", R"({"text":"x","cc":"y"})", R"([])"}) {
            row("/api/v1/tickets/t1/messages", bad);
            row("/api/v1/tickets/t1/notes", bad);
        }
        row("/api/v1/tickets/t1/messages", R"({"text":"x","then":"closed"})");
        row("/api/v1/tickets/t1/messages", R"({"text":""})");
        for (const char* bad : {R"({})", R"({"assignee":7})", R"({"assignee":""})", R"({"assignee":null,"x":1})"})
            row("/api/v1/tickets/t1/assign", bad);
        for (const char* bad : {R"({"learn":"yes"})", R"({"teach":true})", R"("x")"})
            row("/api/v1/tickets/t1/resolve", bad);
        for (const char* bad : {R"({"comment":7})", R"({"why":"x"})", R"([])"}) {
            row("/api/v1/approvals/a1/approve", bad);
            row("/api/v1/approvals/a1/reject", bad);
        }
        row("/api/v1/approvals/a1/reject", R"({})");
        row("/api/v1/approvals/a1/reject", R"({"comment":""})");
        row("/api/v1/learning/candidates/c1/accept", R"({"resolution":[]})");
        row("/api/v1/learning/candidates/c1/accept", R"({"text":"x"})");
    }
    void aWrongBodyIsRefused()
    {
        QFETCH(QString, target);
        QFETCH(QString, body);
        QCOMPARE(ask(Method::Post, target.toStdString(), Role::Supervisor, body.toStdString()).status, 422);
    }

    void aCandidateIsAcceptedAndUndone()
    {
        const std::string candidates = "/api/v1/learning/candidates";
        QVERIFY(body(ask(Method::Get, candidates + "?state=proposed", Role::Agent))["candidates"].size() == 1);
        QCOMPARE(ask(Method::Post, candidates + "/c1/undo", Role::Supervisor).status, 409);
        QCOMPARE(ask(Method::Post, candidates + "/c1/accept", Role::Agent).status, 403);
        QCOMPARE(ask(Method::Post, candidates + "/c1/accept", Role::Supervisor, R"({"resolution":"Better"})").status, 204);
        QCOMPARE(ask(Method::Post, candidates + "/c1/discard", Role::Supervisor).status, 409);
        const auto all
            = valueOf(wire::listFromJson<LearningCandidate>(body(ask(Method::Get, candidates, Role::Agent)), "candidates"));
        QCOMPARE(all.front().resolution, "Better");
        QCOMPARE(all.front().state, CandidateState::Accepted);
        QCOMPARE(ask(Method::Post, candidates + "/c1/undo", Role::Supervisor).status, 204);
        QCOMPARE(ask(Method::Post, candidates + "/c9/undo", Role::Supervisor).status, 404);
    }

    void peopleAreListedAndATokenSaysWhoseItIs()
    {
        const auto people = valueOf(wire::listFromJson<Person>(body(ask(Method::Get, "/api/v1/people", Role::Agent)), "people"));
        QCOMPARE(people.front().name, "Ada");
        QCOMPARE(valueOf(wire::fromJson<Actor>(body(ask(Method::Get, "/api/v1/me", Role::Supervisor)))).role, Role::Supervisor);
        QVERIFY(body(ask(Method::Get, "/api/v1/me", Role::Customer))["role"] == "customer");
    }

    // By the table: a role that a route does not name is refused before the handler sees the request.
    void everyRouteRefusesTheRolesItDoesNotName()
    {
        for (const Endpoint& route : allRoutes(m_desk->desk(), m_draining)) {
            if (route.access != Access::Token)
                continue;
            std::string target(route.pattern);
            if (const std::size_t brace = target.find("{id}"); brace != std::string::npos)
                target.replace(brace, 4, "x9");
            for (const Role role : everyRole) {
                const int status = ask(route.method, target, role, "{}").status;
                const bool isNamed = std::ranges::find(route.roles, role) != route.roles.end();
                QVERIFY2((status == 403) == !isNamed, (target + " as " + std::string(name(role))).c_str());
            }
            Request anonymous = deskRequest(route.method, target, Role::Admin, "{}");
            std::erase_if(anonymous.headers, [](const Header& header) { return header.name == "authorization"; });
            QCOMPARE(m_dispatcher->handle(anonymous).status, 401);
        }
    }

    void anOutsiderDoesNotReadHowTheDeskWorks()
    {
        QVERIFY(body(ask(Method::Get, tickets + "/t1", Role::Agent)).contains("events"));
        for (const Role role : {Role::Customer, Role::Service})
            QVERIFY(!body(ask(Method::Get, tickets + "/t1", role)).contains("events"));
    }

private:
    static constexpr std::array everyRole{Role::Customer, Role::Service, Role::Agent, Role::Supervisor, Role::Admin};

    Response ask(Method method, const std::string& target, Role role, const std::string& body = "",
        const std::vector<Header>& headers = {})
    {
        Request asked = deskRequest(method, target, role, body);
        asked.headers.insert(asked.headers.end(), headers.begin(), headers.end());
        return m_dispatcher->handle(asked);
    }
    static Json body(const Response& response) { return valueOf(parseJson(response.body)); }

    ManualClock m_clock;
    std::atomic<bool> m_draining = false;
    std::unique_ptr<MemoryDesk> m_desk;
    std::unique_ptr<Dispatcher> m_dispatcher;
};

QTEST_GUILESS_MAIN(TestRoutes)
#include "TestRoutes.moc"
