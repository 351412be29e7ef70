// links: tandem_pipeline
#include "pipeline/group/RecentTickets.h"
#include "support/TemporaryStore.h"

#include <algorithm>
#include <cmath>
#include <thread>

using namespace tandem;
using namespace std::chrono_literals;

class TestRecentTickets : public QObject {
    Q_OBJECT

    // Cosine .5 is even odds.
    static SimilarityModel model()
    {
        SimilarityModel model;
        model.dataHash = 1;
        model.mean.assign(dimension, 0);
        model.bias = -15;
        model.cosine = 30;
        model.wordsBias = -12;
        model.wordsOverlap = 20;
        return model;
    }
    // A unit vector that is `likeness` like every other of its topic's middle.
    static std::vector<float> vectorOf(std::size_t topic, float likeness, std::size_t own)
    {
        std::vector<float> vector(dimension);
        vector.at(topic) = likeness;
        vector.at(16 + own % 48) = std::sqrt(1 - likeness * likeness);
        return vector;
    }
    // The n-th customer's ticket about a topic.
    [[nodiscard]] RecentTicket ticket(int number, std::size_t topic, std::chrono::minutes after, float likeness = 0.9F) const
    {
        const std::string name = std::to_string(number);
        return {TicketId("t" + std::string(3 - name.size(), '0') + name), CustomerId("c" + name), m_start + after,
            ReportKind::Sure, {vectorOf(topic, likeness, static_cast<std::size_t>(number)), {}}};
    }
    static bool holds(const std::vector<TicketId>& members, const std::string& id)
    {
        return std::ranges::find(members, TicketId(id)) != members.end();
    }

    static constexpr std::size_t dimension = 64;
    const TimePoint m_start{Milliseconds(1'700'000'000'000)};

private Q_SLOTS:
    void whatIsLikeNoOtherIsInNoGroup()
    {
        RecentTickets recent(model(), "m", {});
        QVERIFY(recent.place(ticket(1, 0, 0min)).group.empty());
        const Grouping other = recent.place(ticket(2, 1, 1min));
        QVERIFY(other.group.empty() && other.members.empty() && !other.burst);
        QCOMPARE(recent.size(), std::size_t(2));
    }
    void theSecondMakesTheGroupAndItsNameIsTheFirst()
    {
        RecentTickets recent(model(), "m", {});
        recent.place(ticket(1, 0, 0min));
        const Grouping second = recent.place(ticket(2, 0, 5min));
        QCOMPARE(second.group, GroupId("t001"));
        QVERIFY(second.members.size() == 2 && holds(second.members, "t001") && holds(second.members, "t002"));
        recent.settled(second);
        const Grouping third = recent.place(ticket(3, 0, 9min));
        QCOMPARE(third.group, GroupId("t001"));
        QCOMPARE(third.members, (std::vector<TicketId>{TicketId("t003")})); // the rows of the others say so already
    }
    void oneCustomersTwoMailsAreAGroupAndNoBurst()
    {
        RecentTickets recent(model(), "m", {});
        for (int i = 1; i < 12; ++i) {
            RecentTicket again = ticket(i, 0, std::chrono::minutes(i));
            again.customer = CustomerId("loud");
            const Grouping grouping = recent.place(again);
            QVERIFY(!grouping.burst);
            QCOMPARE(grouping.group.empty(), i == 1);
        }
    }
    void placingAgainAfterAFailureComesToTheSame()
    {
        RecentTickets recent(model(), "m", {});
        recent.place(ticket(1, 0, 0min));
        const Grouping first = recent.place(ticket(2, 0, 5min));
        const Grouping again = recent.place(ticket(2, 0, 5min)); // nothing was settled: its stage failed
        QCOMPARE(again.group, first.group);
        QCOMPARE(std::set<TicketId>(again.members.begin(), again.members.end()),
            std::set<TicketId>(first.members.begin(), first.members.end()));
        QCOMPARE(recent.size(), std::size_t(2));
        const Grouping founder = recent.place(ticket(1, 0, 0min));
        QCOMPARE(founder.group, first.group);
    }
    void theFifthCustomerMakesABurstAndThoseWhoWaitBelongToIt()
    {
        RecentTickets recent(model(), "m", {});
        // Alike enough to be counted, too little to be shown together.
        std::optional<Burst> burst;
        Grouping last;
        for (int i = 1; i <= 5; ++i) {
            QVERIFY(!burst);
            last = recent.place(ticket(i, 0, std::chrono::minutes(4 * i), 0.7F));
            QCOMPARE(last.group.empty(), i < 5);
            burst = last.burst;
        }
        QVERIFY(burst.has_value());
        QCOMPARE(burst->incident.customers, 5);
        QCOMPARE(burst->incident.end - burst->incident.begin, Milliseconds(16min));
        QCOMPARE(last.group, GroupId("t001"));
        QCOMPARE(last.members.size(), std::size_t(5));
        QVERIFY(recent.place(ticket(6, 0, 22min, 0.7F)).burst.has_value());
    }
    void whatIsLikeThoseThatAreLikeItCountsToo()
    {
        // Two ways to tell of it, and a third customer's words between them.
        RecentTickets recent(model(), "m", {});
        const auto told = [&](int number, float first, float second) {
            RecentTicket one = ticket(number, 0, std::chrono::minutes(number));
            one.fingerprint.vector = vectorOf(0, first, static_cast<std::size_t>(number));
            one.fingerprint.vector.at(1) = second;
            double length = 0;
            for (const float value : one.fingerprint.vector)
                length += static_cast<double>(value) * static_cast<double>(value);
            for (float& value : one.fingerprint.vector)
                value = static_cast<float>(static_cast<double>(value) / std::sqrt(length));
            return recent.place(one).burst.has_value();
        };
        QVERIFY(!told(1, 0.9F, 0));
        QVERIFY(!told(2, 0.9F, 0));
        QVERIFY(!told(3, 0.6F, 0.6F)); // a little like both
        QVERIFY(!told(4, 0.05F, 2));
        QVERIFY(told(5, 0.05F, 2));
    }
    void onlyReportsCount()
    {
        RecentTickets recent(model(), "m", {});
        for (int i = 1; i < 10; ++i) {
            RecentTicket thanks = ticket(i, 0, std::chrono::minutes(i));
            thanks.report = ReportKind::Never;
            QVERIFY(!recent.place(thanks).burst);
        }
        QVERIFY(!recent.place(ticket(10, 0, 10min)).burst);
    }
    void aChainOfLikenessesDoesNotLeadFromAnythingToAnything()
    {
        RecentTickets recent(model(), "m", {});
        // Each is like its neighbours alone.
        GroupId first;
        std::set<GroupId> groups;
        for (int i = 0; i < 9; ++i) {
            const double angle = 0.9 * i;
            RecentTicket link = ticket(i + 1, 0, std::chrono::minutes(i));
            link.fingerprint.vector.assign(dimension, 0);
            link.fingerprint.vector.at(static_cast<std::size_t>(angle / 1.5707963))
                = static_cast<float>(std::cos(std::fmod(angle, 1.5707963)));
            link.fingerprint.vector.at(static_cast<std::size_t>(angle / 1.5707963) + 1)
                = static_cast<float>(std::sin(std::fmod(angle, 1.5707963)));
            groups.insert(recent.place(link).group);
        }
        groups.erase(GroupId());
        QVERIFY2(groups.size() > 1, "one group took all");
    }
    void oldTicketsAreNoLongerComparedAndNotKept()
    {
        GroupingThresholds thresholds;
        thresholds.keep = std::chrono::hours(2);
        RecentTickets recent(model(), "m", thresholds);
        recent.place(ticket(1, 0, 0min));
        recent.place(ticket(2, 1, 100min));
        QVERIFY(recent.place(ticket(3, 0, 121min)).group.empty());
        QCOMPARE(recent.size(), std::size_t(2));
    }
    void theOldestGoWhenThereAreTooMany()
    {
        GroupingThresholds thresholds;
        thresholds.most = 3;
        RecentTickets recent(model(), "m", thresholds);
        for (int i = 1; i <= 5; ++i)
            recent.place(ticket(i, static_cast<std::size_t>(i), std::chrono::minutes(i)));
        QCOMPARE(recent.size(), std::size_t(3));
        QVERIFY(recent.place(ticket(6, 1, 6min)).group.empty());
        QCOMPARE(recent.place(ticket(7, 5, 7min)).group, GroupId("t005"));
    }
    void nothingOfAForgottenCustomerStays()
    {
        RecentTickets recent(model(), "m", {});
        for (int i = 1; i <= 4; ++i) {
            RecentTicket one = ticket(i, 0, std::chrono::minutes(i));
            one.customer = CustomerId(i % 2 == 0 ? "even" : "odd");
            recent.place(one);
        }
        recent.forget(CustomerId("even"));
        QCOMPARE(recent.size(), std::size_t(2));
        recent.forget(TicketId("t001"));
        recent.forget(TicketId("t999"));
        QCOMPARE(recent.size(), std::size_t(1));
        recent.forget(CustomerId("odd"));
        QCOMPARE(recent.size(), std::size_t(0));
        QVERIFY(recent.place(ticket(9, 0, 9min)).group.empty());
    }
    void whatIsForgottenIsLikeNothingAnyMore()
    {
        for (const bool byCustomer : {true, false}) {
            RecentTickets recent(model(), "m", {});
            for (int i = 1; i <= 4; ++i)
                QVERIFY(!recent.place(ticket(i, 0, std::chrono::minutes(i))).burst);
            for (int i = 2; i <= 4; ++i) {
                const RecentTicket gone = ticket(i, 0, 0min);
                if (byCustomer)
                    recent.forget(gone.customer);
                else
                    recent.forget(gone.ticket);
                recent.place(ticket(i, 1 + static_cast<std::size_t>(i), std::chrono::minutes(i))); // of the same name
            }
            QVERIFY(!recent.place(ticket(5, 0, 5min)).burst);
        }
    }
    void withoutAModelTheSameWordsAreTheSame()
    {
        RecentTickets recent(model(), "", {});
        const auto byWords = [&](int number, const char* text) {
            RecentTicket one = ticket(number, 0, std::chrono::minutes(number));
            one.fingerprint = recent.model().fingerprint({}, text);
            return recent.place(one).group;
        };
        QVERIFY(byWords(1, "The export of order 4711 stops with an error").empty());
        QVERIFY(byWords(2, "Where can I download the invoice for my accountant?").empty());
        QCOMPARE(byWords(3, "Hello, the export of order 99 stops with an error"), GroupId("t001"));
        QVERIFY(byWords(4, "").empty());
        QVERIFY(byWords(5, "").empty());
    }
    void whatIsStoredIsKnownAgainAfterAStart()
    {
        ManualClock clock;
        TemporaryStore store(clock);
        RecentTickets before(model(), "m", {});
        for (int i = 1; i <= 3; ++i) {
            RecentTicket one = ticket(i, 0, 0min);
            one.at = clock.now() - std::chrono::minutes(10 - i);
            const Grouping grouping = before.place(one);
            succeed(store->write([&](Transaction& transaction) -> Status {
                Ticket row;
                row.id = one.ticket;
                row.customer = one.customer;
                row.createdAt = one.at;
                TRY(transaction.tickets().insert(row));
                TRY(transaction.groups().put({one.ticket, grouping.modelId, one.at, ReportKind::Sure, one.fingerprint.vector,
                    one.fingerprint.words, {}, {}}));
                return grouping.group.empty() ? Status() : transaction.groups().join(grouping.group, grouping.members);
            }));
            before.settled(grouping);
        }
        RecentTickets after(model(), "m", {});
        succeed(after.fill(*store, clock.now()));
        QCOMPARE(after.size(), std::size_t(3));
        RecentTicket next = ticket(4, 0, 0min);
        next.at = clock.now();
        const Grouping grouping = after.place(next);
        QCOMPARE(grouping.group, GroupId("t001"));
        QCOMPARE(grouping.members, (std::vector<TicketId>{TicketId("t004")}));
        RecentTickets otherModel(model(), "n", {});
        succeed(otherModel.fill(*store, clock.now()));
        QCOMPARE(otherModel.size(), std::size_t(0));
        RecentTickets later(model(), "m", {});
        succeed(later.fill(*store, clock.now() + 80h));
        QCOMPARE(later.size(), std::size_t(0));
    }
    void ofTicketsThatComeTogetherAllFindTheGroup()
    {
        RecentTickets recent(model(), "m", {});
        std::vector<Grouping> groupings(24);
        {
            std::vector<std::jthread> workers;
            for (std::size_t worker = 0; worker < 4; ++worker) {
                workers.emplace_back([&, worker] {
                    for (std::size_t i = worker; i < groupings.size(); i += 4)
                        groupings[i] = recent.place(ticket(static_cast<int>(i) + 1, 0, 0min));
                });
            }
        }
        std::set<GroupId> groups;
        std::set<TicketId> members;
        for (const Grouping& each : groupings) {
            if (!each.group.empty())
                groups.insert(each.group);
            members.insert(each.members.begin(), each.members.end());
        }
        QCOMPARE(groups.size(), std::size_t(1));
        QCOMPARE(members.size(), groupings.size());
    }
};

QTEST_GUILESS_MAIN(TestRecentTickets)
#include "TestRecentTickets.moc"
