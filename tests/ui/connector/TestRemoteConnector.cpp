// links: tandem_ui
#include "ui/connector/RemoteConnector.h"
#include "ui/support/Doorkeeper.h"

#include <QSemaphore>
#include <QTest>

using namespace tandem;
using namespace tandem::ui;

// Whose desk it is, as cuts, revoked tokens and new ones come and go.
class TestRemoteConnector : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<Doorkeeper>();
        auto opened = RemoteConnector::open(m_door->url(), "tdm_right");
        QVERIFY(opened.has_value());
        m_connector = std::move(*opened);
        QTRY_COMPARE(m_connector->state(), ConnectionState::Online);
    }
    void cleanup()
    {
        m_connector.reset();
        m_door.reset();
    }

    void aTokenRevokedDuringACutIsRefusedNotOffline()
    {
        m_door->close();
        QTRY_COMPARE(m_connector->state(), ConnectionState::Offline);
        m_door->token = "tdm_new";
        m_door->open();
        QTRY_COMPARE_WITH_TIMEOUT(m_connector->state(), ConnectionState::Refused, 20000);
        m_connector->signIn("tdm_new");
        QTRY_COMPARE(m_connector->state(), ConnectionState::Online);
    }

    void aRefusedCallDuringACutIsFollowedUpAtOnce()
    {
        m_door->close();
        QTRY_COMPARE(m_connector->state(), ConnectionState::Offline);
        m_door->token = "tdm_new";
        m_door->open();
        m_connector->ask(this, [](Desk& desk) { return desk.inbox.counts({}).has_value(); }, [](bool) {});
        QTRY_COMPARE_WITH_TIMEOUT(m_connector->state(), ConnectionState::Refused, 2000); // before any timer of its own
    }

    void aCutWithTheSameTokenEndsOnline()
    {
        m_door->close();
        QTRY_COMPARE(m_connector->state(), ConnectionState::Offline);
        QCOMPARE(m_connector->actor().id, ActorId("ada")); // whose token it is has not changed
        m_door->open();
        QTRY_COMPARE_WITH_TIMEOUT(m_connector->state(), ConnectionState::Online, 20000);
    }

    void nobodyIsSignedInUntilTheNewTokenIsKnown()
    {
        QCOMPARE(m_connector->actor().id, ActorId("ada"));
        m_connector->signIn("tdm_wrong");
        QVERIFY(m_connector->actor().id.empty());
        QTRY_COMPARE(m_connector->state(), ConnectionState::Refused);
        QVERIFY(m_connector->actor().id.empty());
        m_connector->signIn("tdm_right");
        QTRY_COMPARE(m_connector->actor().id, ActorId("ada"));
    }

    void whatAResolvedTicketProposedIsKnown()
    {
        m_door->answers["/api/v1/tickets/tic_1/resolve"] = R"({"candidate_id":"can_7"})"; // resources/schemas/Resolved.json
        CandidateId candidate;
        m_connector->ask(
            this, [](Desk& desk) { return desk.conversations.resolve({}, TicketId("tic_1"), Learn::Yes); },
            [&candidate](const Result<CandidateId>& answer) { candidate = answer.value_or(CandidateId()); });
        QTRY_COMPARE(candidate, CandidateId("can_7"));
    }

    void aTextIsTranslatedByTheServer()
    {
        m_door->answers["/api/v1/translate"]
            = R"({"text":"Guten Tag","from":"en","to":"de","provider":"anthropic","model":"m-1"})"; // resources/schemas/Translation.json
        Translation translation;
        m_connector->ask(
            this, [](Desk& desk) { return desk.translations.translate({}, {"Good day", {}, Language::De, {}}, {}); },
            [&translation](const Result<Translation>& answer) { translation = answer.value_or(Translation()); });
        QTRY_COMPARE(translation.text, std::string("Guten Tag"));
        QVERIFY(translation.from == Language::En && translation.to == Language::De);
        QCOMPARE(translation.provider, std::string("anthropic"));
    }

    void aCallKeepsTheTokenItWasMadeWith()
    {
        QSemaphore gate;
        m_connector->ask(
            this,
            [&gate](Desk& desk) {
                gate.acquire();
                return desk.inbox.counts({}).has_value();
            },
            [](bool) {});
        m_door->token = "tdm_new";
        m_connector->signIn("tdm_new");
        QTRY_COMPARE(m_connector->state(), ConnectionState::Online);
        gate.release();
        QTRY_COMPARE(m_door->tokenAt("/api/v1/inbox/counts"), QByteArray("tdm_right"));
        QCOMPARE(m_connector->state(), ConnectionState::Online);
    }

private:
    std::unique_ptr<Doorkeeper> m_door;
    std::unique_ptr<RemoteConnector> m_connector;
};

QTEST_GUILESS_MAIN(TestRemoteConnector)
#include "TestRemoteConnector.moc"
