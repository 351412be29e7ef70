// links: tandem_base
// kill -9 in the middle of everything: what was acknowledged is there, and nothing happens twice. (A killed process is not a
// power cut: what the system's page cache would lose is not tested here.)
#include "support/Programs.h"

#include <QRandomGenerator>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

using namespace tandem;

namespace {

constexpr int senders = 4;
constexpr int shortestRun = 30; // milliseconds under load until the kill
constexpr int longestRun = 500;

int rounds()
{
    return qEnvironmentVariableIntValue("TANDEM_SLOW") > 0 ? 50 : 10;
}

// Every third ticket asks for money, which takes an approval.
Json ticketOf(int number)
{
    const bool wantsMoney = number % 3 == 0;
    return {{"customer_id", "c-" + std::to_string(number % 50)}, {"subject", "Ticket " + std::to_string(number)},
        {"description", wantsMoney ? "Please refund my last payment of 20 EUR." : "Where can I change the colour of my board?"},
        {"channel", "api"}};
}

std::string keyOf(int number)
{
    return "key-" + std::to_string(number);
}

// How often each ticket stands in the log as processed.
std::map<std::string, int> processedIn(const std::string& log)
{
    std::map<std::string, int> count;
    for (const std::string_view line : text::lines(log)) {
        const auto entry = parseJson(line);
        if (entry && entry->value("event", "") == "ticket_processed")
            ++count[entry->value("ticket_id", "")];
    }
    return count;
}

} // namespace

class TestDurability : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void killedAtAnyMomentNothingIsLostAndNothingHappensTwice();

private:
    void start();
    void loadUntilKilled();
    void send(std::uint16_t port);
    void checkAreThere(int since);
    void checkEffects(int number, const Json& ticket);

    QTemporaryDir m_directory;
    QString m_workspace;
    std::string m_token;
    std::unique_ptr<ServerProcess> m_server;
    std::atomic<int> m_next = 0;
    std::mutex m_mutex;
    std::map<int, std::string> m_acknowledged; // number → ticket id
    std::set<int> m_unanswered; // sent, and no answer came: they may exist or not
    std::vector<std::string> m_surprises; // answers that should not come
};

void TestDurability::initTestCase()
{
    m_workspace = m_directory.filePath(QStringLiteral("workspace"));
    m_token = newToken(m_workspace);
    QVERIFY(m_token.starts_with("tdm_"));
}

void TestDurability::start()
{
    // Words alone: this test is about storage, and starts often.
    m_server = std::make_unique<ServerProcess>(m_workspace,
        QStringList{QStringLiteral("--set"), QStringLiteral("models.directory=") + m_directory.filePath(QStringLiteral("none")),
            QStringLiteral("--set"), QStringLiteral("limits.tickets_per_customer_hour=100000")});
    QVERIFY2(m_server->listens(), m_server->log().c_str());
}

void TestDurability::send(std::uint16_t port)
{
    const RestCaller caller(port, m_token);
    while (true) {
        const int number = m_next++;
        const HttpReply reply = caller.post(ticketOf(number), keyOf(number));
        const std::lock_guard lock(m_mutex);
        if (reply.status == 202)
            m_acknowledged[number] = valueOf(parseJson(reply.body))["id"].get<std::string>();
        else
            m_unanswered.insert(number);
        if (reply.status != 202 && reply.status != 0)
            m_surprises.push_back(std::to_string(reply.status) + " " + reply.body);
        if (reply.status == 0)
            return; // killed
    }
}

void TestDurability::loadUntilKilled()
{
    std::vector<std::thread> threads;
    for (int i = 0; i < senders; ++i)
        threads.emplace_back([this, port = m_server->port()] { send(port); });
    QTest::qSleep(QRandomGenerator::global()->bounded(shortestRun, longestRun));
    m_server->kill();
    for (std::thread& thread : threads)
        thread.join();
}

void TestDurability::checkAreThere(int since)
{
    const RestCaller caller(m_server->port(), m_token);
    for (const auto& [number, id] : m_acknowledged) {
        if (number < since)
            continue;
        QVERIFY2(caller.ticket(id).is_object(), ("lost after 202: " + id).c_str());
        if (number % 10 != 0)
            continue; // the same answer for every key costs more time than it tells
        const HttpReply again = caller.post(ticketOf(number), keyOf(number));
        QCOMPARE(again.status, 202);
        QCOMPARE(qt(valueOf(parseJson(again.body))["id"].get<std::string>()), qt(id));
    }
    // What got no answer is sent again under its key: once more or for the first time, there is one ticket.
    for (const int number : std::exchange(m_unanswered, {})) {
        const HttpReply again = caller.post(ticketOf(number), keyOf(number));
        QCOMPARE(again.status, 202);
        m_acknowledged[number] = valueOf(parseJson(again.body))["id"].get<std::string>();
    }
}

void TestDurability::checkEffects(int number, const Json& ticket)
{
    const std::string shown = ticket.dump();
    QVERIFY2(ticket.is_object(), ("not finished: " + m_acknowledged[number]).c_str());
    const bool wantsMoney = number % 3 == 0;
    QVERIFY2(ticket["status"] == (wantsMoney ? "awaiting_approval" : "escalated"), shown.c_str());
    QVERIFY2(ticket["approvals"].size() == (wantsMoney ? 1 : 0), shown.c_str());
    const auto notices = std::ranges::count_if(ticket["messages"], [](const Json& message) { return message["author"] == "ai"; });
    QVERIFY2(notices == 1 && ticket["messages"].size() == 2, shown.c_str());
}

void TestDurability::killedAtAnyMomentNothingIsLostAndNothingHappensTwice()
{
    int firstOfRound = 0;
    for (int round = 0; round < rounds(); ++round) {
        start();
        if (QTest::currentTestFailed())
            return;
        checkAreThere(firstOfRound); // the last round's; all of them at the end
        if (QTest::currentTestFailed())
            return;
        firstOfRound = m_next;
        loadUntilKilled();
    }
    start();
    checkAreThere(0);
    QVERIFY2(m_surprises.empty(), m_surprises.empty() ? "" : m_surprises.front().c_str());
    QVERIFY(m_acknowledged.size() > 20);
    const RestCaller caller(m_server->port(), m_token);
    std::set<std::string> ids;
    for (const auto& [number, id] : m_acknowledged) {
        checkEffects(number, caller.finished(id, 120000));
        if (QTest::currentTestFailed())
            return;
        ids.insert(id);
    }
    QCOMPARE(ids.size(), m_acknowledged.size()); // one ticket a key
    QCOMPARE(m_server->stop(), 0);
    for (const auto& [id, count] : processedIn(m_server->log()))
        QVERIFY2(count == 1, ("processed " + std::to_string(count) + " times: " + id).c_str());
    qInfo("%d rounds, %zu tickets acknowledged", rounds(), m_acknowledged.size());
}

QTEST_GUILESS_MAIN(TestDurability)
#include "TestDurability.moc"
