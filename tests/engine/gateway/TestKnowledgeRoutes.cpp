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

const std::string articles = "/api/v1/knowledge/articles";

} // namespace

// The routes of the library, by the table and without sockets.
class TestKnowledgeRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MemoryDesk>();
        m_dispatcher = std::make_unique<Dispatcher>(allRoutes(m_desk->desk(), m_draining), *m_desk, m_clock);
    }

    void articlesAreWrittenFoundAndRemoved()
    {
        const std::string one = articles + "/refunds%20%C3%A9";
        QCOMPARE(ask(Method::Put, one, Role::Agent, R"({"title":"T","body":"B"})").status, 403);
        QCOMPARE(
            ask(Method::Put, one, Role::Supervisor, R"({"title":"Refunds","body":"Within five days","language":"de"})").status,
            204);
        const auto article = valueOf(wire::fromJson<Document>(body(ask(Method::Get, one, Role::Agent))));
        QCOMPARE(article.id.value(), "refunds é");
        QCOMPARE(article.language, Language::De);
        const Response found = ask(Method::Get, "/api/v1/knowledge/search?q=five+days&limit=3", Role::Agent);
        const auto result = valueOf(wire::fromJson<SearchResult>(body(found)));
        QCOMPARE(result.passages.front().passage.article.value(), "refunds é");
        const Json list = body(ask(Method::Get, articles, Role::Agent));
        QVERIFY(list["total"] == 1);
        QCOMPARE(valueOf(wire::listFromJson<Document>(list, "articles")).front().body, "Within five days");
        QVERIFY(body(ask(Method::Get, articles + "?kind=resolution", Role::Agent))["total"] == 0);
        QVERIFY(body(ask(Method::Get, "/api/v1/knowledge/search?q=five&language=de&kind=article", Role::Agent))["results"].size()
            == 1);
        QVERIFY(body(ask(Method::Get, "/api/v1/knowledge/search?q=five&language=en", Role::Agent))["results"].empty());
        QVERIFY(body(ask(Method::Get, articles + "?offset=5", Role::Agent))["articles"].empty());
        QCOMPARE(ask(Method::Delete, one, Role::Agent).status, 403);
        QCOMPARE(ask(Method::Delete, one, Role::Supervisor).status, 204);
        QCOMPARE(ask(Method::Delete, one, Role::Supervisor).status, 404);
        QCOMPARE(ask(Method::Get, one, Role::Agent).status, 404);
        QCOMPARE(ask(Method::Put, articles + "/a", Role::Admin, R"({"id":"b","title":"T","body":"B"})").status, 422);
        QCOMPARE(ask(Method::Put, articles + "/a", Role::Admin, R"({"title":"T"})").status, 422);
        QCOMPARE(ask(Method::Put, articles + "/a%0Ab", Role::Admin, R"({"title":"T","body":"B"})").status, 404);
    }

    void textsComeInPages()
    {
        for (const char* id : {"/a", "/b", "/c"})
            QCOMPARE(ask(Method::Put, articles + id, Role::Supervisor, R"({"title":"T","body":"B"})").status, 204);
        const Json page = body(ask(Method::Get, articles + "?offset=1&limit=1", Role::Agent));
        QVERIFY(page["total"] == 3);
        QCOMPARE(page["articles"].size(), std::size_t(1));
        QVERIFY(page["articles"][0]["id"] == "b");
        QVERIFY(page["articles"][0]["body"] == "B");
    }

    void theVersionThatOneWasMadeFromGoesToTheDesk()
    {
        const std::string text = R"({"title":"T","body":"B","content_hash":"4f"})";
        QCOMPARE(ask(Method::Put, articles + "/a", Role::Supervisor, text).status, 204);
        QVERIFY(body(ask(Method::Get, articles + "/a", Role::Agent))["content_hash"] == "4f");
    }

    void titlesComeInPagesWithoutTexts()
    {
        for (const char* id : {"/a", "/b", "/c"})
            QCOMPARE(ask(Method::Put, articles + id, Role::Supervisor, R"({"title":"T","body":"B"})").status, 204);
        QCOMPARE(ask(Method::Put, articles + "/b", Role::Supervisor, R"({"title":"T2","body":"B2"})").status, 204);
        const Json json = body(ask(Method::Get, "/api/v1/knowledge/titles?offset=1&limit=1", Role::Agent));
        const auto page = valueOf(wire::fromJson<DocumentPage>(json));
        QCOMPARE(page.total, 3);
        QCOMPARE(page.documents.size(), std::size_t(1));
        QCOMPARE(page.documents.front().document.title, "T2");
        QCOMPARE(page.documents.front().version, 2);
        QVERIFY(!json["articles"][0].contains("body"));
        QCOMPARE(ask(Method::Get, "/api/v1/knowledge/titles", Role::Customer).status, 403);
    }

    void findingsAreListedAndASupervisorDismissesThem()
    {
        const std::string findings = "/api/v1/knowledge/findings";
        const Json json = body(ask(Method::Get, findings, Role::Agent));
        const auto listed = valueOf(wire::listFromJson<Finding>(json, "findings"));
        QCOMPARE(listed.size(), std::size_t{1});
        QCOMPARE(listed.front().first.article, ArticleId("kb-a"));
        QVERIFY(!listed.front().dismissedAt);
        QCOMPARE(ask(Method::Get, findings, Role::Customer).status, 403);
        QCOMPARE(ask(Method::Post, findings + "/f-1/dismiss", Role::Agent).status, 403);
        QCOMPARE(ask(Method::Post, findings + "/f-9/dismiss", Role::Supervisor).status, 404);
        QCOMPARE(ask(Method::Post, findings + "/f-1/dismiss", Role::Supervisor).status, 204);
        QVERIFY(body(ask(Method::Get, findings, Role::Agent))["findings"][0]["dismissed_at"].is_string());
    }

    void versionsAreListedTheNewestFirst()
    {
        QCOMPARE(ask(Method::Put, articles + "/a", Role::Supervisor, R"({"title":"T","body":"B"})").status, 204);
        const Json json = body(ask(Method::Get, articles + "/a/versions", Role::Agent));
        QCOMPARE(valueOf(wire::listFromJson<Document>(json, "versions")).front().body, "B");
        QCOMPARE(ask(Method::Get, articles + "/z/versions", Role::Agent).status, 404);
    }

private:
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

QTEST_GUILESS_MAIN(TestKnowledgeRoutes)
#include "TestKnowledgeRoutes.moc"
