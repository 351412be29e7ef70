// links: tandem_base
// Each batch verb's answer: the members, names and ranges that other programs rely on.
#include "support/Batch.h"

#include <algorithm>
#include <array>

using namespace tandem;

namespace {

const std::set<std::string> languages{"en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ar", "zh", "ja"};
const std::set<std::string> categories{
    "technical_support", "billing_inquiry", "feature_request", "bug_report", "account_management", "general_inquiry"};
const std::set<std::string> escalationCodes{"low_confidence", "negative_sentiment", "repeated_question", "churn_threat",
    "incident_burst", "long_conversation", "human_requested", "legal_regulatory", "high_stakes_action", "no_evidence",
    "ungrounded_draft", "unsafe_content", "injection_suspected", "budget_exhausted", "stage_failed", "customer_rate_limited"};
const std::set<std::string> mildCodes{"low_confidence", "no_evidence", "ungrounded_draft"};

bool isOneOf(const Json& value, const std::set<std::string>& names)
{
    return value.is_string() && names.contains(value.get<std::string>());
}

bool isFraction(const Json& value, double least = 0)
{
    return value.is_number() && value.get<double>() >= least && value.get<double>() <= 1;
}

// must_escalate ⇔ a reason other than the mild ones.
bool escalationIsConsistent(const Json& line)
{
    bool must = false;
    for (const Json& code : line["escalation_reasons"]) {
        if (!isOneOf(code, escalationCodes))
            return false;
        must = must || !mildCodes.contains(code.get<std::string>());
    }
    return line["must_escalate"] == must;
}

std::size_t codePoints(const std::string& text)
{
    return text::codePointCount(text);
}

} // namespace

class TestBatchVerbs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void analyzeTellsEverythingInItsForm();
    void analyzeMustEscalateExactlyForReasonsThatNeedAPerson();
    void analyzeJudgesTheWholeConversation();
    void analyzeSaysWhyWhenAsked();
    void searchGivesPassagesBestFirst();
    void searchKeepsToKindLanguageAndCount();
    void answerCitesItsSentences();
    void checkSaysWhichSentenceIsSupported();
    void checkMarksWhatMayNotBeSaid();
    void redactMasksAndCountsInCodePoints();
    void detectLanguageKnowsTheTwelve();

private:
    std::vector<Json> run(const char* verb, const QByteArray& input) { return runBatch(m_workspace, verb, input); }
    Json runOne(const char* verb, const Json& line);

    QTemporaryDir m_directory;
    QString m_workspace;
};

void TestBatchVerbs::initTestCase()
{
    m_workspace = m_directory.filePath(QStringLiteral("workspace"));
    QStringList import{QStringLiteral("import"), QStringLiteral("articles")};
    for (const char* article : {"kb-account-password-reset", "kb-account-guests", "kb-billing-invoices", "kb-billing-refunds",
             "kb-files-upload-limits", "kb-de-rechnungen", "kb-ja-file-upload"})
        import.append(QStringLiteral(TANDEM_RESOURCES "/demo/articles/%1.md").arg(QLatin1String(article)));
    const Finished articles = runControl(m_workspace, import);
    QVERIFY2(articles.status == 0, articles.errors.c_str());
    const Finished resolutions = runControl(m_workspace,
        {QStringLiteral("import"), QStringLiteral("resolutions"), QStringLiteral(TANDEM_RESOURCES "/demo/resolutions.jsonl")});
    QVERIFY2(resolutions.status == 0, resolutions.errors.c_str());
}

Json TestBatchVerbs::runOne(const char* verb, const Json& line)
{
    const auto answers = run(verb, lines({line}));
    return answers.size() == 1 ? answers.front() : Json::object();
}

void TestBatchVerbs::analyzeTellsEverythingInItsForm()
{
    const std::string text = "\U0001F600 مرحبا, my mail is ada.holm@example.com and the boards do not open.";
    const Json line = runOne("analyze",
        {{"id", 7}, {"text", text}, {"subject", "Boards"}, {"channel", "email"}, {"colour", "blue"},
            {"customer", {{"name", "Ada Holm"}, {"tier", "team"}, {"tenure_days", 3}, {"shoe_size", 38}}}});
    const std::string shown = line.dump();
    QVERIFY2(hasMembers(line,
                 {"id", "ms", "language", "category", "confidence", "probabilities", "urgency", "urgency_score", "sentiment",
                     "sentiment_score", "sentiment_trend", "pii", "subject_pii", "more_pii", "injection", "high_stakes_action",
                     "must_escalate", "escalation_reasons"}),
        shown.c_str());
    QVERIFY2(line["id"] == 7 && line["ms"].is_number() && line["ms"].get<double>() >= 0, shown.c_str());
    QVERIFY2(isOneOf(line["language"], languages) && isOneOf(line["category"], categories), shown.c_str());
    double sum = 0;
    for (const auto& [category, probability] : line["probabilities"].items()) {
        QVERIFY2(categories.contains(category) && isFraction(probability), shown.c_str());
        sum += probability.get<double>();
    }
    QVERIFY2(line["probabilities"].size() == 6 && std::abs(sum - 1) < 1e-6, shown.c_str());
    QVERIFY2(isFraction(line["confidence"]) && isFraction(line["urgency_score"]), shown.c_str());
    QVERIFY2(isOneOf(line["urgency"], {"low", "medium", "high", "critical"}), shown.c_str());
    QVERIFY2(isOneOf(line["sentiment"], {"negative", "neutral", "positive"}), shown.c_str());
    QVERIFY2(isFraction(line["sentiment_score"], -1), shown.c_str());
    QVERIFY2(hasMembers(line["injection"], {"score", "kinds", "words"}) && isFraction(line["injection"]["score"]), shown.c_str());
    QVERIFY2(line["injection"]["kinds"].is_array() && escalationIsConsistent(line), shown.c_str());
    QVERIFY2(line["high_stakes_action"] == "none", shown.c_str());
    const auto isMail = [](const Json& span) { return span["type"] == "email"; };
    const auto mail = std::ranges::find_if(line["pii"], isMail);
    QVERIFY2(mail != line["pii"].end() && hasMembers(*mail, {"type", "start", "end"}), shown.c_str());
    const std::size_t start = codePoints(text.substr(0, text.find("ada.holm")));
    QVERIFY2((*mail)["start"] == start && (*mail)["end"] == start + codePoints("ada.holm@example.com"), shown.c_str());
}

void TestBatchVerbs::analyzeMustEscalateExactlyForReasonsThatNeedAPerson()
{
    const auto answers = run("analyze",
        lines({{{"id", "refund"}, {"text", "Please refund the 720 EUR we paid ten days ago."}},
            {{"id", "closure"}, {"text", "Please close my account today."}},
            {{"id", "person"}, {"text", "I want to speak to a real person, not a bot."}},
            {{"id", "lawyer"}, {"text", "My lawyer will sue you if this is not fixed."}},
            {{"id", "plain"}, {"text", "Where do I find my invoices?"}}}));
    QCOMPARE(answers.size(), std::size_t(5));
    const std::array<const char*, 4> expected{"high_stakes_action", "high_stakes_action", "human_requested", "legal_regulatory"};
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const std::string shown = answers[i].dump();
        QVERIFY2(escalationIsConsistent(answers[i]), shown.c_str());
        const Json& codes = answers[i]["escalation_reasons"];
        if (i < expected.size())
            QVERIFY2(
                std::ranges::find(codes, Json(expected[i])) != codes.end() && answers[i]["must_escalate"] == true, shown.c_str());
        else
            QVERIFY2(codes.empty() && answers[i]["must_escalate"] == false, shown.c_str());
    }
    QVERIFY(answers[0]["high_stakes_action"] == "refund");
    QVERIFY(answers[1]["high_stakes_action"] == "account_closure");
}

void TestBatchVerbs::analyzeJudgesTheWholeConversation()
{
    const Json earlier = {{"role", "customer"}, {"text", "I want to speak to a real person, please."}};
    const Json reply = {{"role", "ai"}, {"text", "Which board is it about?"}};
    const Json line = runOne("analyze", {{"id", 1}, {"text", "It is the board Spring."}, {"history", {earlier, reply}}});
    const Json& codes = line["escalation_reasons"];
    QVERIFY2(std::ranges::find(codes, Json("human_requested")) != codes.end(), line.dump().c_str());
}

void TestBatchVerbs::analyzeSaysWhyWhenAsked()
{
    const std::string text = "Größe 42: please refund the second charge on my invoice.";
    const auto answers = run("analyze",
        lines({{{"id", 1}, {"text", text}, {"explain", true}}, {{"id", 2}, {"text", text}},
            {{"id", 3}, {"text", text}, {"explain", "yes"}}}));
    QCOMPARE(answers.size(), std::size_t(3));
    const Json& explanation = answers[0]["explanation"];
    const std::string shown = answers[0].dump();
    QVERIFY2(hasMembers(explanation, {"text", "predictions", "examples"}) && explanation["text"] == text, shown.c_str());
    for (const Json& prediction : explanation["predictions"]) {
        QVERIFY2(hasMembers(prediction, {"kind", "value", "runner_up", "score", "words", "shares"}), shown.c_str());
        for (const Json& word : prediction["words"])
            QVERIFY2(word["end"].get<std::size_t>() <= codePoints(text), shown.c_str());
    }
    const Json& category = explanation["predictions"][0];
    QVERIFY2(category["kind"] == "category" && category["value"] == answers[0]["category"], shown.c_str());
    QVERIFY2(!category["words"].empty(), shown.c_str());
    QVERIFY(!answers[1].contains("explanation"));
    QVERIFY2(answers[2].contains("error"), answers[2].dump().c_str());
}

void TestBatchVerbs::searchGivesPassagesBestFirst()
{
    const Json line = runOne(
        "search", {{"id", {{"deep", {1, 2}}}}, {"query", "How long is a password reset link valid?"}, {"kind", "article"}});
    const std::string shown = line.dump();
    QVERIFY2(hasMembers(line, {"id", "ms", "results"}, {"evidence", "evidence_floor", "searched"}) && line["id"]["deep"][1] == 2,
        shown.c_str());
    QVERIFY2(!line["results"].empty() && line["results"].size() <= 10, shown.c_str());
    double last = line["results"][0]["score"].get<double>();
    for (const Json& result : line["results"]) {
        QVERIFY2(hasMembers(result, {"article_id", "passage_id", "title", "text", "score", "kind"},
                     {"language", "heading", "sentences", "updated_at", "meaning", "words", "sentence_similarity", "parts",
                         "plan", "audience", "held_until"}),
            shown.c_str());
        QVERIFY2(isOneOf(result["kind"], {"article", "resolution"}), shown.c_str());
        QVERIFY2(result["score"].get<double>() <= last, shown.c_str());
        last = result["score"].get<double>();
    }
    QVERIFY2(line["results"][0]["article_id"] == "kb-account-password-reset", shown.c_str());
}

void TestBatchVerbs::searchKeepsToKindLanguageAndCount()
{
    const auto answers = run("search",
        lines({{{"id", 1}, {"query", "guest access"}, {"k", 3}}, {{"id", 2}, {"query", "guest access"}, {"kind", "resolution"}},
            {{"id", 3}, {"query", "Rechnung"}, {"language", "de"}}, {{"id", 4}, {"query", "invoice"}, {"k", 0}},
            {{"id", 5}, {"query", "invoice"}, {"kind", "poem"}}, {{"id", 6}, {"query", "invoice"}, {"language", "tlh"}},
            {{"id", 7}, {"query", " "}}, {{"id", 8}}}));
    QCOMPARE(answers.size(), std::size_t(8));
    QCOMPARE(answers[0]["results"].size(), std::size_t(3));
    QVERIFY(!answers[1]["results"].empty() && !answers[2]["results"].empty());
    for (const Json& result : answers[1]["results"])
        QVERIFY(result["kind"] == "resolution");
    for (const Json& result : answers[2]["results"])
        QVERIFY2(result["language"] == "de", result.dump().c_str());
    for (std::size_t i = 3; i < answers.size(); ++i)
        QVERIFY2(hasMembers(answers[i], {"id", "error"}) && answers[i]["id"] == i + 1, answers[i].dump().c_str());
}

void TestBatchVerbs::answerCitesItsSentences()
{
    const auto answers = run("answer",
        lines({{{"id", "a"}, {"question", "How long is a password reset link valid?"}, {"customer", {{"name", "Ada Holm"}}}},
            {{"id", "b"}, {"question", "Which restaurant near the harbour of Lisbon serves the best grilled sardines?"}},
            {{"id", "c"}, {"question", "Please refund the 720 EUR we paid ten days ago."}}}));
    QCOMPARE(answers.size(), std::size_t(3));
    for (const Json& line : answers) {
        const std::string shown = line.dump();
        QVERIFY2(hasMembers(line,
                     {"id", "ms", "answer", "language", "abstained", "confidence", "sentences", "actions", "escalation_reasons",
                         "must_escalate", "provider"}),
            shown.c_str());
        QVERIFY2(isOneOf(line["language"], languages) && isFraction(line["confidence"]), shown.c_str());
        QVERIFY2(line["abstained"].is_boolean() && line["provider"] == "composer" && escalationIsConsistent(line), shown.c_str());
        for (const Json& sentence : line["sentences"]) {
            QVERIFY2(hasMembers(sentence, {"text", "supported", "citations"}, {"score", "reason"}), shown.c_str());
            for (const Json& citation : sentence["citations"])
                QVERIFY2(hasMembers(citation, {"article_id", "passage_id", "quote"}), shown.c_str());
        }
        for (const Json& action : line["actions"])
            QVERIFY2(hasMembers(action, {"type", "state"}) && isOneOf(action["state"], {"proposed", "done"}), shown.c_str());
    }
    QVERIFY2(answers[0]["abstained"] == false && !answers[0]["sentences"].empty(), answers[0].dump().c_str());
    QVERIFY2(answers[1]["abstained"] == true && answers[1]["sentences"].empty(), answers[1].dump().c_str());
    QVERIFY2(answers[2]["actions"] == Json::parse(R"([{"type":"refund","state":"proposed"}])"), answers[2].dump().c_str());
}

void TestBatchVerbs::checkSaysWhichSentenceIsSupported()
{
    const std::string context
        = "A password reset link is valid for 60 minutes and works once. Fernway never asks for a password.";
    const auto answers = run("check",
        lines({{{"id", 1}, {"context", context}, {"answer", "A password reset link is valid for 60 minutes and works once."}},
            {{"id", 2}, {"context", context}, {"answer", "A password reset link is valid for 90 minutes and works once."}},
            {{"id", 3}, {"context", context}}}));
    QCOMPARE(answers.size(), std::size_t(3));
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string shown = answers[i].dump();
        QVERIFY2(hasMembers(answers[i], {"id", "ms", "supported", "score", "sentences"}) && isFraction(answers[i]["score"]),
            shown.c_str());
        QVERIFY2(!answers[i]["sentences"].empty(), shown.c_str());
        bool all = true;
        for (const Json& sentence : answers[i]["sentences"]) {
            QVERIFY2(hasMembers(sentence, {"text", "supported", "score", "reason"}), shown.c_str());
            all = all && sentence["supported"].get<bool>();
        }
        QVERIFY2(answers[i]["supported"] == all && all == (i == 0), shown.c_str());
    }
    QVERIFY2(hasMembers(answers[2], {"id", "error"}), answers[2].dump().c_str());
}

void TestBatchVerbs::checkMarksWhatMayNotBeSaid()
{
    const std::string context = "A password reset link is valid for 60 minutes.";
    for (const auto& [said, reason] : std::initializer_list<std::pair<const char*, const char*>>{
             {"Hello and thank you, your account has been deleted.", "nobody did"}, {"Thank you, you idiot.", "insults"},
             {"Thanks, we will refund you.", "promises money"}, {"Hello NO_ANSWER,", "instructions"}}) {
        const Json line = runOne("check", {{"id", 1}, {"context", context}, {"answer", said}});
        const std::string shown = line.dump();
        QVERIFY2(line["supported"] == false && line["score"].get<double>() < 0.5, shown.c_str());
        QVERIFY2(line["sentences"][0]["reason"].get<std::string>().contains(reason), shown.c_str());
    }
}

void TestBatchVerbs::redactMasksAndCountsInCodePoints()
{
    const std::string text = "\U0001F468\u200D\U0001F469 عنواني هو ada.holm@example.com، شكرا";
    const Json line = runOne("redact", {{"id", nullptr}, {"text", text}});
    const std::string shown = line.dump();
    QVERIFY2(hasMembers(line, {"id", "ms", "text", "spans"}) && line["id"].is_null(), shown.c_str());
    QVERIFY2(line["spans"].size() == 1, shown.c_str());
    const Json& span = line["spans"][0];
    QVERIFY2(hasMembers(span, {"type", "start", "end", "replacement"}) && span["type"] == "email", shown.c_str());
    const std::size_t start = codePoints(text.substr(0, text.find("ada.holm")));
    QVERIFY2(span["start"] == start && span["end"] == start + codePoints("ada.holm@example.com"), shown.c_str());
    std::string masked = text;
    masked.replace(text.find("ada.holm"), std::string("ada.holm@example.com").size(), span["replacement"].get<std::string>());
    QVERIFY2(line["text"] == masked, shown.c_str());
}

void TestBatchVerbs::detectLanguageKnowsTheTwelve()
{
    const std::vector<std::pair<std::string, std::string>> samples{{"en", "Where can I find the invoices of last month?"},
        {"es", "¿Dónde puedo encontrar las facturas del mes pasado?"},
        {"fr", "Où puis-je trouver les factures du mois dernier ?"}, {"de", "Wo finde ich die Rechnungen vom letzten Monat?"},
        {"it", "Dove posso trovare le fatture del mese scorso?"}, {"pt", "Onde posso encontrar as faturas do mês passado?"},
        {"nl", "Waar kan ik de facturen van vorige maand vinden?"}, {"pl", "Gdzie mogę znaleźć faktury z zeszłego miesiąca?"},
        {"tr", "Geçen ayın faturalarını nerede bulabilirim?"}, {"ar", "أين يمكنني العثور على فواتير الشهر الماضي؟"},
        {"zh", "我在哪里可以找到上个月的发票？"}, {"ja", "先月の請求書はどこで確認できますか。"}};
    QByteArray input;
    for (const auto& [language, text] : samples)
        input += lines({{{"id", language}, {"text", text}}});
    const auto answers = run("detect-language", input);
    QCOMPARE(answers.size(), samples.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        QVERIFY2(hasMembers(answers[i], {"id", "ms", "language", "confidence"}), answers[i].dump().c_str());
        QVERIFY2(answers[i]["language"] == samples[i].first && isFraction(answers[i]["confidence"]), answers[i].dump().c_str());
    }
}

QTEST_GUILESS_MAIN(TestBatchVerbs)
#include "TestBatchVerbs.moc"
