// links: tandem_pipeline
#include "pipeline/retrieve/Retrieve.h"
#include "support/Strings.h"

using namespace tandem;

namespace {

// Answers each query text with the evidence and passages it was given.
class ScriptedKnowledge final : public KnowledgeBase {
public:
    std::map<std::string, std::pair<double, std::vector<std::string>>> answers;

    Result<SearchResult> search(const SearchQuery& query, std::stop_token) const override
    {
        SearchResult result;
        const auto found = answers.find(query.text);
        if (found == answers.end())
            return result;
        result.evidence = found->second.first;
        for (const std::string& id : found->second.second) {
            ScoredPassage scored;
            scored.passage.id = PassageId(id);
            result.passages.push_back(scored);
        }
        return result;
    }
    Result<ImportReport> importArticles(
        const std::vector<std::filesystem::path>&, TimePoint, const std::function<void(int, int)>&, std::stop_token) override
    {
        return ImportReport{};
    }
    Result<ImportReport> importResolutions(
        const std::filesystem::path&, TimePoint, const std::function<void(int, int)>&, std::stop_token) override
    {
        return ImportReport{};
    }
    Status put(const Document&, const std::optional<std::string>&) override { return {}; }
    Status remove(const ArticleId&) override { return {}; }
    [[nodiscard]] std::size_t passageCount() const override { return 0; }
    Status save() override { return {}; }
    [[nodiscard]] std::string notice() const override { return ""; }
};

QString ids(const SearchResult& result)
{
    QStringList list;
    for (const ScoredPassage& scored : result.passages)
        list << qt(scored.passage.id.value());
    return list.join(qt(" "));
}

Conversation message(const std::string& subject, const std::string& text)
{
    Conversation conversation;
    conversation.subject = subject;
    conversation.text = text;
    return conversation;
}

} // namespace

class TestRetrieve : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePlanOfACustomerCountsWhereSomebodyToldIt()
    {
        Customer customer;
        customer.id = CustomerId("c-1");
        customer.tenureDays = 12;
        QCOMPARE(readerOf(customer).plan, std::string());
        customer.tier = Tier::Free;
        customer.tenureDays = 0;
        QCOMPARE(readerOf(customer).plan, std::string("free"));
        customer.tier = Tier::Enterprise;
        QCOMPARE(readerOf(customer).plan, std::string("enterprise"));
        QCOMPARE(readerOf(customer).audience, std::string());
    }

    void questionsAreSearchedForUnderTheirSubject()
    {
        const auto questions = questionsOf(
            message("Reset link",
                "Hello, we are a small school. Yesterday nothing worked. How long is a reset link valid? Thank you."),
            Language::En);
        QCOMPARE(questions.size(), std::size_t(1));
        QCOMPARE(questions.front(), std::string("Reset link\nHow long is a reset link valid?"));
    }

    void theSubjectStandsInWhereNothingIsAskedOutright()
    {
        const auto questions
            = questionsOf(message("Reset link has expired", "Hello. It does not work. Please help."), Language::En);
        QCOMPARE(questions.size(), std::size_t(1));
        QCOMPARE(questions.front(), std::string("Reset link has expired"));
    }

    void questionsAreKnownByTheirMarkInEveryScript()
    {
        QCOMPARE(questionsOf(message("", "أهلا. كم مدة صلاحية الرابط؟ شكرا."), Language::Ar).size(), std::size_t(1));
        QCOMPARE(questionsOf(message("", "こんにちは。上限は何行ですか。お願いします。"), Language::Ja).size(), std::size_t(1));
        QCOMPARE(questionsOf(message("", "你好。密码链接多久有效？谢谢。"), Language::Zh).size(), std::size_t(1));
    }

    void aMessageThatIsOneQuestionIsSearchedForOnce()
    {
        QVERIFY(questionsOf(message("", "How long is a reset link valid?"), Language::En).empty());
    }

    void noMoreThanAskedForAndNothingTwice()
    {
        const std::string text = "First thing here? Second thing here? First thing here? Third thing here? Fourth thing here?";
        QCOMPARE(questionsOf(message("", text), Language::En, 3).size(), std::size_t(3));
        QCOMPARE(questionsOf(message("", text), Language::En, 9).size(), std::size_t(4));
    }

    void theStrongestEvidenceLeadsAndTheOthersAddWhatItMissed()
    {
        ScriptedKnowledge knowledge;
        knowledge.answers["whole"] = {0.3, {"a#0", "b#0"}};
        knowledge.answers["question"] = {0.9, {"c#0", "a#0"}};
        SearchQuery whole;
        whole.text = "whole";
        const SearchResult result = valueOf(retrieved(knowledge, whole, {"question"}, {}));
        QCOMPARE(result.evidence, 0.9);
        QCOMPARE(ids(result), qt("c#0 a#0 b#0"));
    }
};

QTEST_GUILESS_MAIN(TestRetrieve)
#include "TestRetrieve.moc"
