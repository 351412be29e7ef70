// links: tandem_engine
// Every *.ticket file beside this one, through the whole engine in this process.
#include "Engine.h"
#include "scenarios/Expectations.h"
#include "scenarios/ScenarioFile.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <map>
#include <memory>

using namespace tandem;

namespace {

const Actor admin{ActorId("scenario"), Role::Admin, "scenario", {}};
constexpr int longestWait = 60000; // milliseconds, for a ticket that workers on other threads handle

QString folder()
{
    return QStringLiteral(TANDEM_SOURCE "/tests/scenarios");
}

// An engine that knows what some scenarios ask for. Scenarios that ask for the same share it.
class ScenarioDesk {
public:
    explicit ScenarioDesk(const ScenarioFile& scenario)
    {
        Config::Sources sources;
        for (const std::string& setting : namesIn(scenario.value("config"))) {
            if (const auto equals = setting.find('='); equals != std::string::npos)
                sources.flags.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
        }
        sources.environment = Config::processEnvironment();
        std::erase_if(sources.environment, [](const auto& entry) { return entry.first != "TANDEM_MODELS"; });
        Engine::Options options;
        options.workspace = path(m_directory) / "workspace";
        options.resources = TANDEM_RESOURCES;
        options.config = valueOf(Config::load(sources));
        options.workers = WorkerMode::Run;
        m_engine = valueOf(Engine::create(std::move(options), m_clock));
        importKnowledge(scenario);
        valueOf(m_engine->assistant().detectLanguage("loaded?")); // waits until everything is
        for (const HealthCheck& check : m_engine->administration().health().checks) // a model has a name, its absence a sentence
            m_hasModel = m_hasModel || (check.name == "embedder" && check.detail.find(' ') == std::string::npos);
    }

    [[nodiscard]] bool hasModel() const { return m_hasModel; }

    ScenarioOutcome outcome(const ScenarioFile& scenario, const std::string& customer)
    {
        return scenario.history.empty() ? ofTicket(scenario, customer) : ofConversation(scenario);
    }

private:
    void importKnowledge(const ScenarioFile& scenario)
    {
        std::vector<std::filesystem::path> paths;
        const std::filesystem::path demo = TANDEM_RESOURCES "/demo/articles";
        const std::string knowledge = scenario.value("knowledge", "demo");
        for (const std::string& article : namesIn(knowledge == "none" || knowledge == "demo" ? "" : knowledge)) {
            if (!article.empty())
                paths.push_back(demo / (article + ".md"));
        }
        if (knowledge == "demo")
            paths.push_back(demo);
        for (const auto& [name, markdown] : scenario.articles) {
            paths.push_back(path(m_directory) / (name + ".md"));
            std::ofstream(paths.back()) << markdown;
        }
        if (paths.empty())
            return;
        const ImportReport report = valueOf(m_engine->library().importArticles(admin, paths, {}, {}));
        for (const auto& refused : report.refused)
            qFatal("%s: %s", refused.file.c_str(), refused.reason.c_str());
    }

    ScenarioOutcome ofConversation(const ScenarioFile& scenario)
    {
        Conversation conversation;
        conversation.subject = scenario.value("subject");
        conversation.text = scenario.message;
        conversation.channel = channelFrom(scenario.value("channel", "email")).value();
        for (const auto& [who, text] : scenario.history) {
            Message message;
            message.author = authorFrom(who).value();
            message.text = text;
            conversation.history.push_back(message);
        }
        const Analysis analysis = valueOf(m_engine->assistant().analyze(conversation, {}));
        Answer answer = valueOf(m_engine->assistant().answer(conversation, {}));
        return {analysis.classification, std::move(answer.reasons), std::move(answer.draft), {}, {}, 0};
    }

    ScenarioOutcome ofTicket(const ScenarioFile& scenario, const std::string& customer)
    {
        IncomingMessage message;
        message.customerId = customer;
        message.subject = scenario.value("subject");
        message.text = scenario.message;
        message.channel = channelFrom(scenario.value("channel", "email")).value();
        message.priority = urgencyFrom(scenario.value("priority"));
        const auto about = namesIn(scenario.value("customer", "Ada Holm, team, 200"));
        message.customerName = about.at(0);
        message.customerTier = tierFrom(about.at(1));
        message.customerTenureDays = std::stoi(about.at(2));
        TicketView view;
        for (int i = std::stoi(scenario.value("sent", "1")); i > 0; --i)
            view = finished(valueOf(m_engine->intake().submit(admin, message)).id);
        const Ticket& ticket = view.ticket;
        const auto notices = std::ranges::count(view.messages, Author::Ai, &Message::author);
        return {ticket.classification.value_or(Classification{}), ticket.escalation, ticket.draft.value_or(Draft{}),
            ticket.status, ticket.route, static_cast<int>(notices)};
    }

    // The ticket once workers and outbox are done with it.
    TicketView finished(const TicketId& id)
    {
        QElapsedTimer timer;
        timer.start();
        while (true) {
            TicketView view = valueOf(m_engine->conversations().ticket(admin, id));
            const TicketStatus status = view.ticket.status;
            const bool handedOver = status == TicketStatus::Escalated || status == TicketStatus::AwaitingApproval;
            if (status == TicketStatus::AwaitingReview || (handedOver && view.messages.size() > 1))
                return view;
            if (timer.elapsed() > longestWait)
                qFatal("a ticket was not finished within a minute; its status is %s", std::string(name(status)).c_str());
            QTest::qSleep(5);
        }
    }

    QTemporaryDir m_directory;
    ManualClock m_clock;
    std::unique_ptr<Engine> m_engine;
    bool m_hasModel = false;
};

} // namespace

class TestScenarios : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTicketEndsAsItsScenarioSays_data();
    void aTicketEndsAsItsScenarioSays();
    void cleanupTestCase() { m_desks.clear(); }

private:
    ScenarioDesk& deskFor(const ScenarioFile& scenario);

    std::map<std::string, std::unique_ptr<ScenarioDesk>> m_desks;
};

void TestScenarios::aTicketEndsAsItsScenarioSays_data()
{
    QTest::addColumn<QString>("file");
    const QDir directory(folder());
    for (const QString& name : directory.entryList({QStringLiteral("*.ticket")}, QDir::Files, QDir::Name))
        QTest::newRow(qPrintable(name.chopped(7))) << directory.filePath(name);
}

ScenarioDesk& TestScenarios::deskFor(const ScenarioFile& scenario)
{
    std::string wishes = scenario.value("knowledge", "demo") + "\n" + scenario.value("config");
    for (const auto& [name, markdown] : scenario.articles)
        wishes += "\n" + name + "\n" + markdown;
    auto& desk = m_desks[wishes];
    if (!desk)
        desk = std::make_unique<ScenarioDesk>(scenario);
    return *desk;
}

void TestScenarios::aTicketEndsAsItsScenarioSays()
{
    QFETCH(QString, file);
    const auto scenario = ScenarioFile::read(file.toStdString());
    QVERIFY2(scenario.has_value(), scenario ? "" : scenario.error().message.c_str());
    ScenarioDesk& desk = deskFor(*scenario);
    if (scenario->value("needs") == "model" && !desk.hasModel())
        QSKIP("the embedding model is not installed (./dev models)");
    const ScenarioOutcome outcome = desk.outcome(*scenario, "c-" + file.toStdString());
    const Expectations expectations(outcome);
    std::string objections;
    for (const auto& [key, value] : scenario->expected) {
        if (const std::string objection = expectations.objection(key, value); !objection.empty())
            objections += "\n   " + objection;
    }
    QVERIFY2(objections.empty(), (scenario->title + objections).c_str());
}

QTEST_GUILESS_MAIN(TestScenarios)
#include "TestScenarios.moc"
