// links: tandem_engine
// Translations through the engine that the programs run: a server on loopback that speaks the provider's protocol, the ledger of
// what left, the books of what it cost.
#include "Engine.h"
#include "support/BillingServer.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tandem;

namespace {

const Actor admin{ActorId("a-admin"), Role::Admin, "Simone Roth", {}};

class Desk {
public:
    explicit Desk(std::vector<std::pair<std::string, std::string>> settings)
    {
        Config::Sources sources;
        sources.flags = std::move(settings);
        sources.flags.emplace_back("company.product_names", "Fernway, Fernway Sync");
        Engine::Options options;
        options.workspace = path(m_directory) / "workspace";
        options.resources = TANDEM_RESOURCES;
        options.config = valueOf(Config::load(sources));
        m_engine = valueOf(Engine::create(std::move(options), m_clock));
    }
    Engine* operator->() { return m_engine.get(); }
    Result<Translation> translate(const TranslationRequest& request)
    {
        return m_engine->translations().translate(admin, request, {});
    }
    TicketId ticketOf(const std::string& name)
    {
        IncomingMessage message;
        message.customerId = "c-1";
        message.customerName = name;
        message.subject = "Refund";
        message.text = "Where is my refund?";
        return valueOf(m_engine->intake().submit(admin, message)).id;
    }

private:
    QTemporaryDir m_directory;
    ManualClock m_clock;
    std::unique_ptr<Engine> m_engine;
};

// Into German, of one text.
Said inGerman(const Json& body)
{
    const std::string asked = body["messages"][0]["content"][0]["text"];
    return asked.contains("into German") ? Said{"Guten Tag ⟦1⟧, ⟦2⟧ erstattet ⟦3⟧ innerhalb von ⟦4=5⟧ Tagen."} : Said{"?"};
}

const std::string english = "Good day Thandiwe, Fernway Sync refunds €720 within 5 days.";

std::vector<std::pair<std::string, std::string>> anthropic(const BillingServer& server)
{
    return {{"llm.provider", "anthropic"}, {"llm.anthropic.api_key", "sk-test"}, {"llm.anthropic.base_url", server.url()}};
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTextIsTranslatedLedgeredAndPriced()
    {
        const ManualClock clock;
        const BillingServer server(inGerman, clock);
        Desk desk(anthropic(server));
        const TicketId ticket = desk.ticketOf("Thandiwe Okonjo");
        const Translation translation = valueOf(desk.translate({english, {}, Language::De, ticket}));
        QCOMPARE(qt(translation.text), qt("Guten Tag Thandiwe, Fernway Sync erstattet €720 innerhalb von 5 Tagen."));
        QVERIFY(translation.from == Language::En);
        QCOMPARE(translation.provider, std::string("anthropic"));
        const auto ledger = valueOf(desk->egress().list(admin, {}));
        QCOMPARE(ledger.entries.size(), std::size_t(1));
        QCOMPARE(ledger.entries.front().ticket, ticket);
        const std::string sent = toText(server.bodies().front());
        for (const char* stays : {"Thandiwe", "Okonjo", "720", "Fernway"})
            QVERIFY2(!sent.contains(stays), stays);
        QVERIFY(desk->administration().metrics().contains("tandem_llm_calls_total{price=\"known\",provider=\"anthropic\"} 1")
            || desk->administration().metrics().contains("tandem_llm_calls_total{provider=\"anthropic\",price=\"known\"} 1"));
    }

    void theSameTextAgainCostsNothing()
    {
        const ManualClock clock;
        const BillingServer server(inGerman, clock);
        Desk desk(anthropic(server));
        const TicketId ticket = desk.ticketOf("Thandiwe Okonjo");
        valueOf(desk.translate({english, {}, Language::De, ticket}));
        valueOf(desk.translate({english, {}, Language::De, ticket}));
        QCOMPARE(server.calls(), std::size_t(1));
    }

    void withTheSwitchOffNothingLeaves()
    {
        const ManualClock clock;
        const BillingServer server(inGerman, clock);
        auto settings = anthropic(server);
        settings.emplace_back("egress.allowed", "false");
        Desk desk(settings);
        const auto translation = desk.translate({english, {}, Language::De, {}});
        QVERIFY(!translation && translation.error().code == ErrorCode::Unavailable && !translation.error().retryable);
        QCOMPARE(server.calls(), std::size_t(0));
        QCOMPARE(valueOf(desk->egress().list(admin, {})).entries.front().outcome, EgressOutcome::Refused);
    }

    void withoutAProviderTheReasonIsSaid()
    {
        Desk desk({});
        const auto translation = desk.translate({english, {}, Language::De, {}});
        QVERIFY(!translation && translation.error().code == ErrorCode::Unavailable && !translation.error().retryable);
        QVERIFY2(translation.error().message.contains("llm.provider"), translation.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "TestTranslations.moc"
