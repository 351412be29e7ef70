// links: tandem_engine
// What a person writes is held against the library by the code that checks the engine's drafts, through the engine that the
// programs run.
#include "Engine.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace tandem;

namespace {

const Actor agent{ActorId("a-agent"), Role::Agent, "Marta Kowalska", {}};
const Actor admin{ActorId("a-admin"), Role::Admin, "Simone Roth", {}};

class Desk {
public:
    Desk()
    {
        Engine::Options options;
        options.workspace = path(m_directory) / "workspace";
        options.resources = TANDEM_RESOURCES;
        options.config = Config::defaults();
        m_engine = valueOf(Engine::create(std::move(options), m_clock));
        valueOf(m_engine->assistant().detectLanguage("loaded?")); // waits until everything is
        put("badge-printer", "Badge printer prints blank badges",
            "When the badge printer prints blank badges, its ribbon sits upside down. Turn the ribbon over and print a test "
            "badge. A new ribbon costs €32.");
        put("opening-hours", "Opening hours of the help line", "The help line is open from 8:00 to 18:00 on working days.");
        IncomingMessage message;
        message.customerId = "customer-1";
        message.subject = "Badge printer";
        message.text = "Why does the badge printer print blank badges, and what is a new ribbon?";
        ticket = valueOf(m_engine->intake().submit(admin, message)).id;
    }

    std::vector<DraftSentence> checked(const std::string& text)
    {
        return valueOf(m_engine->reviews().check(agent, ticket, text, {})).sentences;
    }

    TicketId ticket;

private:
    void put(const char* id, const char* title, const char* body)
    {
        Document document;
        document.id = ArticleId(id);
        document.title = title;
        document.body = body;
        document.language = Language::En;
        succeed(m_engine->library().put(admin, document));
    }

    QTemporaryDir m_directory;
    ManualClock m_clock;
    std::unique_ptr<Engine> m_engine;
};

} // namespace

class TestReplyCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReplyIsJudgedSentenceBySentence()
    {
        Desk desk;
        const auto sentences
            = desk.checked("Hello Ada,\n\nThe ribbon sits upside down: turn the ribbon over and print a test badge. "
                           "A new ribbon costs €38.\n\nKind regards");
        const auto about = [&](const char* words) {
            const auto found = std::ranges::find_if(
                sentences, [&](const DraftSentence& each) { return each.text.find(words) != std::string::npos; });
            if (found == sentences.end())
                qFatal("there is no sentence with %s", words);
            return *found;
        };
        QVERIFY(!about("Hello").factual);
        QVERIFY(about("upside down").supported);
        QCOMPARE(about("upside down").citations.front().article, ArticleId("badge-printer"));
        QVERIFY(!about("€38").supported);
        QVERIFY2(about("€38").reason.find("€32") != std::string::npos, about("€38").reason.c_str());
    }

    void whatAnotherArticleSaysIsSupportedToo()
    {
        Desk desk;
        const auto sentences = desk.checked("The help line is open from 8:00 to 18:00 on working days.");
        QCOMPARE(sentences.size(), 1U);
        QVERIFY2(sentences[0].supported, sentences[0].reason.c_str());
        QCOMPARE(sentences[0].citations.front().article, ArticleId("opening-hours"));
    }

    void theDesksRulesHoldForPeopleExceptThatTheyMayTellWhatTheyDid()
    {
        Desk desk;
        const auto promise = desk.checked("We will compensate you with €500 for your trouble.");
        QVERIFY(!promise.at(0).supported && promise.at(0).factual);
        const auto link = desk.checked("Please log in at https://evil.example/login to continue.");
        QVERIFY(!link.at(0).supported);
        const auto reason = desk.checked("I have cancelled your subscription.").at(0).reason;
        QVERIFY2(reason.find("done") == std::string::npos, reason.c_str());
    }
};

QTEST_GUILESS_MAIN(TestReplyCheck)
#include "TestReplyCheck.moc"
