// links: tandem_ui
// What the window asks about the desk's health, on its own: little, and not more when nobody answers.
#include "ui/shell/MainWindow.h"
#include "ui/support/AbsentDesk.h"
#include "ui/support/Look.h"
#include "ui/support/MemoryConnector.h"

#include <QTemporaryDir>
#include <QTest>

#include <deque>

using namespace tandem;
using namespace tandem::ui;

namespace {

// A desk that is still loading, behind a way on which calls are carried out when the test says so.
class LoadingDesk : public Connector {
public:
    [[nodiscard]] Actor actor() const override { return {ActorId("dana"), Role::Agent, "Dana Reyes", {}}; }
    [[nodiscard]] ConnectionState state() const override { return m_state; }
    [[nodiscard]] QString place() const override { return QStringLiteral("desk.example"); }

    void enter(ConnectionState state)
    {
        m_state = state;
        Q_EMIT stateChanged(state);
    }
    // Returns how often it was asked for its health since the last time.
    int answer()
    {
        const int before = m_administration.asked;
        for (auto calls = std::exchange(m_calls, {}); !calls.empty(); calls.pop_front())
            calls.front()(m_desk);
        return m_administration.asked - before;
    }

protected:
    void run(std::function<void(Desk&)> work) override { m_calls.push_back(std::move(work)); }

private:
    class Administration : public AbsentAdministration {
    public:
        Health health() override
        {
            ++asked;
            return {};
        }
        int asked = 0;
    };

    ConnectionState m_state = ConnectionState::Connecting;
    std::deque<std::function<void(Desk&)>> m_calls;
    MemoryInbox m_inbox;
    Administration m_administration;
    PartialDesk m_desk{{.inbox = &m_inbox, .administration = &m_administration}};
};

} // namespace

class TestHealthChecks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyOneIsOutAtATimeAndNoneWhileTheWayIsCut()
    {
        Look look;
        QTemporaryDir directory;
        LoadingDesk desk;
        MainWindow window(desk, look.theme(), directory.filePath(QStringLiteral("waiting.json")));
        QCOMPARE(desk.answer(), 0); // nobody is there yet
        desk.enter(ConnectionState::Online);
        desk.enter(ConnectionState::Offline);
        desk.enter(ConnectionState::Online); // the first is still out
        window.sayProgress(QString());
        QCOMPARE(desk.answer(), 1);
        int again = 0;
        QTRY_VERIFY_WITH_TIMEOUT((again += desk.answer()) == 1, 10000); // not ready, so it is asked again
        desk.enter(ConnectionState::Offline);
        window.sayProgress(QString());
        QCOMPARE(desk.answer(), 0);
    }
};

QTEST_MAIN(TestHealthChecks)
#include "TestHealthChecks.moc"
