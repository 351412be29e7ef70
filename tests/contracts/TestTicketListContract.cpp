// links: tandem_store
#include "contracts/Samples.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

using namespace tandem;

class TestTicketListContract : public QObject {
    Q_OBJECT

public:
    explicit TestTicketListContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(m_backend); }
    void cleanup() { m_fixture.reset(); }

    void aListIsNewestFirstAndPaged();
    void dueAndWaitingHaveThoseWithoutATimeLast();
    void everyFilterAndOrderAgreesWithLookingAtEachTicket();
    void onlyTheTicketsAmongAreListed();
    void anOffsetSkipsRowsAndACursorGoesOn();
    void aPageGoesOnWhereItEndedThoughTicketsCome();
    void aMadeUpCursorIsRefused();
    void limitsAreClamped();
    void aRowShowsTheTicketWithoutItsLongParts();
    void aTicketIsUnreadUntilItsReaderHasSeenIt();
    void seeingNeedsTheTicketAndNeverGoesBack();

private:
    using Ids = std::vector<std::string>;

    TimePoint now() { return m_fixture->clock().now(); }
    void insert(Ticket ticket)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    }
    TicketPage page(const TicketListing& listing)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.tickets().list(listing); });
    }
    std::int64_t count(const TicketFilter& filter, std::optional<TimePoint> dueBefore = std::nullopt)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.tickets().count(filter, dueBefore); });
    }
    static Ids idsOf(const TicketPage& page)
    {
        Ids ids;
        for (const ListedTicket& listed : page.tickets)
            ids.push_back(listed.ticket.id.value());
        return ids;
    }
    // All pages, by cursor.
    Ids walk(TicketListing listing)
    {
        Ids ids;
        do {
            const TicketPage next = page(listing);
            for (const std::string& id : idsOf(next))
                ids.push_back(id);
            listing.cursor = next.cursor;
        } while (!listing.cursor.empty() && ids.size() < 1000);
        return ids;
    }
    bool unread(const std::string& reader) { return page({.reader = ActorId(reader)}).tickets.at(0).unread; }
    std::vector<Ticket> variedTickets();

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestTicketListContract::aListIsNewestFirstAndPaged()
{
    for (int i = 0; i < 7; ++i) {
        insert(sampleTicket("tic_" + std::to_string(i), now()));
        if (i % 2 == 1) // pairs of the same instant: the page border may fall between them
            m_fixture->clock().advance(Milliseconds(1));
    }
    QCOMPARE(walk({.limit = 3}), (Ids{"tic_6", "tic_5", "tic_4", "tic_3", "tic_2", "tic_1", "tic_0"}));
    QCOMPARE(page({.limit = 3}).tickets.size(), std::size_t{3});
    QVERIFY(page({.limit = 7}).cursor.empty());
}

void TestTicketListContract::dueAndWaitingHaveThoseWithoutATimeLast()
{
    struct Row {
        const char* id;
        std::optional<int> due;
        std::optional<int> waiting;
    };
    for (const Row& row : {Row{"a", {}, 30}, Row{"b", 20, {}}, Row{"c", 10, 10}, Row{"d", {}, {}}, Row{"e", 20, 20}}) {
        Ticket ticket = sampleTicket(row.id, now());
        if (row.due)
            ticket.dueAt = now() + Milliseconds(*row.due);
        if (row.waiting)
            ticket.waitingSince = now() + Milliseconds(*row.waiting);
        insert(ticket);
    }
    for (const int limit : {1, 2, 10}) {
        QCOMPARE(walk({.order = TicketOrder::Due, .limit = limit}), (Ids{"c", "b", "e", "a", "d"}));
        QCOMPARE(walk({.order = TicketOrder::Waiting, .limit = limit}), (Ids{"c", "e", "a", "b", "d"}));
    }
    QCOMPARE(count({}, now() + Milliseconds(20)), 1);
    QCOMPARE(count({}, now() + Milliseconds(21)), 3);
    QCOMPARE(count({}), 5);
}

std::vector<Ticket> TestTicketListContract::variedTickets()
{
    constexpr std::array statuses{TicketStatus::Escalated, TicketStatus::Answered, TicketStatus::Resolved};
    std::vector<Ticket> tickets;
    for (int i = 0; i < 240; ++i) {
        Ticket ticket = sampleTicket("tic_" + std::to_string(i), now() + Milliseconds(i / 3));
        ticket.status = statuses.at(static_cast<std::size_t>(i % 3));
        ticket.customer = CustomerId("cus_" + std::to_string(i % 7));
        ticket.assignee = ActorId(i % 4 == 0 ? "act_1" : "");
        if (i % 5 != 0)
            ticket.route = Route{i % 2 == 0 ? Queue::Ai : Queue::Human, i % 6 < 3 ? "billing" : "care", {}};
        if (i % 8 != 0) {
            ticket.classification = sampleClassification();
            ticket.classification->language.language = i % 9 < 5 ? Language::De : Language::Ja;
        }
        if (i % 10 < 6)
            ticket.dueAt = now() + Milliseconds(1000 - i / 4 * 10);
        if (i % 11 < 7)
            ticket.waitingSince = now() - Milliseconds(i * 37 % 50);
        tickets.push_back(ticket);
    }
    m_fixture->write([&](Transaction& transaction) -> Status {
        for (Ticket& ticket : tickets)
            TRY(transaction.tickets().insert(ticket));
        return {};
    });
    return tickets;
}

namespace {

bool matches(const TicketFilter& filter, const Ticket& ticket)
{
    const auto& classification = ticket.classification;
    return (filter.statuses.empty() || std::ranges::find(filter.statuses, ticket.status) != filter.statuses.end())
        && (!filter.queue || (ticket.route && ticket.route->queue == *filter.queue))
        && (!filter.team || (ticket.route && ticket.route->team == *filter.team))
        && (!filter.language || (classification && classification->language.language == *filter.language))
        && (!filter.assignee || ticket.assignee == *filter.assignee) && (!filter.customer || ticket.customer == *filter.customer)
        && (filter.among.empty() || std::ranges::find(filter.among, ticket.id) != filter.among.end());
}

// The straight way to what a list should hold.
std::vector<std::string> expected(std::vector<Ticket> tickets, const TicketFilter& filter, TicketOrder order)
{
    std::erase_if(tickets, [&](const Ticket& ticket) { return !matches(filter, ticket); });
    const auto key = [&](const Ticket& ticket) {
        if (order == TicketOrder::Newest)
            return std::tuple(false, -ticket.createdAt.time_since_epoch().count(), -ticket.number);
        const auto& time = order == TicketOrder::Due ? ticket.dueAt : ticket.waitingSince;
        return std::tuple(!time, time.value_or(TimePoint{}).time_since_epoch().count(), ticket.number);
    };
    std::ranges::sort(tickets, {}, key);
    std::vector<std::string> ids;
    for (const Ticket& ticket : tickets)
        ids.push_back(ticket.id.value());
    return ids;
}

} // namespace

void TestTicketListContract::everyFilterAndOrderAgreesWithLookingAtEachTicket()
{
    const std::vector<Ticket> tickets = variedTickets();
    constexpr int switches = 7;
    int found = 0;
    for (int mask = 0; mask < 1 << switches; ++mask) {
        const auto on = [&](int bit) { return (mask >> bit & 1) != 0; };
        TicketFilter filter;
        if (on(0)) // one of them twice: a list still shows each ticket once
            filter.statuses = {TicketStatus::Resolved, TicketStatus::Escalated, TicketStatus::Resolved};
        if (on(1))
            filter.queue = Queue::Human;
        if (on(2))
            filter.team = "billing";
        if (on(3))
            filter.language = Language::De;
        if (on(4))
            filter.assignee = ActorId(on(2) ? "" : "act_1");
        if (on(5))
            filter.customer = CustomerId("cus_3");
        if (on(6)) {
            for (const std::size_t i : {0U, 10U, 17U, 24U, 31U, 45U, 59U, 101U, 239U})
                filter.among.push_back(tickets[i].id);
        }
        for (const TicketOrder order : {TicketOrder::Newest, TicketOrder::Due, TicketOrder::Waiting}) {
            const Ids wanted = expected(tickets, filter, order);
            found += static_cast<int>(wanted.size());
            QCOMPARE(walk({.filter = filter, .order = order, .limit = 1000}), wanted);
            QCOMPARE(walk({.filter = filter, .order = order, .limit = 17}), wanted);
            QCOMPARE(count(filter), static_cast<std::int64_t>(wanted.size()));
        }
        const TimePoint border = now() + Milliseconds(700);
        const auto dueBefore = std::ranges::count_if(
            tickets, [&](const Ticket& ticket) { return matches(filter, ticket) && ticket.dueAt && *ticket.dueAt < border; });
        QCOMPARE(count(filter, border), static_cast<std::int64_t>(dueBefore));
    }
    QVERIFY(found > 1000);
}

void TestTicketListContract::onlyTheTicketsAmongAreListed()
{
    for (const std::string id : {"a", "b\"] OR 1 --", "c"})
        insert(sampleTicket(id, now()));
    TicketFilter filter;
    filter.among = {TicketId("b\"] OR 1 --"), TicketId("a"), TicketId("nowhere")};
    QCOMPARE(walk({.filter = filter}), (Ids{"b\"] OR 1 --", "a"}));
    QCOMPARE(count(filter), 2);
}

void TestTicketListContract::anOffsetSkipsRowsAndACursorGoesOn()
{
    for (int i = 0; i < 9; ++i)
        insert(sampleTicket(std::to_string(i), now() + Milliseconds(i)));
    const TicketPage jumped = page({.offset = 4, .limit = 2});
    QCOMPARE(idsOf(jumped), (Ids{"4", "3"}));
    QCOMPARE(idsOf(page({.cursor = jumped.cursor, .offset = 4, .limit = 2})), (Ids{"2", "1"})); // the offset is not counted again
    QVERIFY(page({.offset = 9}).tickets.empty());
    QCOMPARE(page({.offset = -5}).tickets.size(), std::size_t{9});
}

void TestTicketListContract::aPageGoesOnWhereItEndedThoughTicketsCome()
{
    for (int i = 0; i < 4; ++i)
        insert(sampleTicket(std::to_string(i), now()));
    const TicketPage first = page({.limit = 2});
    QCOMPARE(idsOf(first), (Ids{"3", "2"}));
    insert(sampleTicket("new", now()));
    QCOMPARE(idsOf(page({.cursor = first.cursor, .limit = 2})), (Ids{"1", "0"}));
}

void TestTicketListContract::aMadeUpCursorIsRefused()
{
    for (int i = 0; i < 2; ++i)
        insert(sampleTicket(std::to_string(i), now()));
    const std::string ofNewest = page({.limit = 1}).cursor;
    QVERIFY(!ofNewest.empty());
    const auto refused = [&](const std::string& cursor, TicketOrder order) {
        const auto listed = readResult(m_fixture->store(),
            [&](Transaction& transaction) { return transaction.tickets().list({.order = order, .cursor = cursor}); });
        return !listed && listed.error().code == ErrorCode::InvalidArgument;
    };
    for (const std::string cursor : {"x", "12", "12.", "12.3x", ".3", "n", "n1", "n1.", "n.1", "n1.2.", "n1 .2", "n+1.2",
             "n99999999999999999999.1", "1'; DROP TABLE ticket; --"})
        QVERIFY2(refused(cursor, TicketOrder::Newest), cursor.c_str());
    QVERIFY(refused(ofNewest, TicketOrder::Due));
    QVERIFY(!refused(ofNewest, TicketOrder::Newest));
}

void TestTicketListContract::limitsAreClamped()
{
    for (int i = 0; i < 3; ++i)
        insert(sampleTicket(std::to_string(i), now()));
    QCOMPARE(page({.limit = 0}).tickets.size(), std::size_t{1});
    QCOMPARE(page({.limit = -7}).tickets.size(), std::size_t{1});
    QCOMPARE(page({.limit = 1000000}).tickets.size(), std::size_t{3});
}

void TestTicketListContract::aRowShowsTheTicketWithoutItsLongParts()
{
    Ticket ticket = sampleTicket("tic_1", now());
    ticket.status = TicketStatus::AwaitingApproval;
    ticket.priority = Urgency::Low;
    ticket.classification = sampleClassification();
    ticket.route = sampleRoute();
    ticket.escalation = {{EscalationCode::HighStakesAction, "Geld zurück", 0.9, 0.5}, {EscalationCode::ChurnThreat, "", {}, {}}};
    ticket.draft = sampleDraft();
    ticket.assignee = ActorId("act_7");
    ticket.dueAt = now() + Milliseconds(9);
    ticket.preview = "Ich hätte gern mein Geld zurück";
    insert(ticket);
    Ticket plain = sampleTicket("tic_2", now() - Milliseconds(1));
    plain.customer = CustomerId("cus_2");
    insert(plain);
    m_fixture->write([](Transaction& transaction) -> Status {
        TRY(transaction.customers().put({CustomerId("cus_1"), "anna@example.org", "Änna", "", Tier::Free, 0, 0}));
        return transaction.customers().put({CustomerId("cus_2"), "shop-17", "", "", Tier::Free, 0, 0});
    });
    const TicketPage all = page({});
    const Ticket& row = all.tickets.at(0).ticket;
    QVERIFY(row.number == 1 && row.version == 1 && row.status == TicketStatus::AwaitingApproval);
    QVERIFY(row.subject == ticket.subject && row.preview == ticket.preview && row.priority == Urgency::Low);
    QVERIFY(row.classification->category == Category::BillingInquiry && row.classification->urgency == Urgency::High);
    QVERIFY(row.classification->language.language == Language::De);
    QVERIFY(row.classification->highStakesAction == HighStakesAction::Refund && row.classification->signals.empty());
    QVERIFY(row.route->queue == Queue::Human && row.route->team == "billing" && row.route->reasons.empty());
    QCOMPARE(row.escalation.size(), std::size_t{2});
    QVERIFY(row.escalation[0].code == EscalationCode::HighStakesAction && row.escalation[0].detail.empty());
    QVERIFY(row.escalation[1].code == EscalationCode::ChurnThreat);
    QVERIFY(row.draft->confidence == 0.81 && !row.draft->abstained && row.draft->text.empty());
    QVERIFY(row.assignee == ActorId("act_7") && row.dueAt == ticket.dueAt && !row.waitingSince);
    QCOMPARE(all.tickets.at(0).customerName, std::string("Änna"));
    const Ticket& bare = all.tickets.at(1).ticket;
    QVERIFY(!bare.classification && !bare.route && !bare.draft && bare.escalation.empty() && bare.preview.empty());
    QCOMPARE(all.tickets.at(1).customerName, std::string("shop-17"));
}

void TestTicketListContract::aTicketIsUnreadUntilItsReaderHasSeenIt()
{
    insert(sampleTicket("tic_1", now()));
    const auto append = [&](const std::string& id, Author author) {
        m_fixture->clock().advance(Milliseconds(1));
        Message message = sampleMessage(id, "tic_1", "hello", now());
        message.author = author;
        m_fixture->write([&](Transaction& transaction) { return transaction.tickets().append(message); });
    };
    const auto see = [&](const std::string& reader) {
        m_fixture->clock().advance(Milliseconds(1));
        m_fixture->write(
            [&](Transaction& transaction) { return transaction.tickets().markSeen(TicketId("tic_1"), ActorId(reader), now()); });
    };
    QVERIFY(!unread("act_1")); // nobody wrote
    append("msg_1", Author::Customer);
    QVERIFY(unread("act_1") && unread("act_2"));
    QVERIFY(!unread("")); // nobody's marks were asked for
    see("act_1");
    QVERIFY(!unread("act_1") && unread("act_2"));
    append("msg_2", Author::Agent);
    append("msg_3", Author::Ai);
    QVERIFY(!unread("act_1"));
    append("msg_4", Author::Customer);
    QVERIFY(unread("act_1"));
    see("act_1");
    m_fixture->reopen();
    QVERIFY(!unread("act_1"));
}

void TestTicketListContract::seeingNeedsTheTicketAndNeverGoesBack()
{
    const auto see = [&](const std::string& ticket, TimePoint at) {
        return m_fixture->store().write(
            [&](Transaction& transaction) { return transaction.tickets().markSeen(TicketId(ticket), ActorId("act_1"), at); });
    };
    const Status missing = see("tic_9", now());
    QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
    insert(sampleTicket("tic_1", now()));
    m_fixture->write(
        [&](Transaction& transaction) { return transaction.tickets().append(sampleMessage("msg_1", "tic_1", "hello", now())); });
    succeed(see("tic_1", now() + Milliseconds(5)));
    succeed(see("tic_1", now() - Milliseconds(5))); // a slow request of another window
    QVERIFY(!unread("act_1"));
}

TANDEM_CONTRACT_MAIN(TestTicketListContract)
#include "TestTicketListContract.moc"
