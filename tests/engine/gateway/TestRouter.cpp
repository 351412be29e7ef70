// links: tandem_gateway
#include "gateway/Router.h"

#include <QTest>

using namespace tandem::gateway;

namespace {

Endpoint route(Method method, std::string_view pattern)
{
    Endpoint route;
    route.method = method;
    route.pattern = pattern;
    return route;
}

} // namespace

class TestRouter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPathFindsItsRouteAndParameters()
    {
        const Match match = m_router.match(Method::Get, "/tickets/a%2Fb/messages/7");
        QVERIFY(match.route != nullptr);
        QCOMPARE(match.route->pattern, std::string_view("/tickets/{id}/messages/{number}"));
        QCOMPARE(match.parameters, (std::vector<std::string>{"a/b", "7"}));
    }

    void headGoesToGet()
    {
        QCOMPARE(m_router.match(Method::Head, "/tickets/7").route, m_router.match(Method::Get, "/tickets/7").route);
        QVERIFY(m_router.match(Method::Head, "/tickets").route == nullptr);
    }

    void anotherMethodIsToldWhatThePathTakes()
    {
        const Match match = m_router.match(Method::Delete, "/tickets/7");
        QVERIFY(match.route == nullptr);
        QCOMPARE(match.allow, std::string("GET, HEAD, PATCH, OPTIONS"));
    }

    void anUnknownPathAllowsNothing()
    {
        for (const std::string_view path : {"", "/", "/ticket", "/tickets/", "/tickets//", "//tickets", "/tickets/7/", "/TICKETS",
                 "/tickets/%zz", "/tickets/%00", "/tickets/%ff", "/tickets/%2"})
            QVERIFY2(m_router.match(Method::Get, path).allow.empty(), std::string(path).c_str());
    }

private:
    const Router m_router{{route(Method::Post, "/tickets"), route(Method::Get, "/tickets/{id}"),
        route(Method::Patch, "/tickets/{id}"), route(Method::Get, "/tickets/{id}/messages/{number}")}};
};

QTEST_GUILESS_MAIN(TestRouter)
#include "TestRouter.moc"
