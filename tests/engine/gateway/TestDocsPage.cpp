// links: tandem_gateway
#include "MemoryDesk.h"
#include "gateway/Dispatcher.h"
#include "gateway/DocsPage.h"
#include "gateway/OpenApi.h"
#include "gateway/Routes.h"
#include "gateway/Schemas.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace tandem;
using namespace tandem::gateway;

class TestDocsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_routes = allRoutes(m_desk.desk(), m_draining);
        m_page = docsPage(openApiDocument(m_routes));
    }

    void everyRouteAndEverySchemaIsOnThePage()
    {
        for (const Endpoint& route : m_routes) {
            QVERIFY2(m_page.find("id=\"" + std::string(route.operation) + "\"") != std::string::npos,
                std::string(route.operation).c_str());
            QVERIFY(m_page.find(">" + std::string(route.pattern) + "<") != std::string::npos);
            for (const DocumentedQuery& query : route.queries)
                QVERIFY(m_page.find("<code>" + std::string(query.name) + "</code>") != std::string::npos);
        }
        for (const Schema& schema : schemas())
            QVERIFY2(
                m_page.find("id=\"" + std::string(schema.name) + "\"") != std::string::npos, std::string(schema.name).c_str());
    }

    void everyLinkLeadsSomewhereOnThisServer()
    {
        auto links = QRegularExpression(QStringLiteral("(?:href|src)=\"([^\"]*)\"")).globalMatch(qt(m_page));
        int count = 0;
        for (; links.hasNext(); ++count) {
            const QString target = links.next().captured(1);
            const bool isAnchor = target.startsWith(QLatin1Char('#'));
            QVERIFY2(isAnchor ? qt(m_page).contains(QStringLiteral("id=\"%1\"").arg(target.mid(1)))
                              : target == QStringLiteral("/openapi.json"),
                qPrintable(target));
        }
        QVERIFY(count > 20);
        for (const char* elsewhere : {"http://", "https:", "//cdn", "<script", "@import", "url(", "javascript:", "onclick"}) {
            QString visible = qt(m_page);
            visible.remove(
                QRegularExpression(QStringLiteral("<span[^>]*>[^<]*</span>|<td>[^<]*</td>"))); // a text may speak of ws://
            QVERIFY2(!visible.contains(QLatin1String(elsewhere)), elsewhere);
        }
    }

    void thePageIsWellFormed()
    {
        QString page = qt(m_page);
        page.replace(QRegularExpression(QStringLiteral("<(meta[^>]*)>")), QStringLiteral("<\\1/>")); // HTML leaves these open
        page.remove(QStringLiteral("<!DOCTYPE html>"));
        QXmlStreamReader reader(page);
        while (!reader.atEnd())
            reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    }

    void textsAreEscaped()
    {
        Endpoint route;
        route.pattern = "/<b>\"&'";
        route.operation = "x";
        route.summary = "<script>alert(1)</script>";
        route.responses = {{200, "", "<i>"}};
        const std::string page = docsPage(openApiDocument(std::vector{route}));
        QVERIFY(page.find("<script") == std::string::npos);
        QVERIFY(page.find("/&lt;b&gt;&quot;&amp;&#39;") != std::string::npos);
        QVERIFY(page.find("<i>") == std::string::npos);
    }

    void theServerGivesItWithAPolicyThatAllowsItsStyleAlone()
    {
        const ManualClock clock;
        const Dispatcher dispatcher(m_routes, m_desk, clock);
        for (const char* path : {"/docs", "/redoc"}) {
            Request request;
            request.path = path;
            request.query = "v=1"; // an open page does not look at it
            const Response response = dispatcher.handle(request);
            QCOMPARE(response.status, 200);
            QCOMPARE(response.contentType, "text/html; charset=utf-8");
            QCOMPARE(response.body, m_page);
            std::vector<std::string> policies;
            for (const Header& header : response.headers) {
                if (header.name == "Content-Security-Policy")
                    policies.push_back(header.value);
            }
            QCOMPARE(policies.size(), std::size_t(1));
            QVERIFY(policies.front().starts_with("default-src 'none'; style-src 'unsafe-inline'"));
            QVERIFY(policies.front().find("script") == std::string::npos);
        }
    }

private:
    MemoryDesk m_desk;
    std::atomic<bool> m_draining = false;
    std::vector<Endpoint> m_routes;
    std::string m_page;
};

QTEST_GUILESS_MAIN(TestDocsPage)
#include "TestDocsPage.moc"
