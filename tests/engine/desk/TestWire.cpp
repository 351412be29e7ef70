// links: tandem_wire
#include "desk/Wire.h"
#include "support/Strings.h"

using namespace tandem;

namespace {

Json ticketBody()
{
    return {{"customer_id", "c-1"}, {"subject", "S"}, {"description", "D"}, {"channel", "email"}};
}

QString refusal(const Json& body)
{
    const auto message = wire::incomingMessage(body);
    return message ? qt("accepted") : qt(message.error().message);
}

} // namespace

class TestWire : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTicketIsReadWithAllItsMembers()
    {
        Json body = ticketBody();
        body["priority"] = "urgent";
        body["customer"] = {{"name", "Ada"}, {"tier", "business"}, {"tenure_days", 12}, {"previous_tickets", 3}};
        body["metadata"] = {{"anything", {1, 2}}};
        const IncomingMessage message = valueOf(wire::incomingMessage(body));
        QCOMPARE(message.channel, Channel::Email);
        QCOMPARE(*message.priority, Urgency::Critical);
        QCOMPARE(*message.customerTier, Tier::Business);
        QCOMPARE(*message.customerTenureDays, 12);
        QCOMPARE(message.metadataJson, std::string(R"({"anything":[1,2]})"));
    }

    void whatIsWrongIsNamed()
    {
        for (const char* member : {"customer_id", "subject", "description", "channel"}) {
            Json missing = ticketBody();
            missing.erase(member);
            QVERIFY2(refusal(missing).contains(qt(member)), member);
            Json number = ticketBody();
            number[member] = 5;
            QVERIFY2(refusal(number).contains(qt(member)), member);
        }
        Json unknown = ticketBody();
        unknown["surprise"] = 1;
        QVERIFY(refusal(unknown).contains(qt("surprise")));
        Json channel = ticketBody();
        channel["channel"] = "pigeon";
        QVERIFY(refusal(channel).contains(qt("channel")));
        Json customer = ticketBody();
        customer["customer"] = {{"tenure_days", -1}};
        QVERIFY(refusal(customer).contains(qt("tenure_days")));
        QVERIFY(refusal(Json::array()).contains(qt("object")));
    }

    void attachmentsAreRefusedRatherThanLost()
    {
        Json body = ticketBody();
        body["attachments"] = Json::array();
        QCOMPARE(refusal(body), qt("accepted"));
        body["attachments"].push_back({{"name", "a.png"}});
        QVERIFY(refusal(body).contains(qt("attachments")));
    }

    void batchInputKeepsTheTextAsItIsAndIgnoresWhatItDoesNotKnow()
    {
        const Json body{{"text", "ﬁle"}, {"surprise", true}, {"customer", {{"tier", "unheard-of"}}},
            {"history", {{{"role", "customer"}, {"text", "first"}}, {{"role", "ai"}, {"text", "second"}}}}};
        const Conversation conversation = valueOf(wire::conversation(body, "text"));
        QCOMPARE(conversation.text, std::string("ﬁle")); // offsets in the answer are the input's
        QCOMPARE(conversation.history.size(), std::size_t(2));
        QCOMPARE(conversation.history.back().author, Author::Ai);
    }

    void offsetsAreCodePointsOfTheInput()
    {
        const std::string text = "😀 é a@b.example";
        Analysis analysis;
        analysis.classification.pii = {{"email", text.find("a@"), text.size()}};
        const Json json = wire::toJson(analysis, text);
        QCOMPARE(json["pii"][0]["start"].get<int>(), 4);
        QCOMPARE(json["pii"][0]["end"].get<int>(), 15);
        analysis.classification.subjectPii = {{"person", 3, 6}};
        QCOMPARE(wire::toJson(analysis, text, "é Ada")["subject_pii"][0]["start"].get<int>(), 2);
    }

    void anAnswerListsItsFactualSentencesOnly()
    {
        Answer answer;
        answer.draft.text = "Hello. It takes 5 days.";
        answer.draft.sentences = {{"Hello.", false, true, 1, "", {}},
            {"It takes 5 days.", true, true, 1, "", {{ArticleId("a"), PassageId("a#0"), "It takes 5 days."}}}};
        answer.draft.actions = {{"refund", ActionState::Proposed, "secret words"}};
        const Json json = wire::toJson(answer);
        QCOMPARE(json["sentences"].size(), std::size_t(1));
        QCOMPARE(json["sentences"][0]["citations"][0]["passage_id"].get<std::string>(), std::string("a#0"));
        QCOMPARE(json["actions"][0].dump(), std::string(R"({"state":"proposed","type":"refund"})"));
    }
};

QTEST_GUILESS_MAIN(TestWire)
#include "TestWire.moc"
