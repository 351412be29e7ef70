// links: tandem_base
// A ticket's whole way through the built programs, as a person and a client see it.
#include "support/Programs.h"

#include <QDir>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

using namespace tandem;

namespace {

Json ticketOf(const char* subject, const char* description, const char* channel = "email")
{
    return {{"customer_id", "c-1"}, {"subject", subject}, {"description", description}, {"channel", channel},
        {"customer", {{"name", "Ada Holm"}, {"email", "ada@example.com"}, {"tier", "team"}}}};
}

Json uploadQuestion()
{
    return ticketOf(
        "Uploading many pictures", "We have a folder of pictures for one board. How many files can be uploaded at once?");
}

std::vector<std::string> reasonCodes(const Json& ticket)
{
    std::vector<std::string> codes;
    for (const Json& reason : ticket["escalation"]["reasons"])
        codes.push_back(reason["code"].get<std::string>());
    return codes;
}

bool escalatesFor(const Json& ticket, const std::string& code)
{
    const auto codes = reasonCodes(ticket);
    return std::ranges::find(codes, code) != codes.end();
}

// What the engine wrote to the customer by itself.
int noticesIn(const Json& ticket)
{
    return static_cast<int>(
        std::ranges::count_if(ticket["messages"], [](const Json& message) { return message["author"] == "ai"; }));
}

// Words of a Markdown file without its marks, on one line.
std::string wordsOf(const std::string& markdown)
{
    QString text = qt(markdown);
    text.remove(QRegularExpression(QStringLiteral("^---\\n.*?\\n---\\n"), QRegularExpression::DotMatchesEverythingOption));
    text.remove(QRegularExpression(QStringLiteral("^(#+|[-*]|\\d+\\.) +"), QRegularExpression::MultilineOption));
    text.remove(QStringLiteral("**")).remove(QLatin1Char('`')).remove(QLatin1Char('|'));
    return text::collapseWhitespace(text.toStdString());
}

bool holds(const std::string& text, const std::string& part)
{
    return text.find(text::collapseWhitespace(part)) != std::string::npos;
}

// A row of a table is quoted as "Column: value; Column: value": then each piece must stand in the article.
bool isQuoteFrom(const std::string& words, const std::string& quote)
{
    if (holds(words, quote))
        return true;
    const QStringList pieces = qt(quote).split(QRegularExpression(QStringLiteral("; |: ")));
    return pieces.size() > 1
        && std::ranges::all_of(pieces, [&](const QString& piece) { return holds(words, piece.toStdString()); });
}

} // namespace

class TestTicketJourney : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aServerIsAliveAtOnceAndReadyOnceItsPartsAreLoaded();
    void aQuestionIsAnsweredWithVerbatimCitations();
    void aRequestForMoneyBackWaitsForApproval();
    void whoThreatensWithLawyersGetsAPersonAndIsTold();
    void whoAsksForAPersonGetsOneAndIsTold();
    void aGermanQuestionIsAnsweredInGerman();
    void aJapaneseQuestionIsAnsweredInJapanese();
    void aQuestionThatNoArticleAnswersIsHandedOver();
    void theSameKeyGivesTheSameTicket();
    void aCustomerSeesNoTicketOfAnother();
    void anEditedArticleChangesTheAnswer();

private:
    [[nodiscard]] std::string articleWords(const std::string& id) const;
    void import();
    void start();
    [[nodiscard]] RestCaller caller() const { return {m_server->port(), m_token}; }
    void checkAnswer(const Json& ticket, const char* language, const char* fact) const;

    QTemporaryDir m_directory;
    QString m_workspace;
    QString m_articles;
    std::string m_token;
    std::string m_strangerToken;
    std::unique_ptr<ServerProcess> m_server;
    bool m_hasModel = false;
};

void TestTicketJourney::initTestCase()
{
    m_workspace = m_directory.filePath(QStringLiteral("workspace"));
    m_articles = m_directory.filePath(QStringLiteral("articles"));
    QVERIFY(QDir().mkpath(m_articles));
    const QDir demo(QStringLiteral(TANDEM_RESOURCES "/demo/articles"));
    for (const QString& name : demo.entryList({QStringLiteral("*.md")}))
        QVERIFY(QFile::copy(demo.filePath(name), QDir(m_articles).filePath(name)));
    import();
    const Finished resolutions = runControl(m_workspace,
        {QStringLiteral("import"), QStringLiteral("resolutions"), QStringLiteral(TANDEM_RESOURCES "/demo/resolutions.jsonl")});
    QVERIFY2(resolutions.status == 0, resolutions.errors.c_str());
    QVERIFY2(resolutions.output.ends_with(", 0 refused\n") && !resolutions.output.starts_with("0 added, "),
        resolutions.output.c_str());
    m_token = newToken(m_workspace);
    QVERIFY(m_token.starts_with("tdm_"));
    const Finished stranger = runControl(m_workspace,
        {QStringLiteral("token"), QStringLiteral("create"), QStringLiteral("--role=customer"), QStringLiteral("--name=c-2"),
            QStringLiteral("--customer"), QStringLiteral("c-2")});
    m_strangerToken = std::string(text::trim(stranger.output));
    start();
}

void TestTicketJourney::import()
{
    const Finished imported = runControl(m_workspace, {QStringLiteral("import"), QStringLiteral("articles"), m_articles});
    QVERIFY2(imported.status == 0, imported.errors.c_str());
    QVERIFY2(imported.output.ends_with(", 0 refused\n"), imported.output.c_str());
}

void TestTicketJourney::start()
{
    m_server = std::make_unique<ServerProcess>(m_workspace);
    QVERIFY2(m_server->listens(), m_server->log().c_str());
}

std::string TestTicketJourney::articleWords(const std::string& id) const
{
    std::ifstream file(m_articles.toStdString() + "/" + id + ".md");
    std::stringstream text;
    text << file.rdbuf();
    return wordsOf(text.str());
}

void TestTicketJourney::aServerIsAliveAtOnceAndReadyOnceItsPartsAreLoaded()
{
    const HttpReply health = HttpClient(m_server->port()).request("GET", "/health");
    QCOMPARE(health.status, 200);
    const Json body = valueOf(parseJson(health.body));
    QVERIFY(body.contains("status") && body.contains("version") && body.contains("uptime_seconds") && body.contains("checks"));
    QVERIFY2(m_server->isReady(), m_server->log().c_str());
    m_hasModel = m_server->log().find("\"local_model\":true") != std::string::npos;
}

// Every sentence that states something is supported by a quote that stands in the article it names, and one holds `fact`.
void TestTicketJourney::checkAnswer(const Json& ticket, const char* language, const char* fact) const
{
    QVERIFY2(ticket.is_object(), "the ticket was not finished in time");
    const std::string shown = ticket.dump();
    QVERIFY2(ticket["status"] == "awaiting_review", shown.c_str());
    QVERIFY2(ticket["language"] == language, shown.c_str());
    const Json& draft = ticket["draft"];
    QVERIFY2(draft["language"] == language && draft["provider"] == "composer", shown.c_str());
    QVERIFY2(draft["text"].get<std::string>().find(fact) != std::string::npos, shown.c_str());
    QVERIFY2(!draft["sentences"].empty(), shown.c_str());
    bool factIsCited = false;
    for (const Json& sentence : draft["sentences"]) {
        QVERIFY2(sentence["supported"] == true && !sentence["citations"].empty(), shown.c_str());
        for (const Json& citation : sentence["citations"]) {
            const std::string quote = citation["quote"].get<std::string>();
            const std::string article = citation["article_id"].get<std::string>();
            factIsCited = factIsCited || quote.find(fact) != std::string::npos;
            if (article.starts_with("kb-"))
                QVERIFY2(isQuoteFrom(articleWords(article), quote), (article + " does not hold: " + quote).c_str());
        }
    }
    QVERIFY2(factIsCited, shown.c_str());
}

void TestTicketJourney::aQuestionIsAnsweredWithVerbatimCitations()
{
    if (!m_hasModel)
        QSKIP("the embedding model is not installed (./dev models)");
    const Json ticket = caller().answered(uploadQuestion());
    checkAnswer(ticket, "en", "20 files");
    QCOMPARE(QString::fromStdString(ticket["route"]["queue"].get<std::string>()), QStringLiteral("ai"));
    QVERIFY2(reasonCodes(ticket).empty(), ticket.dump().c_str());
    for (const char* stage : {"enrich", "understand", "route", "retrieve", "draft", "validate"})
        QVERIFY2(ticket["timings"].contains(stage), stage);
}

void TestTicketJourney::aRequestForMoneyBackWaitsForApproval()
{
    const Json ticket = caller().answered(ticketOf("Refund for our annual plan",
        "We paid for the annual Team plan ten days ago. Please refund the full amount of 720 EUR."));
    QVERIFY2(ticket.is_object(), "the ticket was not finished in time");
    const std::string shown = ticket.dump();
    QVERIFY2(ticket["status"] == "awaiting_approval", shown.c_str());
    QVERIFY2(escalatesFor(ticket, "high_stakes_action"), shown.c_str());
    QVERIFY2(ticket["approvals"].size() == 1 && ticket["approvals"][0]["action"] == "refund", shown.c_str());
    QVERIFY2(ticket["approvals"][0]["state"] == "waiting", shown.c_str());
    QVERIFY2(ticket["draft"]["actions"][0]["state"] == "proposed", shown.c_str());
    QCOMPARE(noticesIn(ticket), 1);
}

void TestTicketJourney::whoThreatensWithLawyersGetsAPersonAndIsTold()
{
    const Json ticket = caller().answered(ticketOf("Last letter",
        "You lost our boards in the outage. Unless you pay the damage by Friday, our lawyer will take you to court."));
    QVERIFY2(ticket.is_object(), "the ticket was not finished in time");
    const std::string shown = ticket.dump();
    QVERIFY2(ticket["status"] == "escalated" || ticket["status"] == "awaiting_approval", shown.c_str());
    QVERIFY2(escalatesFor(ticket, "legal_regulatory"), shown.c_str());
    QVERIFY2(ticket["route"]["queue"] == "human", shown.c_str());
    QCOMPARE(noticesIn(ticket), 1);
}

void TestTicketJourney::whoAsksForAPersonGetsOneAndIsTold()
{
    const Json ticket
        = caller().answered(ticketOf("Chat", "No more automatic replies, please. I want to talk to a real person.", "chat"));
    QVERIFY2(ticket.is_object(), "the ticket was not finished in time");
    const std::string shown = ticket.dump();
    QVERIFY2(ticket["status"] == "escalated", shown.c_str());
    QVERIFY2(escalatesFor(ticket, "human_requested"), shown.c_str());
    QCOMPARE(noticesIn(ticket), 1);
}

void TestTicketJourney::aGermanQuestionIsAnsweredInGerman()
{
    if (!m_hasModel)
        QSKIP("the embedding model is not installed (./dev models)");
    const Json ticket = caller().answered(ticketOf("Rechnungen an die Buchhaltung",
        "Guten Tag, an wie viele Rechnungskontakte können Rechnungen automatisch per E-Mail gesendet werden?"));
    checkAnswer(ticket, "de", "5 Rechnungskontakte");
}

void TestTicketJourney::aJapaneseQuestionIsAnsweredInJapanese()
{
    if (!m_hasModel)
        QSKIP("the embedding model is not installed (./dev models)");
    const Json ticket = caller().answered(
        ticketOf("ファイルの上限", "Team プランでは、1ファイルの最大サイズは何 MB ですか。教えてください。", "chat"));
    checkAnswer(ticket, "ja", "250 MB");
}

void TestTicketJourney::aQuestionThatNoArticleAnswersIsHandedOver()
{
    const Json ticket = caller().answered(
        ticketOf("Lunch", "Which restaurant near the harbour of Lisbon serves the best grilled sardines at noon?", "chat"));
    QVERIFY2(ticket.is_object(), "the ticket was not finished in time");
    const std::string shown = ticket.dump();
    QVERIFY2(ticket["status"] == "escalated", shown.c_str());
    QVERIFY2(escalatesFor(ticket, "no_evidence"), shown.c_str());
    QVERIFY2(ticket["draft"]["abstained"] == true && ticket["draft"]["sentences"].empty(), shown.c_str());
    QCOMPARE(noticesIn(ticket), 1);
}

void TestTicketJourney::theSameKeyGivesTheSameTicket()
{
    const Json ticket = ticketOf("Twice", "Where do I find my invoices?");
    const Json first = valueOf(parseJson(caller().post(ticket, "key-1").body));
    const HttpReply repeated = caller().post(ticket, "key-1");
    QCOMPARE(repeated.status, 202);
    QVERIFY2(valueOf(parseJson(repeated.body))["id"] == first["id"], repeated.body.c_str());
    QCOMPARE(caller().post(ticketOf("Twice", "Another text"), "key-1").status, 409);
}

void TestTicketJourney::aCustomerSeesNoTicketOfAnother()
{
    const Json mine = valueOf(parseJson(caller().post(ticketOf("Mine", "Where do I find my invoices?")).body));
    const std::string id = mine["id"].get<std::string>();
    QVERIFY(caller().ticket(id).is_object());
    const RestCaller stranger(m_server->port(), m_strangerToken);
    QVERIFY(stranger.ticket(id).is_null());
    QCOMPARE(stranger.post(ticketOf("Not mine", "Where do I find my invoices?")).status, 403);
}

void TestTicketJourney::anEditedArticleChangesTheAnswer()
{
    if (!m_hasModel)
        QSKIP("the embedding model is not installed (./dev models)");
    QCOMPARE(m_server->stop(), 0);
    QFile article(m_articles + QStringLiteral("/kb-files-upload-limits.md"));
    QVERIFY(article.open(QIODevice::ReadOnly));
    QByteArray text = article.readAll();
    article.close();
    QVERIFY(text.contains("Up to 20 files"));
    text.replace("Up to 20 files", "Up to 35 files");
    QVERIFY(article.remove() && article.open(QIODevice::WriteOnly) && article.write(text) == text.size());
    article.close();
    const Finished imported = runControl(m_workspace, {QStringLiteral("import"), QStringLiteral("articles"), m_articles});
    QVERIFY2(imported.output.starts_with("0 added, 1 changed, "), imported.output.c_str());
    start();
    QVERIFY2(m_server->isReady(), m_server->log().c_str());
    const Json ticket = caller().answered(uploadQuestion());
    checkAnswer(ticket, "en", "35 files");
    const std::string draft = ticket["draft"]["text"].get<std::string>();
    QVERIFY2(draft.find("20 files") == std::string::npos, draft.c_str());
    QCOMPARE(m_server->stop(), 0);
}

QTEST_GUILESS_MAIN(TestTicketJourney)
#include "TestTicketJourney.moc"
