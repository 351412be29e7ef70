// links: tandem_desk
#include "desk/InboxService.h"
#include "support/DeskFixture.h"
#include "support/Slowdown.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

using namespace tandem;

class TestInboxService : public QObject {
    Q_OBJECT

    struct Desk : DeskFixture {
        InboxService inbox{*store, feed, clock, {0.75, {"billing", "technical"}}};

        InboxPage page(const InboxQuery& query) { return valueOf(inbox.page(people.marta, query)); }
        std::vector<TicketId> ids(InboxView view)
        {
            InboxQuery query;
            query.view = view;
            return ids(page(query));
        }
        std::vector<TicketId> found(const std::string& text)
        {
            feed.settle();
            InboxQuery query;
            query.view = InboxView::All;
            query.text = text;
            return ids(page(query));
        }
        static std::vector<TicketId> ids(const InboxPage& page)
        {
            std::vector<TicketId> ids;
            for (const TicketSummary& row : page.tickets)
                ids.push_back(row.id);
            return ids;
        }
    };

    using Ids = std::vector<TicketId>;

private Q_SLOTS:
    void eachViewHoldsItsTickets()
    {
        Desk desk;
        const TicketId isNew = desk.submit();
        const TicketId review = desk.ticket(TicketStatus::AwaitingReview);
        const TicketId approval = desk.ticket(TicketStatus::AwaitingApproval);
        const TicketId escalated = desk.ticket(TicketStatus::Escalated);
        const TicketId resolved = desk.ticket(TicketStatus::Resolved);
        succeed(desk.conversations.assign(desk.people.marta, escalated, desk.people.marta.id));
        succeed(desk.conversations.assign(desk.people.marta, approval, desk.people.omar.id));
        succeed(desk.conversations.assign(desk.people.marta, resolved, desk.people.marta.id));
        QCOMPARE(desk.ids(InboxView::Mine), Ids{escalated});
        QCOMPARE(desk.ids(InboxView::Unassigned), Ids{review});
        QCOMPARE(desk.ids(InboxView::Approvals), Ids{approval});
        QCOMPARE(desk.ids(InboxView::Escalated), Ids{escalated});
        QCOMPARE(desk.ids(InboxView::Resolved), Ids{resolved});
        QCOMPARE(desk.ids(InboxView::AllOpen).size(), std::size_t(4));
        QCOMPARE(desk.ids(InboxView::All).size(), std::size_t(5));
        const InboxCounts counts = valueOf(desk.inbox.counts(desk.people.marta));
        QCOMPARE(counts.views, (std::array<std::int64_t, inboxViewCount>{1, 1, 4, 1, 1, 1, 5}));
        QCOMPARE(counts.teams, (std::map<std::string, std::int64_t>{{"billing", 3}, {"technical", 0}}));
        QCOMPARE(counts.unread, 1);
        Q_UNUSED(isNew);
    }

    void aFilterThatContradictsTheViewFindsNothing()
    {
        Desk desk;
        const TicketId id = desk.ticket(TicketStatus::Escalated);
        InboxQuery query;
        query.view = InboxView::Resolved;
        query.status = TicketStatus::Escalated;
        QVERIFY(desk.page(query).tickets.empty());
        query.view = InboxView::AllOpen;
        QCOMPARE(Desk::ids(desk.page(query)), Ids{id});
        query.view = InboxView::Mine;
        query.assignee = desk.people.omar.id;
        QVERIFY(desk.page(query).tickets.empty());
        query = {};
        query.team = "technical";
        QVERIFY(desk.page(query).tickets.empty());
        query.team = "billing";
        QCOMPARE(desk.page(query).total, 1);
    }

    void theDueBucketsCountTheWholeList()
    {
        Desk desk;
        const auto dueIn = [&](std::optional<std::chrono::minutes> wait) {
            const TicketId id = desk.ticket();
            desk.change(id,
                [&](Ticket& ticket) { ticket.dueAt = wait ? std::optional<TimePoint>(desk.clock.now() + *wait) : std::nullopt; });
            return id;
        };
        const TicketId later = dueIn(std::chrono::minutes(3000));
        const TicketId never = dueIn(std::nullopt);
        const TicketId late = dueIn(std::chrono::minutes(-10));
        const TicketId today = dueIn(std::chrono::minutes(300));
        const TicketId soon = dueIn(std::chrono::minutes(59));
        InboxQuery query;
        query.limit = 2;
        const InboxPage first = desk.page(query);
        QCOMPARE(first.total, 5);
        QCOMPARE(first.due, (std::array<std::int64_t, 3>{2, 1, 2}));
        QCOMPARE(Desk::ids(first), (Ids{late, soon}));
        query.cursor = first.cursor;
        const InboxPage second = desk.page(query);
        QCOMPARE(Desk::ids(second), (Ids{today, later}));
        query.cursor = second.cursor;
        const InboxPage third = desk.page(query);
        QCOMPARE(Desk::ids(third), Ids{never});
        QVERIFY(third.cursor.empty());
        query.cursor = "made up";
        QCOMPARE(errorOf(desk.inbox.page(desk.people.marta, query)), ErrorCode::InvalidArgument);
    }

    void aRowShowsWhatIsKnownWithoutOpeningTheTicket()
    {
        Desk desk;
        const TicketId id = desk.ticket();
        desk.change(id, [](Ticket& ticket) {
            ticket.classification->urgency = Urgency::High;
            ticket.classification->highStakesAction = HighStakesAction::Refund;
            ticket.escalation = {{EscalationCode::LowConfidence, "", {}, {}}, {EscalationCode::LegalRegulatory, "", {}, {}},
                {EscalationCode::HighStakesAction, "", {}, {}}};
            ticket.draft.emplace();
            ticket.draft->confidence = 0.61;
        });
        TicketSummary row = valueOf(desk.inbox.summary(desk.people.marta, id));
        QCOMPARE(row.customerName, std::string("Ada Holm"));
        QCOMPARE(row.preview, std::string("Please refund the second charge."));
        QCOMPARE(row.urgency, std::optional(Urgency::High));
        QCOMPARE(row.action, HighStakesAction::Refund);
        QCOMPARE(row.team, std::string("billing"));
        QCOMPARE(row.confidence, std::optional(0.61));
        QCOMPARE(row.threshold, 0.75);
        QCOMPARE(row.reasons,
            (std::vector{EscalationCode::LegalRegulatory, EscalationCode::HighStakesAction, EscalationCode::LowConfidence}));
        QVERIFY(row.unread);
        desk.clock.advance(std::chrono::seconds(1));
        succeed(desk.conversations.markSeen(desk.people.marta, id));
        QVERIFY(!valueOf(desk.inbox.summary(desk.people.marta, id)).unread);
        QVERIFY(valueOf(desk.inbox.summary(desk.people.omar, id)).unread);
        desk.change(id, [](Ticket& ticket) { ticket.draft->abstained = true; });
        QVERIFY(!valueOf(desk.inbox.summary(desk.people.marta, id)).confidence.has_value());
        QCOMPARE(errorOf(desk.inbox.summary(desk.people.marta, TicketId("made up"))), ErrorCode::NotFound);
    }

    void wordsFindSubjectCustomerAndNumber()
    {
        Desk desk;
        const TicketId first = desk.ticket(TicketStatus::Escalated, "Rechnung für Müller: doppelt gebucht");
        const TicketId second = desk.ticket(TicketStatus::Escalated, "重复扣款 12");
        const TicketId third = desk.ticket(TicketStatus::Resolved, "VPN drops every hour");
        QCOMPARE(desk.found("rechnung mull"), Ids{first});
        QCOMPARE(desk.found("DOPPELT"), Ids{first});
        QVERIFY2(desk.found("oppelt").empty(), "a word is found by its beginning");
        QCOMPARE(desk.found("扣款"), Ids{second});
        QCOMPARE(desk.found("hol vpn"), Ids{third});
        QCOMPARE(desk.found("ada").size(), std::size_t(3));
        QVERIFY(desk.found("ada nothing").empty());
        QCOMPARE(desk.found("#1"), Ids{first});
        QCOMPARE(desk.found("1"), (Ids{first, second})); // its number, and a word that begins so
        QCOMPARE(desk.found("#3 vpn"), Ids{third});
        QVERIFY(desk.found("?!").empty());
        QCOMPARE(desk.found("  ").size(), std::size_t(3));
        const TicketId fourth = desk.ticket(TicketStatus::Escalated, "VPN again");
        QCOMPARE(desk.found("vpn"), (Ids{third, fourth}));
        InboxQuery query; // within a view
        query.text = "vpn";
        QCOMPARE(Desk::ids(desk.page(query)), Ids{fourth});
        QCOMPARE(desk.page(query).total, 1);
    }

    void aSearchIsPagedLikeEveryList()
    {
        Desk desk;
        std::vector<TicketId> all;
        for (int i = 0; i < 5; ++i) {
            all.push_back(desk.ticket(TicketStatus::Escalated, "VPN " + std::to_string(i)));
            desk.clock.advance(std::chrono::minutes(1));
        }
        desk.feed.settle();
        for (const InboxOrder order : {InboxOrder::Due, InboxOrder::Waiting, InboxOrder::Newest}) {
            std::vector<TicketId> expected = all;
            if (order == InboxOrder::Newest)
                std::ranges::reverse(expected);
            InboxQuery query;
            query.text = "vpn";
            query.order = order;
            query.limit = 2;
            std::vector<TicketId> seen;
            do {
                const InboxPage page = desk.page(query);
                QCOMPARE(page.total, 5);
                std::ranges::copy(Desk::ids(page), std::back_inserter(seen));
                query.cursor = page.cursor;
            } while (!query.cursor.empty());
            QCOMPARE(seen, expected);
            query.offset = 3;
            QCOMPARE(Desk::ids(desk.page(query)), (Ids{expected[3], expected[4]}));
            query.cursor = "d1.2";
            QCOMPARE(errorOf(desk.inbox.page(desk.people.marta, query)), ErrorCode::InvalidArgument);
        }
        InboxQuery due;
        due.text = "vpn";
        desk.clock.advance(std::chrono::hours(7));
        QCOMPARE(desk.page(due).due, (std::array<std::int64_t, 3>{5, 0, 0}));
    }

    void listsAreNotForCustomers()
    {
        Desk desk;
        const TicketId id = desk.ticket();
        QCOMPARE(errorOf(desk.inbox.page(desk.people.ada, {})), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.inbox.counts(desk.people.ada)), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.inbox.summary(desk.people.ada, id)), ErrorCode::Forbidden);
        QCOMPARE(desk.page({}).tickets.size(), std::size_t(1));
    }

    void manyTicketsAreSearchedWhileSomebodyTypes()
    {
        const int count = qEnvironmentVariableIsSet("TANDEM_SLOW") ? 100000 : 5000;
        Desk desk;
        const auto words = std::to_array<std::string>({"refund", "invoice", "password", "export", "Müller", "delivery", "crash"});
        for (int begin = 0; begin < count; begin += 1000) {
            succeed(desk.store->write([&](Transaction& transaction) -> Status {
                for (int i = begin; i < begin + 1000; ++i) {
                    const auto place = static_cast<std::size_t>(i);
                    Ticket ticket;
                    ticket.id = TicketId("t-" + std::to_string(i));
                    ticket.customer = desk.people.ada.customer;
                    ticket.status = TicketStatus::Escalated;
                    ticket.subject
                        = words.at(place % 7) + " question about " + words.at(place / 7 % 7) + " and more " + std::to_string(i);
                    TRY(transaction.tickets().insert(ticket));
                }
                return {};
            }));
        }
        desk.feed.settle();
        const auto timed = [&](const auto& work) {
            QElapsedTimer timer;
            timer.start();
            work();
            return static_cast<double>(timer.nsecsElapsed()) / 1e6;
        };
        InboxQuery query;
        query.text = "refund mull";
        const double loading = timed([&] { succeed(desk.inbox.prepareSearch({})); });
        const double search = timed([&] { desk.page(query); });
        const std::int64_t found = desk.page(query).total;
        QVERIFY(found > 0);
        query.text = "question";
        const double everything = timed([&] { desk.page(query); });
        QCOMPARE(desk.page(query).total, count);
        const double list = timed([&] { desk.page({}); });
        const double counts = timed([&] { valueOf(desk.inbox.counts(desk.people.marta)); });
        qInfo(
            "%d tickets: read in %.0f ms; page of %lld hits %.1f ms, of all %.1f ms; page without words %.1f ms, counts %.1f ms",
            count, loading, static_cast<long long>(found), search, everything, list, counts);
        QVERIFY2(search < 50.0 * slowdown, "searching takes too long");
    }
};

QTEST_GUILESS_MAIN(TestInboxService)
#include "TestInboxService.moc"
