// links: tandem_store
#include "base/Random.h"
#include "contracts/Samples.h"

#include <QElapsedTimer>
#include <QProcess>

#include <cstdio>
#include <random>
#include <set>
#include <thread>

using namespace tandem;

// A process that stores tickets is killed at a random moment; whatever it had acknowledged must be there afterwards. This proves
// the order of commit and acknowledgement and the recovery of the log. It does not prove what a power cut does to the disk: for
// that the store relies on synchronous = FULL.
class TestSqliteStoreKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noAcknowledgedTicketIsLostAndNothingIsThereTwice();
};

namespace {

constexpr int writers = 8;

// One ticket as the desk stores it: message, job and effect in one unit of work.
Status storeOne(Store& store, const Clock& clock, const std::string& id)
{
    Ticket ticket = sampleTicket(id, clock.now());
    return store.write([&](Transaction& transaction) -> Status {
        TRY(transaction.tickets().insert(ticket));
        TRY(transaction.tickets().append(sampleMessage("msg_" + id, id, "the customer's words " + id, clock.now())));
        TRY(transaction.enqueue(JobId("job_" + id), ticket.id, clock.now()));
        return transaction.outbox().add(
            {EffectId("eff_" + id), ticket.id, EffectKind::SendMessage, "answer " + id, "an answer", 0});
    });
}

// The victim: stores tickets for ever and prints each id once it is durable.
int storeUntilKilled(const std::filesystem::path& directory, const std::string& prefix)
{
    const SystemClock clock;
    const auto store = openSqlite(directory, clock);
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i) {
        threads.emplace_back([&, i] {
            for (int count = 0;; ++count) {
                const std::string id = prefix + "_" + std::to_string(i) + "_" + std::to_string(count);
                succeed(storeOne(*store, clock, id));
                const std::string line = id + "\n";
                if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size())
                    return;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    return 0;
}

std::set<std::string> linesOf(const QByteArray& output)
{
    std::set<std::string> lines;
    const auto parts = output.split('\n');
    for (qsizetype i = 0; i + 1 < parts.size(); ++i) // behind the last line end stands nothing or half a line
        lines.insert(parts[i].toStdString());
    return lines;
}

} // namespace

void TestSqliteStoreKill::noAcknowledgedTicketIsLostAndNothingIsThereTwice()
{
    const int rounds = std::max(
        1, qEnvironmentVariableIntValue("TANDEM_KILL_ROUNDS") != 0 ? qEnvironmentVariableIntValue("TANDEM_KILL_ROUNDS") : 10);
    const unsigned seed = std::random_device{}();
    qInfo("rounds %d, seed %u", rounds, seed);
    std::mt19937 random(seed);
    const QTemporaryDir directory;
    const SystemClock clock;
    openSqlite(path(directory), clock).reset(); // the key and the tables
    std::set<std::string> acknowledged;
    for (int round = 0; round < rounds; ++round) {
        QProcess victim;
        victim.start(QCoreApplication::applicationFilePath(),
            {QStringLiteral("--store"), directory.path(), QStringLiteral("r%1").arg(round)});
        QVERIFY(victim.waitForReadyRead());
        const int moment = std::uniform_int_distribution<int>(0, 150)(random); // milliseconds of work before the end
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < moment)
            victim.waitForReadyRead(1);
        victim.kill();
        QVERIFY(victim.waitForFinished());
        QVERIFY(victim.exitStatus() == QProcess::CrashExit);
        const auto lines = linesOf(victim.readAllStandardOutput());
        QVERIFY(!lines.empty());
        acknowledged.insert(lines.begin(), lines.end());

        const auto store = openSqlite(path(directory), clock);
        QVERIFY(!valueOf(store->check()));
        succeed(store->read([&](Transaction& transaction) -> Status {
            for (const std::string& id : acknowledged) {
                const Ticket ticket = TRY(transaction.tickets().get(TicketId(id)));
                const auto messages = TRY(transaction.tickets().messages(ticket.id));
                if (messages.size() != 1 || messages[0].text != "the customer's words " + id)
                    return failure(ErrorCode::Internal, "the message of " + id + " is lost");
            }
            return {};
        }));
        const auto effects = valueOf(
            readResult(*store, [&](Transaction& transaction) { return transaction.outbox().due(clock.now(), 1000000); }));
        std::set<std::string> keys;
        for (const Effect& effect : effects)
            keys.insert(effect.idempotencyKey);
        QCOMPARE(keys.size(), effects.size());
        QVERIFY(effects.size() >= acknowledged.size());
        // A unit of work is there as a whole or not at all.
        QCOMPARE(static_cast<std::size_t>(valueOf(store->queue().depth()).waiting), effects.size());
    }
    qInfo("%zu acknowledged tickets survived", acknowledged.size());
}

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc == 4 && std::string_view(argv[1]) == "--store") {
        std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
        return storeUntilKilled(argv[2], argv[3]);
    }
    TestSqliteStoreKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "TestSqliteStoreKill.moc"
