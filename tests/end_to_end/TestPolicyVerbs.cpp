// links: tandem_pipeline tandem_store
// tandemctl policy replay: what another policy had done with the tickets of a workspace.
#include "pipeline/Decisions.h"
#include "pipeline/PolicyText.h"
#include "services/store/SqliteStore.h"
#include "support/ManualClock.h"
#include "support/Programs.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace tandem;

class TestPolicyVerbs : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    QString m_workspace;

    // Three tickets a day apart: confidence 0.7, 0.8 and 0.9 of their drafts; the customer of the last one wants a person.
    void addDecisions() const
    {
        const std::filesystem::path workspace = m_workspace.toStdString();
        std::filesystem::create_directories(workspace);
        const ManualClock clock;
        const auto store
            = valueOf(SqliteStore::open(workspace / "tandem.db", valueOf(Seal::open(workspace / "workspace.key")), clock));
        const Policy policy = valueOf(Policy::from(Config::defaults()));
        succeed(store->write([&](Transaction& transaction) -> Status {
            for (int i = 0; i < 3; ++i) {
                Ticket ticket;
                ticket.id = TicketId("tic_" + std::to_string(i));
                TRY(transaction.tickets().insert(ticket));
                DecisionRecord record;
                record.ticket = ticket.id;
                record.at = valueOf(parseTime("2026-11-0" + std::to_string(i + 1)));
                record.inputs.category = Category::BillingInquiry;
                record.inputs.draft = DraftMerit{0.9, 0.9, false, 0, 0.7 + 0.1 * i};
                if (i == 2)
                    record.inputs.signals = {{EscalationCode::HumanRequested, HighStakesAction::None, "privatewords", 1}};
                record.basis.policy = policyText(policy);
                record.outcome = decide(record.inputs, policy);
                TRY(transaction.decisionLog().append(record));
            }
            return {};
        }));
    }

    struct Replay {
        Finished finished;
        std::vector<Json> changed;
        Json summary;
    };
    [[nodiscard]] Replay replay(const QStringList& arguments) const
    {
        Replay replay;
        replay.finished = runControl(m_workspace, QStringList{QStringLiteral("policy"), QStringLiteral("replay")} + arguments);
        for (const std::string_view line : text::lines(replay.finished.output)) {
            if (line.empty())
                continue;
            const Json json = valueOf(parseJson(line));
            if (json.contains("summary"))
                replay.summary = json["summary"];
            else
                replay.changed.push_back(json);
        }
        return replay;
    }

private Q_SLOTS:
    void init()
    {
        m_workspace = m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction()));
        addDecisions();
    }

    void theSamePolicyDecidesTheSame()
    {
        const Replay same = replay({});
        QVERIFY2(same.finished.status == 0, same.finished.errors.c_str());
        QVERIFY2(same.finished.errors.contains("Nothing differs: 3 decisions about 3 tickets would be the same."),
            same.finished.errors.c_str());
        QVERIFY(same.changed.empty());
        QVERIFY(same.summary["decisions"] == 3 && same.summary["changed"] == 0 && same.summary["codes"].empty());
        QCOMPARE(same.summary["other_program"].get<int>(), 0);
    }

    void aHigherThresholdSendsMoreToPeople()
    {
        const Replay higher = replay({QStringLiteral("--set"), QStringLiteral("policy.confidence_threshold=0.85")});
        QVERIFY2(higher.finished.status == 0, higher.finished.errors.c_str());
        QCOMPARE(higher.changed.size(), std::size_t(1));
        const Json& changed = higher.changed.front();
        QVERIFY2(changed["ticket"] == "tic_1" && changed["sequence"] == 1 && changed["at"] == "2026-11-02T00:00:00.000Z",
            changed.dump().c_str());
        QVERIFY(changed["before"]["queue"] == "ai" && changed["before"]["escalation_reasons"].empty());
        QVERIFY(changed["after"]["queue"] == "human" && changed["after"]["status"] == "escalated");
        QVERIFY(changed["after"]["team"] == "billing" && changed["after"]["escalation_reasons"][0] == "low_confidence");
        QVERIFY(higher.summary["to_person"]["more"] == 1 && higher.summary["to_person"]["fewer"] == 0);
        QVERIFY(higher.summary["codes"]["low_confidence"]["more"] == 1 && higher.summary["codes"].size() == 1);
        QVERIFY2(higher.finished.errors.contains("1 of 3 decisions would be another: 1 ticket more and 0 fewer"),
            higher.finished.errors.c_str());
        QVERIFY(!higher.finished.output.contains("privatewords"));
    }

    void aPolicyMayStandInAFile()
    {
        const std::string file = m_workspace.toStdString() + "/other.toml";
        std::ofstream(file) << "[policy]\nconfidence_threshold = 0.5\n";
        const Replay lower = replay({QStringLiteral("--config"), QString::fromStdString(file)});
        QCOMPARE(lower.changed.size(), std::size_t(1));
        QVERIFY(lower.changed.front()["ticket"] == "tic_0" && lower.summary["to_person"]["fewer"] == 1);
    }

    void onlySinceATime()
    {
        QVERIFY(replay({QStringLiteral("--since"), QStringLiteral("2026-11-02")}).summary["decisions"] == 2);
        QVERIFY(replay({QStringLiteral("--since"), QStringLiteral("2026-11-02T00:00:01Z")}).summary["decisions"] == 1);
        const Replay none = replay({QStringLiteral("--since"), QStringLiteral("2027-01-01")});
        QVERIFY(none.summary["decisions"] == 0 && none.finished.errors.contains("No decision is stored"));
        const Finished wrong = replay({QStringLiteral("--since"), QStringLiteral("yesterday")}).finished;
        QVERIFY(wrong.status == 2 && wrong.errors.contains("--since takes a date"));
    }

    void whatMakesNoPolicyIsRefused()
    {
        const Finished wrong = replay({QStringLiteral("--set"), QStringLiteral("policy.confidence_threshold=7")}).finished;
        QVERIFY(wrong.status == 1 && wrong.output.empty() && wrong.errors.contains("policy.confidence_threshold"));
        QCOMPARE(runControl(m_workspace, {QStringLiteral("policy")}).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestPolicyVerbs)
#include "TestPolicyVerbs.moc"
