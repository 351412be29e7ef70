// links: tandem_store
#include "contracts/Samples.h"
#include "services/store/TicketJson.h"

#include <limits>

using namespace tandem;

class TestTicketJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDefaultOfEachPartReadsBack();
    void numbersReadBackExactly();
    void whatAskedForADraftReadsBack();
    void aDraftFromBeforePromptsReadsBack();
    void numbersThatJsonLacksBecomeZero();
    void brokenUtf8DoesNotLoseTheTicket();
    void unknownMembersAreIgnored();
    void whatItDoesNotKnowIsCorrupt();
};

void TestTicketJson::aDefaultOfEachPartReadsBack()
{
    QVERIFY(valueOf(ticket_json::readClassification(ticket_json::write(Classification{}))).category == Category::GeneralInquiry);
    QVERIFY(valueOf(ticket_json::readRoute(ticket_json::write(Route{}))).queue == Queue::Ai);
    QVERIFY(valueOf(ticket_json::readReasons(ticket_json::write(std::vector<EscalationReason>{}))).empty());
    QVERIFY(valueOf(ticket_json::readDraft(ticket_json::write(Draft{}))).usage.provider == "composer");
    QVERIFY(valueOf(ticket_json::readTimings(ticket_json::write(std::map<std::string, double>{}))).empty());
    QVERIFY(valueOf(ticket_json::readArticles(ticket_json::write(std::vector<ArticleId>{}))).empty());
}

void TestTicketJson::numbersReadBackExactly()
{
    Classification classification = sampleClassification();
    classification.confidence = 0.1 + 0.2;
    classification.sentimentScore = -1.0 / 3;
    const Classification read = valueOf(ticket_json::readClassification(ticket_json::write(classification)));
    QVERIFY(read.confidence == classification.confidence && read.sentimentScore == classification.sentimentScore);
}

void TestTicketJson::whatAskedForADraftReadsBack()
{
    const Usage usage = valueOf(ticket_json::readDraft(ticket_json::write(sampleDraft()))).usage;
    QVERIFY(usage.promptVersion == sampleDraft().usage.promptVersion && usage.requestId == sampleDraft().usage.requestId);
    QVERIFY(!usage.promptVersion.empty() && !usage.requestId.empty());
}

void TestTicketJson::aDraftFromBeforePromptsReadsBack()
{
    const std::string old = "{\"id\":\"d\",\"text\":\"t\",\"language\":\"de\",\"abstained\":false,\"confidence\":0.5,"
                            "\"sentences\":[],\"actions\":[],\"usage\":{\"provider\":\"composer\",\"model\":\"\","
                            "\"input_tokens\":0,\"output_tokens\":0,\"cost_usd\":0}}";
    const Draft draft = valueOf(ticket_json::readDraft(old));
    QVERIFY(draft.text == "t" && draft.usage.promptVersion.empty() && draft.usage.requestId.empty());
}

void TestTicketJson::numbersThatJsonLacksBecomeZero()
{
    Draft draft = sampleDraft();
    draft.confidence = std::numeric_limits<double>::quiet_NaN();
    draft.sentences[0].score = std::numeric_limits<double>::infinity();
    const Draft read = valueOf(ticket_json::readDraft(ticket_json::write(draft)));
    QVERIFY(read.confidence == 0 && read.sentences[0].score == 0);
}

void TestTicketJson::brokenUtf8DoesNotLoseTheTicket()
{
    Draft draft = sampleDraft();
    draft.text = "ends in half a character \xE2\x82";
    QVERIFY(valueOf(ticket_json::readDraft(ticket_json::write(draft))).text.starts_with("ends in half"));
}

void TestTicketJson::unknownMembersAreIgnored()
{
    const Route route = valueOf(ticket_json::readRoute(R"({"queue":"human","team":"t","reasons":[],"later":{"x":1}})"));
    QVERIFY(route.queue == Queue::Human && route.team == "t");
}

void TestTicketJson::whatItDoesNotKnowIsCorrupt()
{
    for (const std::string text : {"", "{", "[]x", R"({"queue":"robot"})", R"({"queue":1})", R"({"reasons":[{"code":"x"}]})",
             R"({"reasons":{"a":1}})", "[1]"}) {
        const auto read = ticket_json::readRoute(text);
        QVERIFY2(!read && read.error().code == ErrorCode::Corrupt, text.c_str());
        QVERIFY(read.error().message.find("robot") == std::string::npos);
    }
}

QTEST_GUILESS_MAIN(TestTicketJson)
#include "TestTicketJson.moc"
