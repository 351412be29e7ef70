// links: tandem_knowledge
#include "knowledge/import/ArticleReader.h"
#include "support/MadeFiles.h"
#include "support/Strings.h"

#include <QTest>

#include <fstream>

using namespace tandem;

namespace {

ReadResult readTickets(const QTemporaryDir& folder, const char* name, const std::string& content)
{
    const auto file = path(folder) / name;
    std::ofstream(file, std::ios::binary) << content;
    return ArticleReader().readResolutions(file);
}

QString refusals(const ReadResult& result)
{
    QString all;
    for (const auto& refused : result.refused)
        all += qt(refused.file) + QStringLiteral(" ") + qt(refused.reason) + QStringLiteral("\n");
    return all;
}

Document only(const ReadResult& result)
{
    if (result.documents.size() != 1)
        qFatal("%zu documents: %s", result.documents.size(), qPrintable(refusals(result)));
    return result.documents[0].document;
}

// As /api/v2/tickets gives it, with the comments of /api/v2/tickets/{id}/comments put in.
constexpr const char* zendeskTicket
    = R"({"id":35436,"url":"https://acme.zendesk.example/api/v2/tickets/35436.json","external_id":null,)"
      R"("created_at":"2026-07-20T22:55:29Z","updated_at":"2026-07-25T10:38:52Z","type":"incident","subject":"Export stays empty",)"
      R"("raw_subject":"Export stays empty","description":"Hello, my export is empty.","priority":"high","status":"solved",)"
      R"("requester_id":20978392,"submitter_id":20978392,"assignee_id":235323,"tags":["export"],"via":{"channel":"email","source":{"from":)"
      R"({"address":"anna.holm@customer.example","name":"Anna Holm"},"to":{}}},"custom_fields":[{"id":27642,"value":"745"}],"comments":[)"
      R"({"id":1,"type":"Comment","author_id":20978392,"body":"Hello, my export is empty. Regards, Anna Holm","public":true,"created_at":"2026-07-20T22:55:29Z"},)"
      R"({"id":2,"type":"Comment","author_id":235323,"body":"Which plan is she on?","public":false,"created_at":"2026-07-21T08:00:00Z"},)"
      R"({"id":3,"type":"Comment","author_id":235323,"body":"Hi Anna,\n\nWhich filter did you set?\n\nBest regards\nJonas Berg","public":true,"created_at":"2026-07-21T08:05:00Z"},)"
      R"({"id":4,"type":"Comment","author_id":20978392,"body":"None.","public":true,"created_at":"2026-07-21T09:00:00Z"},)"
      R"({"id":5,"type":"Comment","author_id":235323,"body":"Hi Anna,\n\nThe export was empty because the date range lay in the future. Choose 'All time' and export again.\n\nBest regards\nJonas Berg","public":true,"created_at":"2026-07-22T09:00:00Z"},)"
      R"({"id":6,"type":"Comment","author_id":-1,"body":"This ticket was closed.","public":true,"created_at":"2026-07-25T10:38:52Z"}]})";

constexpr const char* zendeskUsers
    = R"("users":[{"id":20978392,"name":"Anna Holm","email":"anna.holm@customer.example","role":"end-user"},{"id":235323,"name":"Jonas Berg","email":"jonas@acme.example","role":"agent"}])";

// As /api/v1/accounts/{id}/conversations gives it, with all of /conversations/{id}/messages.
constexpr const char* chatwootConversation
    = R"({"meta":{"sender":{"id":9,"name":"Marie Dubois","email":"marie@client.example","phone_number":"+33612345678","type":"contact"},)"
      R"("channel":"Channel::WebWidget","assignee":{"id":3,"name":"Jonas Berg","available_name":"Jonas","email":"jonas@acme.example"}},"id":77,)"
      R"("messages":[{"id":1,"content":"Bonjour, le lien de mot de passe ne marche pas. Marie Dubois","message_type":0,"private":false,"created_at":1790000000,"sender":{"name":"Marie Dubois","type":"contact"}},)"
      R"({"id":2,"content":"Jonas joined","message_type":2,"private":false,"created_at":1790000010},)"
      R"({"id":3,"content":"I can look that up.","message_type":1,"private":false,"created_at":1790000015,"sender":{"name":"Helper","type":"agent_bot"}},)"
      R"({"id":4,"content":"She is VIP","message_type":1,"private":true,"created_at":1790000020,"sender":{"name":"Jonas Berg","type":"user"}},)"
      R"({"id":5,"content":"Le lien est valable 60 minutes, demandez-en un nouveau, Marie.","message_type":1,"private":false,"created_at":1790000100,"sender":{"name":"Jonas Berg","type":"user"}},)"
      R"({"id":6,"content":"Please rate us","message_type":3,"private":false,"created_at":1790000200}],)"
      R"("status":"resolved","labels":["login"],"additional_attributes":{},"inbox_id":1,"created_at":1790000000,"last_activity_at":1790000300})";

std::string oneLine(std::string text)
{
    std::erase(text, '\n');
    return text;
}

} // namespace

class TestPastTickets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSolvedZendeskTicketBecomesAResolution();
    void zendeskPagesLinesAndUsersAreUnderstood();
    void ticketsToLeaveOutAreCounted();
    void aResolvedChatwootConversationBecomesAResolution();
    void namesOfEverybodyAroundAreHidden();
    void theDesksOwnAddressesStay();
    void aCustomersTeamAddressIsHidden();
    void csvWithCommentsIsUnderstood();
    void csvWithoutAnswersIsRefusedWithWhatToDo();
    void aZipOfExportsIsReadAsOne();
    void foreignShapesAreRefusedByTheirPlace();
    void hostileJsonIsRefused();
};

void TestPastTickets::aSolvedZendeskTicketBecomesAResolution()
{
    const QTemporaryDir folder;
    const Document document
        = only(readTickets(folder, "tickets.json", std::string("{\"tickets\":[") + zendeskTicket + "]," + zendeskUsers + "}"));
    QCOMPARE(document.kind, DocumentKind::Resolution);
    QCOMPARE(qt(document.id.value()), QStringLiteral("zendesk-ticket-35436"));
    QCOMPARE(qt(document.title), QStringLiteral("Export stays empty"));
    QCOMPARE(qt(document.body),
        QStringLiteral("The export was empty because the date range lay in the future. Choose 'All time' and export again."));
    QVERIFY(qt(document.question).startsWith(QStringLiteral("Hello, my export is empty.")));
    QVERIFY(!qt(document.question).contains(QStringLiteral("Holm")));
    QCOMPARE(qt(formatTime(document.updatedAt)), QStringLiteral("2026-07-25T10:38:52.000Z"));
}

void TestPastTickets::zendeskPagesLinesAndUsersAreUnderstood()
{
    const QTemporaryDir folder;
    const std::string line = oneLine(zendeskTicket);
    // One ticket a line, as the account's full export.
    QCOMPARE(qt(only(readTickets(folder, "a.jsonl", line + "\n")).id.value()), QStringLiteral("zendesk-ticket-35436"));
    // Pages in a list.
    QCOMPARE(readTickets(folder, "b.json", "[{\"tickets\":[" + line + "],\"count\":1},{\"tickets\":[],\"next_page\":null}]")
                 .documents.size(),
        1U);
    // Newest first.
    std::string reversed = line;
    reversed.replace(reversed.find("2026-07-20T22:55:29Z\"},{\"id\":2"), 20, "2026-07-29T22:55:29Z");
    QVERIFY(qt(only(readTickets(folder, "c.jsonl", reversed)).question).startsWith(QStringLiteral("None.")));
    // An agent who is not the assignee answers too; a colleague of the customer does not.
    std::string other = line;
    other.replace(other.find("\"author_id\":235323,\"body\":\"Hi Anna,\\n\\nThe export"), 18, "\"author_id\":999999");
    QVERIFY(qt(only(readTickets(folder, "d.jsonl", other)).body).startsWith(QStringLiteral("The export was empty")));
    const std::string users = R"({"tickets":[)" + other + R"(],"users":[{"id":999999,"name":"Colleague","role":"end-user"}]})";
    QVERIFY(qt(only(readTickets(folder, "e.json", users)).body).startsWith(QStringLiteral("Which filter")));
}

void TestPastTickets::ticketsToLeaveOutAreCounted()
{
    const QTemporaryDir folder;
    const auto with = [](const char* what, const char* instead) {
        std::string text = oneLine(zendeskTicket);
        const std::size_t at = text.find(what);
        return text.replace(at, std::string_view(what).size(), instead) + "\n";
    };
    const std::string open = with("\"status\":\"solved\"", "\"status\":\"open\"");
    std::string bare = oneLine(zendeskTicket);
    bare = bare.substr(0, bare.find(",\"comments\"")) + "}\n";
    const ReadResult result = readTickets(folder, "t.jsonl", open + open + bare + oneLine(zendeskTicket) + "\n");
    QCOMPARE(result.documents.size(), 1U);
    QVERIFY2(refusals(result).contains(QStringLiteral("2 left out: tickets that are not solved")), qPrintable(refusals(result)));
    QVERIFY2(
        refusals(result).contains(QStringLiteral("1 left out: tickets without their comments")), qPrintable(refusals(result)));
}

void TestPastTickets::aResolvedChatwootConversationBecomesAResolution()
{
    const QTemporaryDir folder;
    const Document document = only(readTickets(
        folder, "c.json", std::string(R"({"data":{"meta":{"all_count":1},"payload":[)") + chatwootConversation + "]}}"));
    QCOMPARE(qt(document.id.value()), QStringLiteral("chatwoot-conversation-77"));
    QVERIFY2(document.body.starts_with("Le lien est valable 60 minutes"), document.body.c_str());
    QVERIFY2(document.title.starts_with("Bonjour, le lien de mot de passe"), document.title.c_str());
    QCOMPARE(qt(formatTime(document.updatedAt)), qt(formatTime(TimePoint(std::chrono::seconds(1790000300)))));
    for (const std::string* text : {&document.title, &document.body, &document.question})
        QVERIFY2(!qt(*text).contains(QStringLiteral("Marie")) && !qt(*text).contains(QStringLiteral("Dubois")), text->c_str());
    std::string open = oneLine(chatwootConversation);
    open.replace(open.find("\"status\":\"resolved\""), 19, "\"status\":\"open\"    ");
    QVERIFY(refusals(readTickets(folder, "o.jsonl", open))
            .contains(QStringLiteral("1 left out: conversations that are not resolved")));
}

void TestPastTickets::namesOfEverybodyAroundAreHidden()
{
    const QTemporaryDir folder;
    std::string text = oneLine(zendeskTicket);
    const std::string_view said = "Choose 'All time' and export again.";
    text.replace(text.find(said), said.size(), "I asked Jonas and wrote to jonas@acme.example; call +49 170 1234567, Holm.");
    const Document document = only(readTickets(folder, "t.json", R"({"tickets":[)" + text + "]," + zendeskUsers + "}"));
    for (const char* personal : {"Jonas", "jonas@acme.example", "1234567", "Holm"})
        QVERIFY2(document.body.find(personal) == std::string::npos, document.body.c_str());
}

void TestPastTickets::theDesksOwnAddressesStay()
{
    const QTemporaryDir folder;
    std::string lines;
    for (int i = 0; i < 3; ++i)
        lines += R"({"id":"r)" + std::to_string(i)
            + R"(","subject":"Invoice","customer_message":"I wrote to billing@fernway.example from ada@home.example.","agent_resolution":"Please write to Billing@fernway.example (not to anna.holm@fernway.example, ada@home.example or support@gmail.com)."})"
            + "\n";
    const ReadResult few = readTickets(folder, "few.jsonl", lines.substr(0, lines.find('\n') + 1));
    QVERIFY(!qt(only(few).body).contains(QStringLiteral("illing@")));
    const ReadResult many = readTickets(folder, "many.jsonl", lines);
    QCOMPARE(many.documents.size(), 3U);
    for (const ReadDocument& read : many.documents) {
        const QString body = qt(read.document.body);
        QVERIFY2(body.contains(QStringLiteral("write to Billing@fernway.example (")), qPrintable(body));
        QVERIFY2(!body.contains(QStringLiteral("holm")) && !body.contains(QStringLiteral("ada@")), qPrintable(body));
        QVERIFY2(!body.contains(QStringLiteral("support@gmail.com")), qPrintable(body));
        const QString question = qt(read.document.question);
        QVERIFY2(question.contains(QStringLiteral("billing@fernway.example")), qPrintable(question));
        QVERIFY2(!question.contains(QStringLiteral("ada@")), qPrintable(question));
    }
}

void TestPastTickets::aCustomersTeamAddressIsHidden()
{
    const QTemporaryDir folder;
    std::string tickets;
    for (int i = 0; i < 4; ++i)
        tickets += std::string(i > 0 ? "," : "") + R"({"id":)" + std::to_string(i)
            + R"(,"status":"closed","subject":"s","requester_id":1,"requester":{"name":"Ines Faro","email":"ines@buyer.example"},"comments":[{"author_id":1,"public":true,"body":"Where is it?"},{"author_id":2,"author":{"name":"Fernway Support"},"public":true,"body":"Fernway sent it to info@buyer.example; questions go to support@fernway.example."}]})";
    const ReadResult result = readTickets(folder, "t.json", "{\"tickets\":[" + tickets + "]}");
    QCOMPARE(result.documents.size(), 4U);
    const QString body = qt(result.documents[0].document.body);
    QVERIFY2(!body.contains(QStringLiteral("info@buyer")), qPrintable(body));
    // Nor does an agent who is called after the company take the company's name away.
    QVERIFY2(body.startsWith(QStringLiteral("Fernway sent it")) && body.endsWith(QStringLiteral("to support@fernway.example.")),
        qPrintable(body));
}

void TestPastTickets::csvWithCommentsIsUnderstood()
{
    const QTemporaryDir folder;
    const Document whole = only(readTickets(folder, "a.csv",
        "Id,Subject,Status,Requester,Requester id,Solved at,Comments\n12,Late parcel,Solved,Ada Lind,7,2026-05-04 10:00:00 "
        "UTC,\"[{\"\"author_id\"\":7,"
        "\"\"public\"\":true,\"\"body\"\":\"\"Where is my parcel? Ada "
        "Lind\"\"},{\"\"author_id\"\":8,\"\"public\"\":true,\"\"body\"\":\"\"It waits "
        "at the customs office.\"\"}]\"\n"));
    QCOMPARE(qt(whole.body), QStringLiteral("It waits at the customs office."));
    QVERIFY(!qt(whole.question).contains(QStringLiteral("Lind")));
    QCOMPARE(qt(formatTime(whole.updatedAt)), QStringLiteral("2026-05-04T00:00:00.000Z"));
    const ReadResult rows = readTickets(folder, "b.csv",
        "ticket_id,subject,status,requester_id,author_id,public,body\n1,A,solved,7,7,true,Question "
        "one\n2,B,open,7,7,true,Question two\n"
        "1,A,solved,7,8,false,A note\n1,A,solved,7,8,true,Answer one\n");
    QCOMPARE(qt(only(rows).body), QStringLiteral("Answer one"));
    QCOMPARE(qt(only(rows).question), QStringLiteral("Question one"));
    const Document own
        = only(readTickets(folder, "c.csv", "id;subject;customer_message;agent_resolution\nr1;S;Question;Answer\n"));
    QCOMPARE(qt(own.id.value()), QStringLiteral("r1"));
}

void TestPastTickets::csvWithoutAnswersIsRefusedWithWhatToDo()
{
    const QTemporaryDir folder;
    const QString reason = refusals(readTickets(folder, "a.csv", "Id,Subject,Status\n1,A,Solved\n"));
    QVERIFY2(reason.contains(QStringLiteral("agent_resolution")) && reason.contains(QStringLiteral("JSON export")),
        qPrintable(reason));
}

void TestPastTickets::aZipOfExportsIsReadAsOne()
{
    const QTemporaryDir folder;
    const auto line = [](const char* id) {
        return std::string(R"({"id":")") + id
            + R"(","subject":"s","customer_message":"c","agent_resolution":"Ask support@fernway.example."})" + "\n";
    };
    const ReadResult result = readTickets(folder, "all.zip",
        zipOf(std::map<std::string, std::string>{
            {"1.jsonl", line("a")}, {"2.jsonl", line("b")}, {"3.jsonl", line("c") + "nonsense\n"}, {"n.pdf", "x"}}));
    QCOMPARE(result.documents.size(), 3U);
    QCOMPARE(qt(result.documents[0].document.body), QStringLiteral("Ask support@fernway.example."));
    QVERIFY2(refusals(result).contains(QStringLiteral("all.zip/3.jsonl:2")), qPrintable(refusals(result)));
    QVERIFY2(refusals(result).contains(QStringLiteral("n.pdf")), qPrintable(refusals(result)));
}

void TestPastTickets::foreignShapesAreRefusedByTheirPlace()
{
    const QTemporaryDir folder;
    const QString reasons = refusals(readTickets(
        folder, "x.json", R"([1, "a", {"id":5}, {"id":6,"agent_resolution":""}, {"id":7,"messages":[],"status":7}])"));
    for (const char* place : {"x.json item 1 it is no JSON object", "x.json item 3 it is no resolution",
             "x.json item 4 it has no agent_resolution", "1 left out: conversations"})
        QVERIFY2(reasons.contains(QString::fromLatin1(place)), qPrintable(reasons));
}

void TestPastTickets::hostileJsonIsRefused()
{
    const QTemporaryDir folder;
    for (const std::string& text : {std::string(), std::string("null"), std::string(200000, '['), std::string("{\"tickets\":"),
             std::string(R"({"tickets":{"tickets":{"tickets":7}}})"),
             std::string(R"([{"comments":{"comments":[null,1,{}]},"status":"solved"}])"), std::string(R"([{"id":1e400}])"),
             std::string(R"([{"status":"solved","comments":[{"public":true,"body":{},"author":[1]}],"via":[1]}])"),
             std::string(R"([{"id":1,"status":"resolved","messages":[1,null,[],{"message_type":1,"content":{}}],"meta":3}])")}) {
        const ReadResult result = readTickets(folder, "x.json", text);
        QVERIFY(result.documents.empty());
        QVERIFY2(!result.refused.empty(), text.substr(0, 40).c_str());
    }
}

QTEST_GUILESS_MAIN(TestPastTickets)
#include "TestPastTickets.moc"
