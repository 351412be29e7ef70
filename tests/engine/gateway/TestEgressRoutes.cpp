// links: tandem_gateway
#include "DeskRequest.h"
#include "MemoryEgress.h"
#include "base/Json.h"
#include "gateway/Dispatcher.h"
#include "gateway/Routes.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTest>

#include <memory>

using namespace tandem;
using namespace tandem::gateway;

// The ledger over REST: for those who answer for the desk.
class TestEgressRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dispatcher = std::make_unique<Dispatcher>(egressRoutes(m_egress), m_desk, m_clock); }

    void whatWasSentIsListed()
    {
        const Json list = body(ask("/api/v1/egress?ticket=t1&before=9&limit=2"));
        QCOMPARE(m_egress.asked.ticket, TicketId("t1"));
        QCOMPARE(m_egress.asked.before, std::int64_t(9));
        QCOMPARE(m_egress.asked.limit, 2);
        QVERIFY(list["before"] == 0);
        QCOMPARE(list["entries"].size(), std::size_t(2));
        const Json& entry = list["entries"][0];
        QVERIFY(entry["id"] == "e2" && entry["ticket_id"] == "t1" && entry["outcome"] == "answered");
        QVERIFY(entry["bytes_out"] == 1200 && entry["body"].is_null());
    }

    void oneEntryShowsWhatWasSent()
    {
        const Json entry = body(ask("/api/v1/egress/e1"));
        QVERIFY(entry["body"] == "Guten Tag [PERSON_1]");
        QCOMPARE(ask("/api/v1/egress/e9").status, 404);
    }

    void hostsAreTotalled()
    {
        const Json totals = body(ask("/api/v1/egress-totals"));
        QVERIFY(totals["hosts"][0]["bytes_out"] == 2400);
        QVERIFY(body(ask("/api/v1/egress-totals?since=2026-11-01"))["hosts"].empty());
        QCOMPARE(ask("/api/v1/egress-totals?since=soon").status, 422);
    }

    void theQueryIsChecked()
    {
        for (const char* wrong : {"?limit=0", "?limit=501", "?before=-1", "?before=x"})
            QCOMPARE(ask(std::string("/api/v1/egress") + wrong).status, 422);
    }

    void onlySupervisorsAndAdminsReadIt()
    {
        for (const char* target : {"/api/v1/egress", "/api/v1/egress/e1", "/api/v1/egress-totals"}) {
            for (const Role role : {Role::Customer, Role::Service, Role::Agent})
                QCOMPARE(ask(target, role).status, 403);
            QCOMPARE(ask(target, Role::Admin).status, 200);
        }
    }

private:
    Response ask(const std::string& target, Role role = Role::Supervisor)
    {
        return m_dispatcher->handle(deskRequest(Method::Get, target, role));
    }
    static Json body(const Response& response) { return valueOf(parseJson(response.body)); }

    MemoryDesk m_desk;
    MemoryEgress m_egress;
    ManualClock m_clock;
    std::unique_ptr<Dispatcher> m_dispatcher;
};

QTEST_GUILESS_MAIN(TestEgressRoutes)
#include "TestEgressRoutes.moc"
