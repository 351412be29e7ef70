// links: tandem_desk
#include "desk/EgressBookService.h"
#include "support/TemporaryStore.h"

using namespace tandem;

namespace {

const Actor supervisor{ActorId("s"), Role::Supervisor, "Ada", {}};

} // namespace

// The ledger for those who answer for the desk.
class TestEgressBookService : public QObject {
    Q_OBJECT

    struct Desk {
        explicit Desk(int entries)
        {
            succeed(store->write([&](Transaction& transaction) -> Status {
                for (int i = 1; i <= entries; ++i) {
                    EgressEntry entry;
                    entry.id = EgressId("e" + std::to_string(i));
                    entry.at = clock.now() + Milliseconds(i);
                    entry.ticket = TicketId(i % 2 == 0 ? "even" : "odd");
                    entry.host = "https://api.example.com:443";
                    entry.bytesOut = 100;
                    entry.body = "text " + std::to_string(i);
                    TRY(transaction.egress().append(entry));
                }
                return {};
            }));
        }

        ManualClock clock;
        TemporaryStore store{clock};
        EgressBookService book{*store};
    };

private Q_SLOTS:
    void pagesEndWhereTheLedgerEnds()
    {
        Desk desk(4);
        EgressPage page = valueOf(desk.book.list(supervisor, {0, {}, 2}));
        QCOMPARE(page.entries.size(), std::size_t(2));
        QCOMPARE(page.entries[0].id, EgressId("e4"));
        QCOMPARE(page.before, std::int64_t(3));
        page = valueOf(desk.book.list(supervisor, {page.before, {}, 2}));
        QCOMPARE(page.entries[0].id, EgressId("e2"));
        QCOMPARE(page.before, std::int64_t(0)); // exactly full, and the last one
        page = valueOf(desk.book.list(supervisor, {0, TicketId("odd"), 10}));
        QCOMPARE(page.entries.size(), std::size_t(2));
        QCOMPARE(page.entries[0].id, EgressId("e3"));
        QCOMPARE(valueOf(desk.book.list(supervisor, {0, {}, 100'000})).entries.size(), std::size_t(4));
        QVERIFY(valueOf(Desk(0).book.list(supervisor, {})).entries.empty());
    }

    void anEntryComesWithItsText()
    {
        Desk desk(2);
        QCOMPARE(valueOf(desk.book.entry(supervisor, EgressId("e2"))).body.value_or(""), std::string("text 2"));
        QCOMPARE(desk.book.entry(supervisor, EgressId("e3")).error().code, ErrorCode::NotFound);
    }

    void hostsAreTotalledSinceATime()
    {
        Desk desk(3);
        QCOMPARE(valueOf(desk.book.totals(supervisor, {})).at(0).bytesOut, std::int64_t(300));
        QCOMPARE(valueOf(desk.book.totals(supervisor, desk.clock.now() + Milliseconds(3))).at(0).requests, std::int64_t(1));
    }

    void nobodyElseReadsIt()
    {
        Desk desk(1);
        for (const Role role : {Role::Customer, Role::Service, Role::Agent}) {
            const Actor actor{ActorId("a"), role, "x", {}};
            QCOMPARE(desk.book.list(actor, {}).error().code, ErrorCode::Forbidden);
            QCOMPARE(desk.book.entry(actor, EgressId("e1")).error().code, ErrorCode::Forbidden);
            QCOMPARE(desk.book.totals(actor, {}).error().code, ErrorCode::Forbidden);
        }
    }
};

QTEST_GUILESS_MAIN(TestEgressBookService)
#include "TestEgressBookService.moc"
