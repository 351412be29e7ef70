// links: tandem_gateway
#include "DeskRequest.h"
#include "MemoryDesk.h"
#include "base/Json.h"
#include "gateway/Dispatcher.h"
#include "gateway/Routes.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTest>

#include <memory>

using namespace tandem;
using namespace tandem::gateway;

// What people make of drafts, over REST.
class TestReviewRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dispatcher = std::make_unique<Dispatcher>(reviewRoutes(m_desk.reviews()), m_desk, m_clock); }

    void aDraftIsRejectedWithItsFault()
    {
        QCOMPARE(reject(R"({"draft_id":"d-1","fault":"tone"})").status, 204);
        QCOMPARE(qt(m_desk.reviews().rejected()), qt("t1 tone"));
        QCOMPARE(reject(R"({"draft_id":"d-1"})").status, 204);
        QCOMPARE(qt(m_desk.reviews().rejected()), qt("t1 -"));
        QCOMPARE(reject(R"({"draft_id":"d-2"})").status, 409);
    }

    void whatIsNoRejectionIsRefused()
    {
        const std::string before = m_desk.reviews().rejected();
        for (const char* body : {"", "{}", R"({"draft_id":7})", R"({"draft_id":"d-1","fault":"ugly"})",
                 R"({"draft_id":"d-1","reason":"it is wrong"})"})
            QVERIFY2(reject(body).status == 422 || reject(body).status == 400 || reject(body).status == 415, body);
        QCOMPARE(qt(m_desk.reviews().rejected()), qt(before));
    }

    void theReportTellsWhatIsMissing()
    {
        const Response response = m_dispatcher->handle(deskRequest(Method::Get, "/api/v1/reports/auto-send", Role::Agent));
        QCOMPARE(response.status, 200);
        const Json state = Json::parse(response.body)["categories"][0];
        QVERIFY(state["category"] == "billing_inquiry" && state["provider"] == "composer" && state["reviewed"] == 37);
        QVERIFY(state["wrong"] == 1 && state["missing"] == 160 && state["unlocked"] == false);
    }

    void aReplyIsCheckedBeforeItIsSent()
    {
        const Response response = check("t1", R"({"text":"It costs €38."})");
        QCOMPARE(response.status, 200);
        const Json sentence = Json::parse(response.body)["sentences"][0];
        QVERIFY(sentence["text"] == "It costs €38." && sentence["supported"] == false && sentence["factual"] == true);
        QVERIFY(sentence["score"] == 0.125 && sentence["citations"][0]["passage_id"] == "p-1");
        QVERIFY(sentence["reason"] == "€38 is not in the evidence; nearest is €32");
        QVERIFY(Json::parse(check("t1", R"({"text":"True."})").body)["sentences"][0]["supported"] == true);
    }

    void whatIsNoReplyIsNotChecked()
    {
        QCOMPARE(check("t9", R"({"text":"True."})").status, 404);
        for (const char* body : {"{}", R"({"text":7})", R"({"text":"True.","then":"resolved"})"})
            QCOMPARE(check("t1", body).status, 422);
    }

    void outsidersSeeAndSayNothing()
    {
        for (const Role role : {Role::Customer, Role::Service}) {
            QCOMPARE(check("t1", R"({"text":"True."})", role).status, 403);
            QCOMPARE(reject(R"({"draft_id":"d-1"})", role).status, 403);
            QCOMPARE(m_dispatcher->handle(deskRequest(Method::Get, "/api/v1/reports/auto-send", role)).status, 403);
        }
    }

private:
    Response reject(const std::string& body, Role role = Role::Agent)
    {
        return m_dispatcher->handle(deskRequest(Method::Post, "/api/v1/tickets/t1/draft/reject", role, body));
    }

    Response check(const std::string& ticket, const std::string& body, Role role = Role::Agent)
    {
        return m_dispatcher->handle(deskRequest(Method::Post, "/api/v1/tickets/" + ticket + "/reply/check", role, body));
    }

    MemoryDesk m_desk;
    ManualClock m_clock;
    std::unique_ptr<Dispatcher> m_dispatcher;
};

QTEST_GUILESS_MAIN(TestReviewRoutes)
#include "TestReviewRoutes.moc"
