// links: tandem_store
#include "contracts/Samples.h"

#include <algorithm>

using namespace tandem;

// Tickets that tell of the same, and what new ones are compared by.
class TestGroupStoreContract : public QObject {
    Q_OBJECT

public:
    explicit TestGroupStoreContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StoreFixture>(m_backend);
        for (const int number : {1, 2, 3}) {
            Ticket ticket = sampleTicket(idOf(number).value(), now() + std::chrono::minutes(number));
            ticket.customer = CustomerId("cus_" + std::to_string(number));
            m_fixture->write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
        }
    }
    void cleanup() { m_fixture.reset(); }

    void aFingerprintComesBackWithItsTicket();
    void fingerprintsComeNewestFirstAndAsManyAsAreWanted();
    void aFingerprintIsReplaced();
    void oldFingerprintsAreForgottenALittleAtATime();
    void aFingerprintOfNoTicketIsNotFound();
    void ticketsThatJoinAGroupShowItInGetAndInLists();
    void aTicketStaysInItsFirstGroup();
    void joiningAgainChangesNothing();
    void anUpdateOfATicketLeavesItsGroup();
    void anIncidentIsSeenOnEveryTicketOfTheGroup();
    void asManyCustomersAsOnceWereStayKnown();
    void aGroupThatIsNotThereCannotBeMarked();
    void everyTicketOfAGroupThatChangesIsTold();
    void listsAndCountsOfAGroupHoldItsTicketsAlone();
    void aTicketThatIsTakenOutLeavesNothingBehind();
    void whatWasStoredIsThereAfterOpeningAgain();

private:
    static TicketId idOf(int number) { return TicketId("tic_" + std::to_string(number)); }
    [[nodiscard]] TimePoint now() const { return m_fixture->clock().now(); }
    static StoredFingerprint fingerprintOf(int number, TimePoint at)
    {
        StoredFingerprint fingerprint;
        fingerprint.ticket = idOf(number);
        fingerprint.modelId = "model@1";
        fingerprint.at = at;
        fingerprint.report = ReportKind::Sure;
        fingerprint.vector = {0.6F, -0.8F, 0.0F};
        fingerprint.words = {7, 4000000000U};
        return fingerprint;
    }
    void put(const StoredFingerprint& fingerprint)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.groups().put(fingerprint); });
    }
    void join(const std::string& group, const std::vector<TicketId>& tickets)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.groups().join(GroupId(group), tickets); });
    }
    std::vector<StoredFingerprint> stored(TimePoint since, int limit = 100)
    {
        return m_fixture->read([&](Transaction& transaction) -> Result<std::vector<StoredFingerprint>> {
            std::vector<StoredFingerprint> all;
            TRY(transaction.groups().each(since, limit, [&](const StoredFingerprint& each) -> Status {
                all.push_back(each);
                return {};
            }));
            return all;
        });
    }
    Ticket ticket(int number)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.tickets().get(idOf(number)); });
    }
    std::optional<TicketGroup> group(const std::string& id)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.groups().find(GroupId(id)); });
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestGroupStoreContract::aFingerprintComesBackWithItsTicket()
{
    put(fingerprintOf(1, now()));
    join("tic_1", {idOf(1)});
    const auto all = stored(now());
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].ticket, idOf(1));
    QCOMPARE(all[0].modelId, std::string("model@1"));
    QCOMPARE(all[0].at, now());
    QCOMPARE(all[0].report, ReportKind::Sure);
    QCOMPARE(all[0].customer, CustomerId("cus_1"));
    QCOMPARE(all[0].group, GroupId("tic_1"));
    QCOMPARE(all[0].words, (std::vector<std::uint32_t>{7, 4000000000U}));
    QCOMPARE(all[0].vector.size(), std::size_t(3));
    QVERIFY(std::abs(all[0].vector[0] - 0.6F) < 0.01F && std::abs(all[0].vector[1] + 0.8F) < 0.01F);
    StoredFingerprint bare = fingerprintOf(2, now());
    bare.vector = {};
    bare.words = {};
    bare.report = ReportKind::Never;
    put(bare);
    const auto both = stored(now());
    QCOMPARE(both.size(), std::size_t(2));
    const StoredFingerprint& second = both[0].ticket == idOf(2) ? both[0] : both[1];
    QVERIFY(second.vector.empty() && second.words.empty() && second.report == ReportKind::Never && second.group.empty());
}

void TestGroupStoreContract::fingerprintsComeNewestFirstAndAsManyAsAreWanted()
{
    for (const int number : {2, 1, 3})
        put(fingerprintOf(number, now() + std::chrono::minutes(number)));
    const auto two = stored(now(), 2);
    QCOMPARE(two.size(), std::size_t(2));
    QCOMPARE(two[0].ticket, idOf(3));
    QCOMPARE(two[1].ticket, idOf(2));
    QCOMPARE(stored(now() + std::chrono::minutes(3)).size(), std::size_t(1));
}

void TestGroupStoreContract::aFingerprintIsReplaced()
{
    put(fingerprintOf(1, now()));
    StoredFingerprint again = fingerprintOf(1, now() + std::chrono::minutes(5));
    again.report = ReportKind::Possible;
    put(again);
    const auto all = stored(now());
    QCOMPARE(all.size(), std::size_t(1));
    QVERIFY(all[0].report == ReportKind::Possible && all[0].at == again.at);
}

void TestGroupStoreContract::oldFingerprintsAreForgottenALittleAtATime()
{
    for (const int number : {1, 2, 3})
        put(fingerprintOf(number, now() + std::chrono::minutes(number)));
    const auto expire = [&](TimePoint before, int limit) {
        m_fixture->write([&](Transaction& transaction) { return transaction.groups().expire(before, limit); });
    };
    expire(now() + std::chrono::minutes(3), 1);
    QCOMPARE(stored(now()).size(), std::size_t(2));
    QCOMPARE(stored(now()).back().ticket, idOf(2));
    expire(now() + std::chrono::minutes(3), 10);
    QCOMPARE(stored(now()).size(), std::size_t(1));
}

void TestGroupStoreContract::aFingerprintOfNoTicketIsNotFound()
{
    const Status written
        = m_fixture->store().write([&](Transaction& transaction) { return transaction.groups().put(fingerprintOf(9, now())); });
    QVERIFY(!written && written.error().code == ErrorCode::NotFound);
}

void TestGroupStoreContract::ticketsThatJoinAGroupShowItInGetAndInLists()
{
    join("tic_1", {idOf(1), idOf(2)});
    QVERIFY(ticket(1).group && ticket(1).group->id == GroupId("tic_1") && ticket(1).group->size == 2);
    QVERIFY(!ticket(1).group->incident);
    QVERIFY(!ticket(3).group);
    const TicketPage page = m_fixture->read([](Transaction& transaction) { return transaction.tickets().list({}); });
    for (const ListedTicket& listed : page.tickets)
        QCOMPARE(listed.ticket.group ? listed.ticket.group->size : 0, listed.ticket.id == idOf(3) ? 0 : 2);
}

void TestGroupStoreContract::aTicketStaysInItsFirstGroup()
{
    join("tic_1", {idOf(1), idOf(2)});
    join("tic_3", {idOf(3), idOf(2)});
    QCOMPARE(ticket(2).group->id, GroupId("tic_1"));
    QCOMPARE(group("tic_1")->size, std::int64_t(2));
    QCOMPARE(group("tic_3")->size, std::int64_t(1));
}

void TestGroupStoreContract::joiningAgainChangesNothing()
{
    join("tic_1", {idOf(1), idOf(2)});
    join("tic_1", {idOf(1), idOf(2), TicketId("tic_unknown")});
    QCOMPARE(group("tic_1")->size, std::int64_t(2));
    QCOMPARE(ticket(1).version, std::int64_t(1));
}

void TestGroupStoreContract::anUpdateOfATicketLeavesItsGroup()
{
    Ticket before = ticket(1);
    join("tic_1", {idOf(1), idOf(2)});
    before.status = TicketStatus::Escalated;
    m_fixture->write([&](Transaction& transaction) { return transaction.tickets().update(before); });
    QVERIFY(ticket(1).group && ticket(1).group->size == 2);
    QCOMPARE(ticket(1).status, TicketStatus::Escalated);
}

void TestGroupStoreContract::anIncidentIsSeenOnEveryTicketOfTheGroup()
{
    join("tic_1", {idOf(1), idOf(2)});
    const Incident incident{6, now(), now() + std::chrono::minutes(20)};
    m_fixture->write([&](Transaction& transaction) { return transaction.groups().mark(GroupId("tic_1"), incident); });
    for (const int number : {1, 2}) {
        const auto seen = ticket(number).group->incident;
        QVERIFY(seen && seen->customers == 6 && seen->begin == incident.begin && seen->end == incident.end);
    }
    const TicketPage page = m_fixture->read([](Transaction& transaction) { return transaction.tickets().list({}); });
    QVERIFY(page.tickets.back().ticket.group->incident && page.tickets.back().ticket.group->incident->customers == 6);
}

void TestGroupStoreContract::asManyCustomersAsOnceWereStayKnown()
{
    join("tic_1", {idOf(1)});
    const auto mark = [&](int customers, int minutes) {
        m_fixture->write([&](Transaction& transaction) {
            return transaction.groups().mark(GroupId("tic_1"), {customers, now(), now() + std::chrono::minutes(minutes)});
        });
    };
    mark(6, 20);
    mark(5, 30);
    QCOMPARE(group("tic_1")->incident->customers, 6);
    QCOMPARE(group("tic_1")->incident->end, now() + std::chrono::minutes(20));
    mark(8, 25);
    QCOMPARE(group("tic_1")->incident->customers, 8);
    QCOMPARE(group("tic_1")->incident->end, now() + std::chrono::minutes(25));
}

void TestGroupStoreContract::aGroupThatIsNotThereCannotBeMarked()
{
    const Status marked = m_fixture->store().write(
        [&](Transaction& transaction) { return transaction.groups().mark(GroupId("none"), {5, now(), now()}); });
    QVERIFY(!marked && marked.error().code == ErrorCode::NotFound);
    QVERIFY(!group("none"));
}

void TestGroupStoreContract::everyTicketOfAGroupThatChangesIsTold()
{
    std::vector<TicketId> told;
    m_fixture->store().onCommit([&](const CommittedChanges& changes) { told = changes.tickets; });
    join("tic_1", {idOf(1), idOf(2)});
    m_fixture->store().onCommit({});
    std::ranges::sort(told);
    QCOMPARE(told, (std::vector<TicketId>{idOf(1), idOf(2)}));
    // The others of the group are seen with one more, and with an incident.
    const auto toldBy = [&](const std::function<Status(Transaction&)>& work) {
        told.clear();
        m_fixture->store().onCommit([&](const CommittedChanges& changes) { told = changes.tickets; });
        m_fixture->write(work);
        m_fixture->store().onCommit({});
        return told.size();
    };
    QCOMPARE(toldBy([](Transaction& transaction) { return transaction.groups().join(GroupId("tic_1"), {idOf(3)}); }), 3U);
    QCOMPARE(
        toldBy([&](Transaction& transaction) { return transaction.groups().mark(GroupId("tic_1"), {5, now(), now()}); }), 3U);
    QCOMPARE(toldBy([](Transaction& transaction) { return transaction.groups().join(GroupId("tic_1"), {idOf(3)}); }), 0U);
    QCOMPARE(toldBy([](Transaction& transaction) { return transaction.groups().remove(idOf(3)); }), 3U);
}

void TestGroupStoreContract::listsAndCountsOfAGroupHoldItsTicketsAlone()
{
    join("tic_1", {idOf(1), idOf(3)});
    TicketListing listing;
    listing.filter.group = GroupId("tic_1");
    for (const TicketOrder order : {TicketOrder::Newest, TicketOrder::Due, TicketOrder::Waiting}) {
        listing.order = order;
        const TicketPage page = m_fixture->read([&](Transaction& transaction) { return transaction.tickets().list(listing); });
        QCOMPARE(page.tickets.size(), std::size_t(2));
        QVERIFY(page.tickets[0].ticket.id != idOf(2) && page.tickets[1].ticket.id != idOf(2));
    }
    const auto count = [&](const TicketFilter& filter) {
        return m_fixture->read([&](Transaction& transaction) { return transaction.tickets().count(filter, std::nullopt); });
    };
    QCOMPARE(count(listing.filter), std::int64_t(2));
    TicketFilter narrow = listing.filter;
    narrow.customer = CustomerId("cus_3");
    QCOMPARE(count(narrow), std::int64_t(1));
    narrow = listing.filter;
    narrow.statuses = {TicketStatus::Resolved};
    QCOMPARE(count(narrow), std::int64_t(0));
    listing.limit = 1;
    const TicketPage first = m_fixture->read([&](Transaction& transaction) { return transaction.tickets().list(listing); });
    listing.cursor = first.cursor;
    const TicketPage second = m_fixture->read([&](Transaction& transaction) { return transaction.tickets().list(listing); });
    QVERIFY(!first.cursor.empty() && second.cursor.empty() && second.tickets.size() == 1);
}

void TestGroupStoreContract::aTicketThatIsTakenOutLeavesNothingBehind()
{
    put(fingerprintOf(1, now()));
    join("tic_1", {idOf(1), idOf(2)});
    m_fixture->write([&](Transaction& transaction) -> Status {
        TRY(transaction.groups().remove(idOf(1)));
        return transaction.groups().remove(idOf(1));
    });
    QVERIFY(!ticket(1).group);
    QCOMPARE(group("tic_1")->size, std::int64_t(1));
    QVERIFY(stored(now()).empty());
}

void TestGroupStoreContract::whatWasStoredIsThereAfterOpeningAgain()
{
    put(fingerprintOf(1, now()));
    join("tic_1", {idOf(1), idOf(2)});
    m_fixture->reopen();
    QCOMPARE(stored(now()).size(), std::size_t(1));
    QCOMPARE(ticket(2).group->size, std::int64_t(2));
}

TANDEM_CONTRACT_MAIN(TestGroupStoreContract)
#include "TestGroupStoreContract.moc"
