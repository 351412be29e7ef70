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

// Actions that are proposed and decided, over REST.
class TestApprovalRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MemoryDesk>();
        m_dispatcher = std::make_unique<Dispatcher>(allRoutes(m_desk->desk(), m_draining), *m_desk, m_clock);
        ask(Method::Post, tickets, Role::Service, ticketBody); // t1
    }

    void approvalsAreListedReadAndDecided()
    {
        const Json waiting = body(ask(Method::Get, "/api/v1/approvals", Role::Agent));
        const auto cards = valueOf(wire::listFromJson<ApprovalCard>(waiting, "approvals"));
        QCOMPARE(cards.size(), std::size_t(1));
        QCOMPARE(cards.front().approval.action, "refund");
        QCOMPARE(ask(Method::Get, "/api/v1/approvals/a2", Role::Agent).status, 404);
        QCOMPARE(ask(Method::Post, "/api/v1/approvals/a1/approve", Role::Agent).status, 403);
        QCOMPARE(ask(Method::Post, "/api/v1/approvals/a1/approve", Role::Supervisor, R"({"comment":"Paid twice"})").status, 204);
        QCOMPARE(ask(Method::Post, "/api/v1/approvals/a1/approve", Role::Admin).status, 204);
        QCOMPARE(ask(Method::Post, "/api/v1/approvals/a1/reject", Role::Supervisor, R"({"comment":"No"})").status, 409);
        const auto card = valueOf(wire::fromJson<ApprovalCard>(body(ask(Method::Get, "/api/v1/approvals/a1", Role::Agent))));
        QCOMPARE(card.approval.state, ApprovalState::Approved);
        QVERIFY(body(ask(Method::Get, "/api/v1/approvals", Role::Agent))["approvals"].empty());
        QVERIFY(body(ask(Method::Get, "/api/v1/approvals?state=decided&limit=1", Role::Agent))["approvals"].size() == 1);
    }

    void anActionIsProposedByItsSchema()
    {
        const std::string target = tickets + "/t1/actions";
        const std::string good
            = R"({"kind":"refund","parameters":{"amount":{"minor":500,"currency":"EUR"}},"reason":"Paid twice"})";
        const Response made = ask(Method::Post, target, Role::Agent, good);
        QCOMPARE(made.status, 201);
        const auto card = valueOf(wire::fromJson<ApprovalCard>(body(made)));
        QCOMPARE(card.approval.proposal.kind, ActionKind::Refund);
        QVERIFY((card.approval.proposal.parameters.amount == Money{500, "EUR"}));
        QVERIFY2(!card.approval.id.value().empty(), "a request without a key gets one");
        QCOMPARE(ask(Method::Post, target, Role::Customer, good).status, 403);
        QCOMPARE(ask(Method::Post, target, Role::Service, good).status, 403);
        for (const char* bad :
            {"", "[]", R"({})", R"({"kind":"bribe"})", R"({"kind":"refund"})", R"({"kind":"refund","parameters":[]})",
                R"({"kind":"refund","parameters":{"amount":"5 EUR"}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":5}}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":0,"currency":"EUR"}}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":-5,"currency":"EUR"}}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":5.5,"currency":"EUR"}}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":5,"currency":"EURO"}}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":5,"currency":"EUR","tip":1}}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":5,"currency":"EUR"},"approved":true}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":5,"currency":"EUR"}},"state":"approved"})",
                R"({"kind":"refund","parameters":{"amount":{"minor":5,"currency":"EUR"}},"evidence":{}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":5,"currency":"EUR"}},"clause":{"quote":"x"}})",
                R"({"kind":"refund","parameters":{"amount":{"minor":5,"currency":"EUR"}},"clause":{"passage_id":"p","quote":"x","at":1}})",
                R"({"kind":"tag","parameters":{"tag":"VIP"}})", R"({"kind":"tag","parameters":{"tag":"a","plan":"x"}})",
                R"({"kind":"hook","parameters":{"hook":"crm","data":5}})"})
            QVERIFY2(isRefused(ask(Method::Post, target, Role::Agent, bad).status), bad);
    }

private:
    static bool isRefused(int status) { return status == 422 || status == 400 || status == 415; }
    Response ask(Method method, const std::string& target, Role role, const std::string& body = "")
    {
        return m_dispatcher->handle(deskRequest(method, target, role, body));
    }
    static Json body(const Response& response) { return valueOf(parseJson(response.body)); }

    ManualClock m_clock;
    std::atomic<bool> m_draining = false;
    std::unique_ptr<MemoryDesk> m_desk;
    std::unique_ptr<Dispatcher> m_dispatcher;
};

QTEST_GUILESS_MAIN(TestApprovalRoutes)
#include "TestApprovalRoutes.moc"
