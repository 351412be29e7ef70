// links: tandem_gateway
#include "MemoryDesk.h"
#include "base/Json.h"
#include "gateway/Dispatcher.h"
#include "gateway/Routes.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

#include <memory>
#include <stdexcept>

using namespace tandem;
using namespace tandem::gateway;

namespace {

// What is written to stderr while this lives.
class StderrCapture {
public:
    StderrCapture()
        : m_saved(::dup(STDERR_FILENO))
    {
        if (!m_file.open() || ::dup2(m_file.handle(), STDERR_FILENO) < 0)
            qFatal("cannot redirect stderr");
    }
    StderrCapture(const StderrCapture&) = delete;
    StderrCapture& operator=(const StderrCapture&) = delete;
    ~StderrCapture() { restore(); }

    std::string text()
    {
        restore();
        m_file.seek(0);
        return m_file.readAll().toStdString();
    }

private:
    void restore()
    {
        if (m_saved < 0)
            return;
        ::dup2(m_saved, STDERR_FILENO);
        ::close(std::exchange(m_saved, -1));
    }

    QTemporaryFile m_file;
    int m_saved;
};

std::size_t count(const std::string& text, const std::string& part)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

std::string headerOf(const Response& response, std::string_view wanted)
{
    for (const Header& header : response.headers) {
        if (header.name == wanted)
            return header.value;
    }
    return "";
}

Request request(Method method, const std::string& path, std::optional<Role> role = std::nullopt, const std::string& body = "")
{
    Request request;
    request.method = method;
    request.path = path;
    request.headers = {{"content-type", "application/json"}};
    if (role)
        request.headers.push_back({"authorization", "bearer " + MemoryDesk::token(*role)});
    request.body = body;
    request.correlation = CorrelationId("correlation-1");
    return request;
}

} // namespace

class TestDispatcher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MemoryDesk>();
        m_draining = false;
        m_dispatcher = std::make_unique<Dispatcher>(allRoutes(m_desk->desk(), m_draining), *m_desk, m_clock);
    }

    void aRefusedRequestIsLoggedOnceWithoutItsWords()
    {
        StderrCapture capture;
        const Response refused
            = m_dispatcher->handle(request(Method::Post, "/api/v1/tickets", Role::Agent, R"({"secret_word":1})"));
        const Response taken = m_dispatcher->handle(request(Method::Post, "/api/v1/tickets", Role::Agent, ticketBody));
        const std::string log = capture.text();
        QCOMPARE(refused.status, 422);
        QCOMPARE(taken.status, 202);
        QCOMPARE(count(log, "\n"), std::size_t(1));
        QVERIFY(log.find("\"correlation_id\":\"correlation-1\"") != std::string::npos);
        QVERIFY(log.find("\"status\":422") != std::string::npos);
        QVERIFY(log.find("\"route\":\"/api/v1/tickets\"") != std::string::npos);
        QVERIFY(log.find("secret_word") == std::string::npos);
        QVERIFY(log.find("tdm_") == std::string::npos);
    }

    void aFailureKeepsItsReasonForTheLog()
    {
        m_desk->breakDown();
        StderrCapture capture;
        const Response failed = m_dispatcher->handle(request(Method::Post, "/api/v1/tickets", Role::Agent, ticketBody));
        const std::string log = capture.text();
        QCOMPARE(failed.status, 500);
        QVERIFY(failed.body.find("/secret/place") == std::string::npos);
        QCOMPARE(count(log, "/secret/place"), std::size_t(1));
        QVERIFY(log.find("\"level\":\"error\"") != std::string::npos);
    }

    void aHandlerThatThrowsIsA500()
    {
        Endpoint route;
        route.pattern = "/boom";
        route.access = Access::Open;
        route.handler = [](const Call&) -> Outcome { throw std::runtime_error("boom"); };
        const Dispatcher dispatcher({route}, *m_desk, m_clock);
        const StderrCapture quiet;
        QCOMPARE(dispatcher.handle(request(Method::Get, "/boom")).status, 500);
    }

    void aRoleThatARouteDoesNotNameIsForbidden()
    {
        Endpoint route;
        route.pattern = "/audit";
        route.roles = {Role::Admin};
        route.handler = [](const Call&) -> Outcome { return Response{200, "application/json", "{}", {}}; };
        const Dispatcher dispatcher({route}, *m_desk, m_clock);
        const StderrCapture quiet;
        QCOMPARE(dispatcher.handle(request(Method::Get, "/audit", Role::Agent)).status, 403);
        QCOMPARE(dispatcher.handle(request(Method::Get, "/audit", Role::Admin)).status, 200);
        QCOMPARE(dispatcher.handle(request(Method::Get, "/audit")).status, 401);
    }

    void metricsNeedATokenFromAnotherMachineOnly()
    {
        Request near = request(Method::Get, "/metrics");
        near.peer = Peer::Loopback;
        QCOMPARE(m_dispatcher->handle(near).body, "tandem_up 1\n");
        const StderrCapture quiet;
        QCOMPARE(m_dispatcher->handle(request(Method::Get, "/metrics")).status, 401);
        QCOMPARE(m_dispatcher->handle(request(Method::Get, "/metrics", Role::Customer)).status, 403);
        QCOMPARE(m_dispatcher->handle(request(Method::Get, "/metrics", Role::Service)).status, 200);
    }

    void readinessFollowsTheEngineAndTheShutdown()
    {
        QCOMPARE(m_dispatcher->handle(request(Method::Get, "/ready")).status, 200);
        m_desk->setReady(false);
        const Response loading = m_dispatcher->handle(request(Method::Get, "/ready"));
        QCOMPARE(loading.status, 503);
        QVERIFY(valueOf(parseJson(loading.body))["checks"]["embedder"]["ok"] == false);
        const Response health = m_dispatcher->handle(request(Method::Get, "/health"));
        QCOMPARE(health.status, 200);
        const Json body = valueOf(parseJson(health.body));
        for (const char* member : {"status", "version", "uptime_seconds", "checks"})
            QVERIFY2(body.contains(member), member);
        m_desk->setReady(true);
        m_draining = true;
        QCOMPARE(m_dispatcher->handle(request(Method::Get, "/ready")).status, 503);
        QCOMPARE(m_dispatcher->handle(request(Method::Get, "/health")).status, 200);
    }

    void onlyThisMachineSeesWhyAPartIsNotWell()
    {
        m_desk->setReady(false);
        Request probe = request(Method::Get, "/health");
        QVERIFY(valueOf(parseJson(m_dispatcher->handle(probe).body))["checks"]["embedder"]["detail"].get<std::string>().empty());
        probe.peer = Peer::Loopback;
        QVERIFY(valueOf(parseJson(m_dispatcher->handle(probe).body))["checks"]["embedder"]["detail"] == "loading");
    }

    void optionsNamesTheMethodsOfAPath()
    {
        const Response tickets = m_dispatcher->handle(request(Method::Options, "/api/v1/tickets"));
        QCOMPARE(tickets.status, 204);
        QCOMPARE(headerOf(tickets, "Allow"), "POST, GET, HEAD, OPTIONS");
        QCOMPARE(headerOf(m_dispatcher->handle(request(Method::Options, "/health")), "Allow"), "GET, HEAD, OPTIONS");
        QCOMPARE(m_dispatcher->handle(request(Method::Options, "*")).status, 204);
        const StderrCapture quiet;
        QCOMPARE(m_dispatcher->handle(request(Method::Options, "/nowhere")).status, 404);
    }

    void aCustomerSeesItsOwnTicketsAlone()
    {
        const std::string other = R"({"customer_id":"c-2","subject":"s","description":"d","channel":"api"})";
        const Response theirs = m_dispatcher->handle(request(Method::Post, "/api/v1/tickets", Role::Agent, other));
        const Response own = m_dispatcher->handle(request(Method::Post, "/api/v1/tickets", Role::Customer, ticketBody));
        const StderrCapture quiet;
        QCOMPARE(m_dispatcher->handle(request(Method::Get, headerOf(theirs, "Location"), Role::Customer)).status, 404);
        QCOMPARE(m_dispatcher->handle(request(Method::Get, headerOf(own, "Location"), Role::Customer)).status, 200);
    }

    void aGivenCorrelationIsKeptWhenItHasTheForm()
    {
        QCOMPARE(m_dispatcher->correlationFor("Import_2026.11-22").value(), "Import_2026.11-22");
        for (const std::string& bad : {std::string(), std::string("short"), std::string(65, 'a'), std::string("has space in"),
                 std::string("line\r\nbreak"), std::string("ünïcödé")})
            QCOMPARE(m_dispatcher->correlationFor(bad).value().size(), std::size_t(26));
    }

    void eachErrorCodeHasItsStatus_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        const std::vector<std::pair<ErrorCode, int>> table{{ErrorCode::InvalidArgument, 422}, {ErrorCode::NotFound, 404},
            {ErrorCode::Conflict, 409}, {ErrorCode::Unauthenticated, 401}, {ErrorCode::Forbidden, 403},
            {ErrorCode::TooLarge, 413}, {ErrorCode::RateLimited, 429}, {ErrorCode::Cancelled, 503}, {ErrorCode::TimedOut, 503},
            {ErrorCode::Unavailable, 503}, {ErrorCode::Corrupt, 500}, {ErrorCode::Io, 500}, {ErrorCode::Internal, 500}};
        for (const auto& [code, status] : table)
            QTest::newRow(std::string(name(code)).c_str()) << static_cast<int>(code) << status;
    }
    void eachErrorCodeHasItsStatus()
    {
        QFETCH(int, code);
        QFETCH(int, status);
        const Problem problem(Error{static_cast<ErrorCode>(code), "a reason", false});
        QCOMPARE(problem.status, status);
        const Response response = toResponse(problem, CorrelationId("c"));
        QVERIFY(phrase(status) != "Unknown");
        QCOMPARE(headerOf(response, "Retry-After").empty(), status != 429 && status != 503);
        QCOMPARE(headerOf(response, "WWW-Authenticate").empty(), status != 401);
        QCOMPARE(response.body.find("a reason") == std::string::npos, status >= 500);
    }

private:
    ManualClock m_clock;
    std::atomic<bool> m_draining = false;
    std::unique_ptr<MemoryDesk> m_desk;
    std::unique_ptr<Dispatcher> m_dispatcher;
};

QTEST_GUILESS_MAIN(TestDispatcher)
#include "TestDispatcher.moc"
