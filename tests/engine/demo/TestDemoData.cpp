// links: tandem_knowledge
// The demo (resources/demo) is what a newcomer opens first: enough of everything, in every language, and free of contradictions
// that a machine can see.
#include "base/Json.h"
#include "knowledge/import/ArticleReader.h"
#include "model/Ticket.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

using namespace tandem;

namespace {

const std::set<std::string> desk{"you", "Marta Nowak", "Ivo Kral"};
constexpr int oldestMinutes = 2880;

std::filesystem::path demo()
{
    return std::filesystem::path(TANDEM_RESOURCES) / "demo";
}

std::vector<Json> linesOf(const char* file)
{
    std::ifstream stream(demo() / file);
    std::vector<Json> all;
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty())
            all.push_back(valueOf(parseJson(line)));
    }
    return all;
}

std::string fieldOf(const Json& object, const char* member)
{
    return valueOf(requiredString(object, member));
}

std::vector<Document> documentsOf(ReadResult result)
{
    for (const auto& refused : result.refused)
        qWarning("%s: %s", refused.file.c_str(), refused.reason.c_str());
    std::vector<Document> documents;
    for (auto& read : result.documents)
        documents.push_back(std::move(read.document));
    return result.refused.empty() ? documents : std::vector<Document>{};
}

// How often every value of `member` occurs.
std::map<std::string, int> countsOf(const std::vector<Json>& all, const char* member)
{
    std::map<std::string, int> counts;
    for (const Json& one : all)
        ++counts[fieldOf(one, member)];
    return counts;
}

std::set<std::string> matchesOf(const std::string& text, const std::regex& pattern)
{
    std::set<std::string> found;
    for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match)
        found.insert(match->str());
    return found;
}

// Empty where the thread is in order, else what is wrong with it.
std::string faultOf(const Json& ticket)
{
    int before = ticket.value("received_minutes_ago", -1);
    if (before < 0 || before > oldestMinutes)
        return "was received outside the last two days";
    for (const Json& entry : ticket.value("thread", Json::array())) {
        const std::string author = fieldOf(entry, "author");
        const std::string name = fieldOf(entry, "name");
        const int minutes = entry.value("minutes_ago", -1);
        if (fieldOf(entry, "text").empty() || minutes < 0 || minutes > before)
            return "has a thread that is empty or out of order";
        if (author == "customer" ? name != fieldOf(ticket["customer"], "name") : !desk.contains(name))
            return "has a thread with an unknown name";
        if (author != "customer" && author != "agent" && author != "note")
            return "has a thread with an unknown author";
        before = minutes;
    }
    return "";
}

} // namespace

class TestDemoData : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void thereAreArticlesInElevenLanguages();
    void thereAreResolutionsOfEveryCategoryAndLanguage();
    void thereAreOpenTicketsInTheTwelveLanguages();
    void theInboxHasOwnersThreadsAndARush();
    void idsAreUnique();
    void everyReferenceResolves();
    void resolutionsNameOnlyCodesAndMenusThatTheArticlesKnow();
    void ticketsAreWellFormedAndTheirThreadsInOrder();
    void someTicketsAreHostile();

private:
    std::vector<Document> m_articles;
    std::vector<Document> m_readResolutions;
    std::vector<Json> m_resolutions;
    std::vector<Json> m_tickets;
};

void TestDemoData::initTestCase()
{
    const FoundFiles found = articleFiles({demo() / "articles"});
    QVERIFY(found.refused.empty());
    for (const auto& file : found.files) {
        const auto documents = documentsOf(ArticleReader().readArticles(file));
        QVERIFY2(!documents.empty(), file.c_str());
        m_articles.insert(m_articles.end(), documents.begin(), documents.end());
    }
    m_readResolutions = documentsOf(ArticleReader().readResolutions(demo() / "resolutions.jsonl"));
    m_resolutions = linesOf("resolutions.jsonl");
    m_tickets = linesOf("tickets.jsonl");
    QCOMPARE(m_readResolutions.size(), m_resolutions.size());
}

void TestDemoData::thereAreArticlesInElevenLanguages()
{
    std::set<Language> languages;
    for (const Document& article : m_articles)
        languages.insert(article.language);
    const auto english = std::ranges::count(m_articles, Language::En, &Document::language);
    QVERIFY(m_articles.size() >= 40);
    QVERIFY(m_articles.size() - static_cast<std::size_t>(english) >= 10);
    QVERIFY(languages.size() >= 11);
}

void TestDemoData::thereAreResolutionsOfEveryCategoryAndLanguage()
{
    QVERIFY(m_resolutions.size() >= 150);
    QCOMPARE(countsOf(m_resolutions, "category").size(), 6U);
    const auto languages = countsOf(m_resolutions, "language");
    QCOMPARE(languages.size(), 12U);
    QVERIFY(m_resolutions.size() - static_cast<std::size_t>(languages.at("en")) >= 45);
    const auto superseded = std::ranges::count(m_readResolutions, true, &Document::superseded);
    QVERIFY(superseded >= 3);
    const auto first = valueOf(parseTime("2025-05-22"));
    const auto last = valueOf(parseTime("2026-11-22"));
    for (const Document& resolution : m_readResolutions)
        QVERIFY2(resolution.updatedAt >= first && resolution.updatedAt < last, resolution.id.value().c_str());
}

void TestDemoData::thereAreOpenTicketsInTheTwelveLanguages()
{
    QVERIFY(m_tickets.size() >= 100);
    const auto languages = countsOf(m_tickets, "language");
    QCOMPARE(languages.size(), 12U);
    for (const auto& [language, count] : languages)
        QVERIFY2(count >= 6, language.c_str());
    for (const auto& [channel, count] : countsOf(m_tickets, "channel"))
        QVERIFY2(channelFrom(channel) && count >= 10, channel.c_str());
    std::set<std::string> tiers;
    for (const Json& ticket : m_tickets)
        tiers.insert(fieldOf(ticket["customer"], "tier"));
    QCOMPARE(tiers, std::set<std::string>({"business", "enterprise", "free", "team"}));
}

void TestDemoData::theInboxHasOwnersThreadsAndARush()
{
    std::map<std::string, int> owners;
    std::map<int, int> outages;
    int threads = 0;
    int recent = 0;
    for (const Json& ticket : m_tickets) {
        if (ticket.contains("assignee"))
            ++owners[fieldOf(ticket, "assignee")];
        threads += ticket.contains("thread") ? 1 : 0;
        const int minutes = ticket.value("received_minutes_ago", -1);
        recent += minutes <= 480 ? 1 : 0;
        if (fieldOf(ticket, "description").find("503") != std::string::npos)
            ++outages[minutes / 10];
    }
    QCOMPARE(owners.size(), desk.size());
    for (const auto& [owner, count] : owners)
        QVERIFY2(desk.contains(owner) && count >= 5, owner.c_str());
    QVERIFY(threads >= 20);
    QVERIFY(recent * 2 > static_cast<int>(m_tickets.size()));
    QVERIFY(std::ranges::any_of(outages, [](const auto& group) { return group.second >= 5; }));
}

void TestDemoData::idsAreUnique()
{
    std::set<std::string> knowledge;
    for (const auto* documents : {&m_articles, &m_readResolutions}) {
        for (const Document& document : *documents)
            QVERIFY2(knowledge.insert(document.id.value()).second, document.id.value().c_str());
    }
    std::set<std::string> tickets;
    std::set<std::string> mails;
    for (const Json& ticket : m_tickets) {
        QVERIFY2(tickets.insert(fieldOf(ticket, "id")).second, fieldOf(ticket, "id").c_str());
        QVERIFY2(mails.insert(fieldOf(ticket["customer"], "email")).second, fieldOf(ticket, "id").c_str());
    }
    const auto questions = countsOf(linesOf("questions.jsonl"), "id");
    QVERIFY(!questions.empty());
    for (const auto& [id, count] : questions)
        QVERIFY2(count == 1, id.c_str());
}

void TestDemoData::everyReferenceResolves()
{
    std::set<std::string> articles;
    for (const Document& article : m_articles)
        articles.insert(article.id.value());
    int references = 0;
    for (const Document& article : m_articles) {
        for (const ArticleId& older : article.supersedes) {
            ++references;
            QVERIFY2(articles.contains(older.value()), older.value().c_str());
        }
    }
    QVERIFY(references >= 2);
    for (const Json& question : linesOf("questions.jsonl")) {
        if (question.value("answerable", false))
            QVERIFY2(articles.contains(fieldOf(question, "article_id")), fieldOf(question, "id").c_str());
    }
}

void TestDemoData::resolutionsNameOnlyCodesAndMenusThatTheArticlesKnow()
{
    std::string known;
    for (const Document& article : m_articles)
        known += article.body + "\n";
    // An error code, and the first two steps of a menu path (the later ones run into the sentence).
    const std::regex code("\\b[A-Z]{3,5}-[0-9]{3}\\b");
    const std::regex menu("Settings \u203A [A-Z][a-z]+( \u203A [A-Z][A-Za-z]+)?");
    std::size_t menus = 0;
    for (const Document& resolution : m_readResolutions) {
        const std::string said = resolution.title + "\n" + resolution.question + "\n" + resolution.body;
        auto named = matchesOf(said, menu);
        menus += named.size();
        named.merge(matchesOf(said, code));
        for (const std::string& name : named)
            QVERIFY2(known.find(name) != std::string::npos, (resolution.id.value() + ": " + name).c_str());
    }
    QVERIFY(menus >= 40);
}

void TestDemoData::ticketsAreWellFormedAndTheirThreadsInOrder()
{
    for (const Json& ticket : m_tickets) {
        const std::string fault = faultOf(ticket);
        QVERIFY2(fault.empty(), (fieldOf(ticket, "id") + " " + fault).c_str());
        QVERIFY2(fieldOf(ticket["customer"], "email").ends_with(".example"), fieldOf(ticket, "id").c_str());
        QVERIFY2(tierFrom(fieldOf(ticket["customer"], "tier")).has_value(), fieldOf(ticket, "id").c_str());
        QVERIFY2(!fieldOf(ticket, "subject").empty() && !fieldOf(ticket, "description").empty(), fieldOf(ticket, "id").c_str());
    }
}

void TestDemoData::someTicketsAreHostile()
{
    // Script, a path of the reader's own machine, reversed text, an order to the engine.
    for (const char* sign : {"<script>", "file:///", "\u202E", "Ignore all previous instructions"}) {
        QVERIFY2(std::ranges::any_of(m_tickets,
                     [&](const Json& ticket) { return fieldOf(ticket, "description").find(sign) != std::string::npos; }),
            sign);
    }
    const auto bySize = [](const Json& ticket) { return fieldOf(ticket, "description").size(); };
    QVERIFY(bySize(*std::ranges::max_element(m_tickets, {}, bySize)) > 3000);
    QVERIFY(bySize(*std::ranges::min_element(m_tickets, {}, bySize)) <= 4);
}

QTEST_GUILESS_MAIN(TestDemoData)
#include "TestDemoData.moc"
