// links: tandem_desk
#include "desk/ReplayService.h"
#include "pipeline/Decisions.h"
#include "pipeline/PolicyText.h"
#include "support/SampleDecisions.h"
#include "support/TemporaryStore.h"

#include <algorithm>
#include <utility>

using namespace tandem;

// What another policy had done with past tickets.
class TestReplayService : public QObject {
    Q_OBJECT

    using Settings = std::vector<std::pair<std::string, std::string>>;

    static Config configOf(const Settings& settings = {})
    {
        Config::Sources sources;
        sources.flags = settings;
        return valueOf(Config::load(sources));
    }

    struct Desk {
        ManualClock clock;
        TemporaryStore store{clock};
        ReplayService service{*store};
        Actor simone{ActorId("a-simone"), Role::Supervisor, "Simone Roth", {}};
        int tickets = 0;
        std::vector<Ticket> opened;
        std::vector<DecisionRecord> records;

        TicketId open()
        {
            Ticket ticket;
            ticket.id = TicketId("t-" + std::to_string(1000 + tickets++));
            opened.push_back(ticket);
            return ticket.id;
        }
        // As Act does it.
        DecisionOutcome decided(const TicketId& ticket, const DecisionInputs& inputs, const Settings& settings = {})
        {
            const Policy policy = valueOf(Policy::from(configOf(settings)));
            DecisionRecord record;
            record.ticket = ticket;
            record.at = clock.now();
            record.inputs = inputs;
            record.basis.policy = policyText(policy);
            record.outcome = decide(inputs, policy);
            records.push_back(record);
            return record.outcome;
        }
        // All in one unit of work: each would wait for the disk.
        void keepAll()
        {
            succeed(store->write([&](Transaction& transaction) -> Status {
                for (Ticket& ticket : opened)
                    TRY(transaction.tickets().insert(ticket));
                for (const DecisionRecord& record : records)
                    TRY(transaction.decisionLog().append(record));
                return {};
            }));
            opened.clear();
            records.clear();
        }
        std::vector<ChangedDecision> changed;
        ReplayReport replay(const Settings& settings = {}, std::optional<TimePoint> since = {})
        {
            keepAll();
            changed.clear();
            const auto keep = [this](const ChangedDecision& each) -> Status {
                changed.push_back(each);
                return {};
            };
            return valueOf(service.replay(simone, configOf(settings), since, keep, {}));
        }
    };

    static DecisionInputs confident(double confidence)
    {
        DecisionInputs inputs;
        inputs.draft = DraftMerit{0.9, 0.9, false, 0, confidence};
        return inputs;
    }
    static const ReplayShift& shift(const ReplayReport& report, EscalationCode code)
    {
        return report.byCode.at(std::to_underlying(code));
    }

private Q_SLOTS:
    void anEmptyDeskHasNothingToReplay()
    {
        Desk desk;
        const ReplayReport report = desk.replay();
        QCOMPARE(report.decisions, 0);
        QCOMPARE(report.tickets, 0);
    }

    void everyStoredDecisionComesOutTheSameAgain()
    {
        Desk desk;
        DecisionSampler sampler(7);
        const Settings strict{{"policy.confidence_threshold", "0.9"}, {"policy.injection_threshold", "0.2"},
            {"policy.angry_below", "0.1"}, {"policy.critical_team", "on-call"}, {"limits.tickets_per_customer_hour", "10"}};
        int humans = 0;
        for (int i = 0; i < 900; ++i) {
            const TicketId ticket = desk.open();
            humans += desk.decided(ticket, sampler.next(), strict).queue == Queue::Human ? 1 : 0;
            if (i % 3 == 0)
                desk.decided(ticket, sampler.next(), strict);
        }
        QVERIFY(humans > 100 && humans < 900);
        const ReplayReport same = desk.replay(strict);
        QCOMPARE(same.decisions, 1200);
        QCOMPARE(same.tickets, 900);
        QCOMPARE(same.changed, 0);
        QCOMPARE(same.otherProgram, 0);
        QVERIFY(desk.changed.empty() && same.notReplayed.empty());
        // By another policy, each that is told is as that policy decides.
        const ReplayReport other = desk.replay();
        QVERIFY(other.changed > 100);
        QCOMPARE(other.otherProgram, 0);
        QCOMPARE(other.changed, static_cast<std::int64_t>(desk.changed.size()));
        QVERIFY(std::ranges::none_of(
            desk.changed, [](const ChangedDecision& each) { return isSameDecision(each.before, each.after); }));
        QVERIFY(other.toPerson.more == 0 && other.toPerson.fewer > 0);
    }

    void whatWouldGoToAPersonIsCountedByTicketAndCode()
    {
        Desk desk;
        const TicketId first = desk.open();
        desk.decided(first, confident(0.7));
        desk.decided(first, confident(0.72));
        desk.decided(desk.open(), confident(0.8));
        DecisionInputs both = confident(0.7);
        both.signals = {{EscalationCode::HumanRequested, HighStakesAction::None, "a person", 1}};
        desk.decided(desk.open(), both);
        const ReplayReport lower = desk.replay({{"policy.confidence_threshold", "0.6"}});
        QCOMPARE(lower.changed, 3);
        QCOMPARE(lower.toPerson.fewer, 1);
        QCOMPARE(lower.toPerson.more, 0);
        QCOMPARE(shift(lower, EscalationCode::LowConfidence).fewer, 2);
        QCOMPARE(shift(lower, EscalationCode::HumanRequested).fewer, 0);
        QCOMPARE(desk.changed.at(0).ticket, first);
        QCOMPARE(desk.changed.at(0).before.status, TicketStatus::Escalated);
        QCOMPARE(desk.changed.at(0).after.status, TicketStatus::AwaitingReview);
        const ReplayReport higher = desk.replay({{"policy.confidence_threshold", "0.95"}});
        QCOMPARE(higher.toPerson.more, 1);
        QCOMPARE(shift(higher, EscalationCode::LowConfidence).more, 1);
        QCOMPARE(higher.changed, 1);
    }

    void noSentenceOfTheCustomerIsTold()
    {
        Desk desk;
        DecisionInputs inputs;
        inputs.signals = {{EscalationCode::HumanRequested, HighStakesAction::None, "secret words", 1}};
        inputs.customerMessages = 5;
        desk.decided(desk.open(), inputs);
        desk.replay({{"policy.long_conversation", "5"}});
        QCOMPARE(desk.changed.size(), std::size_t(1));
        for (const auto& outcome : {desk.changed[0].before, desk.changed[0].after}) {
            for (const EscalationReason& reason : outcome.reasons)
                QVERIFY(reason.detail.empty());
        }
        QCOMPARE(desk.changed[0].after.reasons.size(), std::size_t(2));
    }

    void onlyDecisionsSinceATimeCount()
    {
        Desk desk;
        desk.decided(desk.open(), confident(0.7));
        desk.clock.advance(std::chrono::hours(1));
        desk.decided(desk.open(), confident(0.7));
        QCOMPARE(desk.replay({}, desk.clock.now()).decisions, 1);
        QCOMPARE(desk.replay({}, desk.clock.now() + Milliseconds(1)).decisions, 0);
        QCOMPARE(desk.replay().decisions, 2);
    }

    void moreDecisionsThanAPageAreAllReplayed()
    {
        Desk desk;
        const TicketId ticket = desk.open();
        for (int i = 0; i < 401; ++i)
            desk.decided(ticket, confident(0.7));
        const ReplayReport report = desk.replay({{"policy.confidence_threshold", "0.5"}});
        QCOMPARE(report.decisions, 401);
        QCOMPARE(report.changed, 401);
        QCOMPARE(report.tickets, 1);
        QCOMPARE(report.toPerson.fewer, 1);
    }

    void whatCannotBeKnownIsSaid()
    {
        Desk desk;
        DecisionInputs withheld;
        withheld.draft = DraftMerit{0.4, 0, true, 0, 0};
        desk.decided(desk.open(), withheld);
        QCOMPARE(desk.replay({{"policy.evidence_floor", "0.6"}}).withheld, 0);
        const ReplayReport report
            = desk.replay({{"policy.evidence_floor", "0.3"}, {"incidents.customers", "9"}, {"policy.approval_hours", "1"}});
        QCOMPARE(report.withheld, 1);
        QCOMPARE(report.changed, 0);
        QCOMPARE(report.notReplayed, (std::vector<std::string>{"incidents.customers", "policy.approval_hours"}));
    }

    void aDecisionThatAnotherVersionMadeIsCounted()
    {
        Desk desk;
        DecisionRecord record;
        record.ticket = desk.open();
        record.basis.policy = policyText(valueOf(Policy::from(configOf())));
        record.outcome.queue = Queue::Human;
        record.outcome.reasons = {{EscalationCode::BudgetExhausted, "", std::nullopt, std::nullopt}};
        desk.records.push_back(record);
        QCOMPARE(desk.replay().otherProgram, 1);
    }

    void onlySupervisorsTryPoliciesOut()
    {
        Desk desk;
        const auto ignore = [](const ChangedDecision&) -> Status { return {}; };
        const Actor marta{ActorId("a-marta"), Role::Agent, "Marta Nowak", {}};
        const auto refused = desk.service.replay(marta, configOf(), {}, ignore, {});
        QVERIFY(!refused && refused.error().code == ErrorCode::Forbidden);
        const auto wrong = desk.service.replay(desk.simone, configOf({{"policy.teams", "bug_report=x"}}), {}, ignore, {});
        QVERIFY(!wrong && wrong.error().code == ErrorCode::InvalidArgument);
    }

    void aReplayEndsWhenItIsStoppedOrNobodyListens()
    {
        Desk desk;
        desk.decided(desk.open(), confident(0.7));
        desk.keepAll();
        const Config config = configOf({{"policy.confidence_threshold", "0.5"}});
        std::stop_source stop;
        const auto broken = desk.service.replay(
            desk.simone, config, {}, [](const ChangedDecision&) -> Status { return failure(ErrorCode::Io, "closed"); },
            stop.get_token());
        QVERIFY(!broken && broken.error().code == ErrorCode::Io);
        stop.request_stop();
        const auto stopped
            = desk.service.replay(desk.simone, config, {}, [](const ChangedDecision&) -> Status { return {}; }, stop.get_token());
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestReplayService)
#include "TestReplayService.moc"
