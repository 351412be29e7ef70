// links: tandem_store
// tandemctl learn: from what people set to another judgement, and back.
#include "support/Batch.h"
#include "support/LabelledDesk.h"
#include "support/ManualClock.h"

#include "services/store/SqliteStore.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tandem;

class TestLearnVerbs : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    QString m_workspace;

    void addLabels(int first, int count) const
    {
        const std::filesystem::path workspace = m_workspace.toStdString();
        std::filesystem::create_directories(workspace);
        const ManualClock clock;
        const Seal seal = valueOf(Seal::open(workspace / "workspace.key"));
        const auto store = valueOf(SqliteStore::open(workspace / "tandem.db", seal, clock));
        addLabelledTickets(*store, first, count, clock.now());
    }
    [[nodiscard]] Finished learn(const char* verb) const
    {
        return runControl(m_workspace, {QStringLiteral("learn"), QLatin1String(verb)});
    }
    // How likely it is that a broken zorp is an account matter, as this desk's people say.
    [[nodiscard]] double accountOfZorp() const
    {
        const auto lines = runBatch(m_workspace, "analyze",
            R"({"id":"1","subject":"Zorp","text":"Our zorp has stopped again, row 3."})"
            "\n");
        return lines.at(0)["probabilities"]["account_management"].get<double>();
    }

private Q_SLOTS:
    void init() { m_workspace = m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction())); }

    void aDeskLearnsUsesAndTakesBack()
    {
        addLabels(0, 120);
        const Finished before = learn("status");
        QVERIFY2(before.status == 0 && before.output.contains("person set: 120"), before.errors.c_str());
        QVERIFY2(before.output.contains("In use: the shipped model"), before.output.c_str());
        const double shipped = accountOfZorp();
        QVERIFY(shipped < 0.01);
        const Finished run = learn("run");
        QVERIFY2(run.status == 0, run.errors.c_str());
        QVERIFY2(run.output.contains("120 labelled tickets") && run.output.contains("is better"), run.output.c_str());
        QVERIFY2(accountOfZorp() > 10 * shipped, std::to_string(accountOfZorp()).c_str());
        QVERIFY2(learn("status").output.contains("learned model 1, from 120 tickets"), "status");
        QVERIFY2(learn("run").output.contains("Nothing has changed"), "the same again");
        const Finished back = learn("back");
        QVERIFY2(back.status == 0 && back.output.contains("In use: the shipped model"), back.errors.c_str());
        QCOMPARE(accountOfZorp(), shipped);
        const Finished again = learn("back");
        QVERIFY2(again.status == 1 && again.errors.contains("nothing to go back to"), again.errors.c_str());
    }

    void tooFewTicketsChangeNothing()
    {
        addLabels(0, 20);
        const double shipped = accountOfZorp();
        const Finished run = learn("run");
        QVERIFY2(run.status == 0 && run.output.contains("too few"), run.output.c_str());
        QCOMPARE(accountOfZorp(), shipped);
        QVERIFY(!std::filesystem::exists(std::filesystem::path(m_workspace.toStdString()) / "models"));
    }

    void aNewWorkspaceHasNothingToLearnFrom()
    {
        const Finished run = learn("run");
        QVERIFY2(run.status == 0 && run.output.contains("0 labelled tickets"), run.output.c_str());
        QCOMPARE(learn("nothing").status, 2);
    }
};

QTEST_GUILESS_MAIN(TestLearnVerbs)
#include "TestLearnVerbs.moc"
