// links: tandem_desk tandem_http
#include "operations/HookDispatcher.h"

#include "base/Json.h"
#include "engine/desk/ActionsDesk.h"
#include "operations/LedgeredClient.h"
#include "services/http/CurlClient.h"
#include "support/ScriptedServer.h"

#include <QMessageAuthenticationCode>

#include <thread>

using namespace tandem;

namespace {

constexpr const char* secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="; // 32 bytes

// As a receiver checks it, with another library than the sender's.
QByteArray expectedSignature(const ReceivedRequest& request)
{
    const QByteArray key = QByteArray::fromBase64("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    const QByteArray content = QByteArray::fromStdString(
        request.header("webhook-id") + "." + request.header("webhook-timestamp") + "." + request.body);
    return "v1," + QMessageAuthenticationCode::hash(content, key, QCryptographicHash::Sha256).toBase64();
}

struct HookDesk : ActionsDesk {
    explicit HookDesk(const std::string& url, EgressSwitch egress = EgressSwitch::On, const Flags& more = {})
        : ActionsDesk(flags(url, more))
        , client(http, *store, clock, {egress, std::chrono::days(30)})
        , hooks(*store, client, metrics, clock, outboxWork, {valueOf(hookTargets(config)), 3, Milliseconds(400)})
    {
    }
    static Flags flags(const std::string& url, Flags more)
    {
        more.insert(more.end(),
            {{"hooks.billing.url", url}, {"hooks.billing.secret", secret}, {"actions.refund.hook", "billing"},
                {"actions.refund.reversible_hours", "48"}});
        return more;
    }

    // A refund that two people agreed on, and its ticket.
    ApprovalId approved()
    {
        const ApprovalId id = proposed(people.marta, ticket(), refund()).approval.id;
        succeed(approvals.approve(people.simone, id, ""));
        return id;
    }
    int call() { return valueOf(hooks.dispatchDue()); }
    std::vector<EgressEntry> ledger()
    {
        return valueOf(readResult(*store, [](Transaction& transaction) { return transaction.egress().list({}); }));
    }

    CurlClient http;
    LedgeredClient client;
    HookDispatcher hooks;
};

} // namespace

class TestHookDispatcher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anApprovedRefundIsCarriedOutByItsHookOnce()
    {
        ScriptedServer server({}, Script().answer(200, "{}"));
        HookDesk desk(server.url("/refunds"));
        const ApprovalId id = desk.approved();
        const TicketId ticket = desk.approval(id).ticket;
        QVERIFY2(desk.dispatch() == 0, "the other dispatcher leaves it alone");
        QCOMPARE(desk.call(), 1);
        QCOMPARE(desk.call(), 0);
        const auto requests = server.requests();
        QCOMPARE(requests.size(), std::size_t(1));
        const ReceivedRequest& request = requests.front();
        QCOMPARE(request.method, std::string("POST"));
        QCOMPARE(request.target, std::string("/refunds"));
        QCOMPARE(request.header("webhook-id"), id.value());
        QCOMPARE(request.header("idempotency-key"), id.value());
        QCOMPARE(request.header("content-type"), std::string("application/json"));
        QCOMPARE(request.header("webhook-timestamp"), std::to_string(desk.clock.now().time_since_epoch().count() / 1000));
        QCOMPARE(QByteArray::fromStdString(request.header("webhook-signature")), expectedSignature(request));
        const Json body = valueOf(parseJson(request.body));
        QVERIFY(body["type"] == "action.refund");
        QVERIFY((body["data"]["parameters"]["amount"] == Json{{"minor", 38400}, {"currency", "EUR"}}));
        QVERIFY(body["data"]["customer_id"] == "ada@customer.example" && body["data"]["ticket_id"] == ticket.value());
        QVERIFY(body["data"]["approved_by"] == Json::array({"a-simone"}));
        const Approval done = desk.approval(id);
        QCOMPARE(done.execution, ExecutionState::Done);
        QCOMPARE(done.reversibleUntil, std::optional(desk.clock.now() + std::chrono::hours(48)));
        QCOMPARE(desk.notes(ticket),
            std::vector<std::string>{"Refund (384.00 EUR) approved by Simone Roth was carried out by the hook billing."});
        QVERIFY(desk.trail(ticket).back().ends_with(" hook billing 200"));
        QCOMPARE(desk.ledger().size(), std::size_t(1));
        QCOMPARE(desk.ledger().front().ticket, ticket);
        QCOMPARE(desk.ledger().front().status, 200);
    }

    void whatFailedIsTriedAgainWithTheSameId()
    {
        ScriptedServer server({Script().answer(500, "no"), Script().answer(302, "", {{"Location", "http://127.0.0.1:1/"}})},
            Script().answer(204, ""));
        HookDesk desk(server.url());
        const ApprovalId id = desk.approved();
        QCOMPARE(desk.call(), 0);
        QCOMPARE(desk.approval(id).execution, ExecutionState::Pending);
        QCOMPARE(desk.approval(id).executionReason, std::string("answered_500"));
        QVERIFY2(desk.call() == 0 && server.requests().size() == 1, "not before its pause is over");
        desk.clock.advance(Milliseconds(5000));
        QCOMPARE(desk.call(), 0);
        QCOMPARE(desk.approval(id).executionReason, std::string("answered_302"));
        desk.clock.advance(Milliseconds(9999));
        QCOMPARE(desk.call(), 0);
        QCOMPARE(server.requests().size(), std::size_t(2));
        desk.clock.advance(Milliseconds(1));
        QCOMPARE(desk.call(), 1);
        const auto requests = server.requests();
        QCOMPARE(requests.size(), std::size_t(3));
        for (const ReceivedRequest& request : requests) {
            QCOMPARE(request.header("webhook-id"), id.value());
            QCOMPARE(QByteArray::fromStdString(request.header("webhook-signature")), expectedSignature(request));
        }
        QVERIFY(requests[0].header("webhook-timestamp") != requests[2].header("webhook-timestamp"));
        QCOMPARE(desk.approval(id).execution, ExecutionState::Done);
        QCOMPARE(desk.approval(id).executionReason, std::string());
    }

    void aServerThatNeverAnswersHoldsNobodyUpAndGoesToAPerson()
    {
        ScriptedServer server({}, Script().request().hang());
        HookDesk desk(server.url());
        const ApprovalId id = desk.approved();
        const TicketId ticket = desk.approval(id).ticket;
        std::thread caller([&] { desk.call(); });
        QVERIFY(server.waitForRequests(1));
        desk.reply(ticket, "We are on it."); // a unit of work, while the call hangs
        QCOMPARE(desk.dispatch(), 1);
        caller.join();
        QCOMPARE(desk.approval(id).executionReason, std::string("timed_out"));
        desk.clock.advance(std::chrono::hours(1));
        QCOMPARE(desk.call(), 0);
        desk.clock.advance(std::chrono::hours(1));
        QCOMPARE(desk.call(), 1); // the third and last
        desk.clock.advance(std::chrono::hours(24));
        QCOMPARE(desk.call(), 0);
        QCOMPARE(server.requests().size(), std::size_t(3));
        QCOMPARE(desk.approval(id).execution, ExecutionState::HandedOver);
        QCOMPARE(desk.approval(id).executionReason, std::string("timed_out"));
        const std::string note = desk.notes(ticket).back();
        QVERIFY2(note.find("carry it out in the billing system") != std::string::npos
                && note.find("in vain, last with the result timed_out") != std::string::npos,
            note.c_str());
        QCOMPARE(
            std::ranges::count_if(desk.trail(ticket), [](const std::string& e) { return e.starts_with("action.failed"); }), 3);
    }

    void whereNothingMayLeaveNothingDoesAndTheApprovalSaysSo()
    {
        ScriptedServer server({}, Script().answer(200, ""));
        HookDesk desk(server.url(), EgressSwitch::Off);
        const ApprovalId id = desk.approved();
        QCOMPARE(desk.call(), 1);
        QCOMPARE(server.connections(), std::size_t(0));
        QCOMPARE(desk.approval(id).execution, ExecutionState::HandedOver);
        QCOMPARE(desk.approval(id).executionReason, std::string("egress_off"));
        QVERIFY(desk.notes(desk.approval(id).ticket).front().find("egress.allowed") != std::string::npos);
        QCOMPARE(desk.ledger().front().outcome, EgressOutcome::Refused);
        QCOMPARE(desk.ledger().front().bytesOut, std::int64_t(0));
    }

    // A crash after the answer: the same call comes again, with the same id, and is concluded once.
    void aRedeliveryChangesNothing()
    {
        ScriptedServer server({}, Script().answer(200, ""));
        HookDesk desk(server.url());
        const ApprovalId id = desk.approved();
        const TicketId ticket = desk.approval(id).ticket;
        const Effect effect
            = valueOf(readResult(*desk.store, [&](Transaction& t) { return t.outbox().hooksDue(desk.clock.now(), 10); })).front();
        QCOMPARE(effect.payload, std::string("billing"));
        QCOMPARE(desk.call(), 1);
        const auto trail = desk.trail(ticket);
        for (int again = 0; again < 2; ++again) {
            succeed(desk.store->write([&](Transaction& transaction) -> Status {
                TRY(completeByHook(transaction, effect, "billing", 200, desk.clock.now()));
                TRY(handOver(transaction, effect, "answered_500", desk.clock.now()));
                TRY(executeHere(transaction, effect, desk.clock.now()));
                return transaction.outbox().done(effect.id, desk.clock.now());
            }));
        }
        QCOMPARE(desk.trail(ticket), trail);
        QCOMPARE(desk.notes(ticket).size(), std::size_t(1));
        QCOMPARE(desk.approval(id).execution, ExecutionState::Done);
    }

    void whatNobodyApprovedIsNeverCalled()
    {
        ScriptedServer server({}, Script().answer(200, ""));
        HookDesk desk(server.url(), EgressSwitch::On, {{"actions.refund.two_keys_above", "1 EUR"}});
        const ApprovalId id = desk.approved(); // one key of two
        Effect forged;
        forged.id = EffectId("e-forged");
        forged.ticket = desk.approval(id).ticket;
        forged.kind = EffectKind::CallHook;
        forged.idempotencyKey = effectKeyOf(id);
        forged.payload = "billing";
        succeed(desk.store->write([&](Transaction& transaction) { return transaction.outbox().add(forged); }));
        QCOMPARE(desk.call(), 0);
        QCOMPARE(server.connections(), std::size_t(0));
        QCOMPARE(desk.approval(id).state, ApprovalState::Waiting);
    }

    void anAmountThatNobodyNamedIsNotSentToAnotherSystem()
    {
        ScriptedServer server({}, Script().answer(200, ""));
        HookDesk desk(server.url());
        const ApprovalId id = desk.refundToApprove(""); // as the engine proposes it
        succeed(desk.approvals.approve(desk.people.simone, id, ""));
        QCOMPARE(desk.call(), 0);
        QCOMPARE(desk.dispatch(), 2);
        QCOMPARE(server.connections(), std::size_t(0));
        QCOMPARE(desk.approval(id).execution, ExecutionState::HandedOver);
    }

    void peopleCallTheHooksThatAreForThemWithDataOfTheirs()
    {
        ScriptedServer server({}, Script().answer(200, ""));
        HookDesk desk(server.url(), EgressSwitch::On,
            {{"hooks.crm.url", server.url("/crm")}, {"hooks.crm.secret", secret}, {"actions.hook.names", "crm"}});
        ActionRequest request;
        request.kind = ActionKind::Hook;
        request.parameters.hook = "crm";
        request.parameters.dataJson = "{ \"score\": 5 }";
        request.reason = "Moves to another plan.";
        request.idempotencyKey = "key-1";
        const ApprovalId id = desk.proposed(desk.people.marta, desk.ticket(), request).approval.id;
        succeed(desk.approvals.approve(desk.people.simone, id, ""));
        QCOMPARE(desk.call(), 1);
        QCOMPARE(server.requests().front().target, std::string("/crm"));
        QVERIFY(valueOf(parseJson(server.requests().front().body))["data"]["parameters"]["data"] == Json({{"score", 5}}));
        request.parameters.hook = "billing";
        request.idempotencyKey = "key-2";
        QCOMPARE(errorOf(desk.approvals.propose(desk.people.marta, desk.ticket(), request)), ErrorCode::Forbidden);
    }
};

QTEST_GUILESS_MAIN(TestHookDispatcher)
#include "TestHookDispatcher.moc"
