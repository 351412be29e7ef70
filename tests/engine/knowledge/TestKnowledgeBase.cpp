// links: tandem_knowledge
#include "HashedEmbedder.h"
#include "knowledge/KnowledgeBase.h"
#include "privacy/Seal.h"
#include "services/store/SqliteStore.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

using namespace tandem;

namespace {

TimePoint day(const char* date)
{
    return valueOf(parseTime(date));
}

// A workspace on disk with its store; knowledge bases are opened over it as processes would one after the other.
struct Workspace {
    QTemporaryDir folder;
    ManualClock clock;
    std::unique_ptr<SqliteStore> store
        = valueOf(SqliteStore::open(path(folder) / "tandem.db", valueOf(Seal::open(path(folder) / "key")), clock));

    std::unique_ptr<KnowledgeBase> open(Embedder* embedder)
    {
        KnowledgeBase::Settings settings;
        settings.directory = path(folder) / "indexes";
        return valueOf(KnowledgeBase::open(settings, *store, embedder));
    }
    std::filesystem::path file(const std::string& name, const std::string& content)
    {
        const auto place = path(folder) / "articles" / name;
        std::filesystem::create_directories(place.parent_path());
        std::ofstream(place, std::ios::binary) << content;
        return place;
    }
    std::filesystem::path article(const std::string& id, const std::string& body, const std::string& more = "")
    {
        return file(id + ".md", "---\nid: " + id + "\ntitle: About " + id + "\nlang: en\n" + more + "---\n\n" + body + "\n");
    }
    ImportReport import(KnowledgeBase& knowledge)
    {
        return valueOf(knowledge.importArticles({path(folder) / "articles"}, clock.now(), {}, {}));
    }
};

SearchQuery query(std::string text, const char* date = "2026-11-22")
{
    SearchQuery result;
    result.text = std::move(text);
    result.now = day(date);
    return result;
}

std::vector<std::string> found(const KnowledgeBase& knowledge, const SearchQuery& asked)
{
    std::vector<std::string> articles;
    for (const ScoredPassage& scored : valueOf(knowledge.search(asked, {})).passages)
        articles.push_back(scored.passage.article.value());
    return articles;
}

std::string best(const KnowledgeBase& knowledge, const SearchQuery& asked)
{
    const auto articles = found(knowledge, asked);
    return articles.empty() ? std::string() : articles.front();
}

void writeThree(Workspace& workspace)
{
    workspace.article("refunds", "A duplicate charge is paid back to the original payment method within 5 working days.");
    workspace.article(
        "limits", "Error FILE-507 means that the file is larger than the plan allows.\n\n## Sizes\nThe Free plan allows 25 MB.");
    workspace.article("password", "A password reset link is valid for 60 minutes and works once.");
}

} // namespace

class TestKnowledgeBase : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anImportedArticleIsFoundAndQuotable();
    void aSecondImportChangesNothing();
    void aChangedArticleIsFoundByItsNewTextOnly();
    void badFilesAreNamedAndTheRestGoesIn();
    void anIdStandsForOneDocumentOfAnImport();
    void aDatelessFileIsNoNewVersionTheNextDay();
    void supersededAndOutdatedRulesAreNeverEvidence();
    void kindAndLanguageFilterTheResults();
    void theTwinInTheQuerysLanguageComesFirst();
    void resolutionsAreFoundByTheCustomersWords();
    void anErrorCodeWinsOverGeneralTalk();
    void overlappingPassagesOfOneDocumentAreOne();
    void withoutAModelWordsServe();
    void anotherModelsVectorsAreNotUsedUntilTheNextImport();
    void aRestartLoadsWhatWasSaved();
    void damagedIndexesAreRebuilt();
    void changesAfterTheLastSaveAreThereAfterARestart();
    void aRemovedDocumentIsGone();
    void aStoppedImportKeepsWhatIsDone();
    void progressEndsAtTheNumberOfDocuments();
    void emptyAndOddQueriesAreHarmless();
    void anEmptyLibraryHasNoEvidence();
};

void TestKnowledgeBase::anImportedArticleIsFoundAndQuotable()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    writeThree(workspace);
    const ImportReport report = workspace.import(*knowledge);
    QCOMPARE(report.added, 3);
    QVERIFY(report.refused.empty());
    QCOMPARE(knowledge->passageCount(), 4U);
    const SearchResult result = valueOf(knowledge->search(query("how long does the password reset link work"), {}));
    const ScoredPassage& first = result.passages.front();
    QCOMPARE(qt(first.passage.id.value()), QStringLiteral("password#0"));
    QCOMPARE(qt(first.passage.text), QStringLiteral("A password reset link is valid for 60 minutes and works once."));
    QCOMPARE(qt(first.passage.title), QStringLiteral("About password"));
    QCOMPARE(first.sentenceSimilarity.size(), first.passage.sentences.size());
    QVERIFY(first.meaning > 0 && first.words > 0);
    QVERIFY(result.passages.size() > 1 && first.score > result.passages[1].score);
    QVERIFY(result.evidence > 0 && result.evidence < 1);
}

void TestKnowledgeBase::aSecondImportChangesNothing()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    writeThree(workspace);
    workspace.import(*knowledge);
    const int embedded = embedder.embedded();
    const ImportReport again = workspace.import(*knowledge);
    QCOMPARE(again.unchanged, 3);
    QCOMPARE(again.added + again.changed, 0);
    QCOMPARE(embedder.embedded(), embedded);
}

void TestKnowledgeBase::aChangedArticleIsFoundByItsNewTextOnly()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    writeThree(workspace);
    workspace.import(*knowledge);
    workspace.article("limits", "Uploads of zebra pictures have no limit.");
    const ImportReport report = workspace.import(*knowledge);
    QCOMPARE(report.changed, 1);
    QCOMPARE(report.unchanged, 2);
    QCOMPARE(knowledge->passageCount(), 3U);
    QCOMPARE(best(*knowledge, query("zebra pictures")), std::string("limits"));
    for (const ScoredPassage& scored : valueOf(knowledge->search(query("FILE-507 Free plan 25 MB"), {})).passages)
        QVERIFY(scored.passage.text.find("507") == std::string::npos);
}

void TestKnowledgeBase::badFilesAreNamedAndTheRestGoesIn()
{
    Workspace workspace;
    const auto knowledge = workspace.open(nullptr);
    writeThree(workspace);
    workspace.file("broken.md", "caf\xE9");
    workspace.file("binary.md", std::string("\x00\x01\x02", 3));
    const ImportReport report = workspace.import(*knowledge);
    QCOMPARE(report.added, 3);
    QCOMPARE(report.refused.size(), 2U);
    QVERIFY(qt(report.refused[0].file).endsWith(QStringLiteral("binary.md")));
    QVERIFY(qt(report.refused[1].reason).contains(QStringLiteral("UTF-8")));
}

void TestKnowledgeBase::anIdStandsForOneDocumentOfAnImport()
{
    Workspace workspace;
    const auto knowledge = workspace.open(nullptr);
    workspace.file("a.md", "---\nid: same\n---\nFirst text.");
    workspace.file("b.md", "---\nid: same\n---\nSecond text.");
    const ImportReport report = workspace.import(*knowledge);
    QCOMPARE(report.added, 1);
    QCOMPARE(report.refused.size(), 1U);
    QVERIFY(qt(report.refused[0].file).endsWith(QStringLiteral("b.md")));
    // Nor may a resolution take an article's id.
    const auto file = workspace.file("r.jsonl", R"({"id":"same","subject":"s","customer_message":"c","agent_resolution":"r"})");
    const ImportReport resolutions = valueOf(knowledge->importResolutions(file, workspace.clock.now(), {}, {}));
    QCOMPARE(resolutions.added, 0);
    QCOMPARE(resolutions.refused.size(), 1U);
}

void TestKnowledgeBase::aDatelessFileIsNoNewVersionTheNextDay()
{
    Workspace workspace;
    const auto knowledge = workspace.open(nullptr);
    workspace.file("plain.txt", "Some text.");
    QCOMPARE(workspace.import(*knowledge).added, 1);
    workspace.clock.advance(std::chrono::hours(24));
    QCOMPARE(workspace.import(*knowledge).unchanged, 1);
}

void TestKnowledgeBase::supersededAndOutdatedRulesAreNeverEvidence()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    workspace.article("old", "The refund window is 14 days.", "valid_until: 2026-08-31\n");
    workspace.article("new", "The refund window is 30 days.", "supersedes: old, older\nvalid_from: 2026-09-01\n");
    workspace.article("older", "The refund window is 7 days.");
    workspace.article("marked", "The refund window is 3 days.", "superseded: true\n");
    workspace.import(*knowledge);
    QCOMPARE(found(*knowledge, query("refund window")), std::vector<std::string>{"new"});
    // Before the new rule: the old ones, without the marked one.
    auto before = found(*knowledge, query("refund window", "2026-08-31"));
    std::ranges::sort(before);
    QCOMPARE(before, (std::vector<std::string>{"old", "older"}));
}

void TestKnowledgeBase::kindAndLanguageFilterTheResults()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    workspace.article("english", "The invoice is sent by mail.");
    workspace.file("german.md", "---\nid: german\ntitle: Invoice\nlang: de\n---\nDie invoice kommt per mail.");
    workspace.import(*knowledge);
    const auto file = workspace.file("r.jsonl",
        R"({"id":"r1","subject":"invoice","customer_message":"where is the invoice","agent_resolution":"The invoice was sent by mail.","language":"en"})");
    valueOf(knowledge->importResolutions(file, workspace.clock.now(), {}, {}));
    SearchQuery asked = query("invoice mail");
    QCOMPARE(found(*knowledge, asked).size(), 3U);
    asked.kind = DocumentKind::Resolution;
    QCOMPARE(found(*knowledge, asked), std::vector<std::string>{"r1"});
    asked.kind = DocumentKind::Article;
    asked.language = Language::De;
    QCOMPARE(found(*knowledge, asked), std::vector<std::string>{"german"});
    asked.language = Language::Ja;
    QVERIFY(found(*knowledge, asked).empty());
}

void TestKnowledgeBase::theTwinInTheQuerysLanguageComesFirst()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    for (const char* language : {"en", "fr", "nl"})
        workspace.file(std::string(language) + ".md",
            std::string("---\nid: twin-") + language + "\ntitle: SSO\nlang: " + language + "\n---\nSSO SAML OKTA AZURE");
    workspace.import(*knowledge);
    for (const Language language : {Language::En, Language::Fr, Language::Nl}) {
        SearchQuery asked = query("SSO SAML OKTA");
        asked.queryLanguage = language;
        QCOMPARE(best(*knowledge, asked), "twin-" + std::string(name(language)));
    }
}

void TestKnowledgeBase::resolutionsAreFoundByTheCustomersWords()
{
    Workspace workspace;
    const auto knowledge = workspace.open(nullptr);
    const auto file = workspace.file("r.jsonl",
        "{\"id\":\"r1\",\"subject\":\"Link\",\"customer_message\":\"My giraffe cannot sign in.\",\"agent_resolution\":\"The link "
        "had expired.\",\"language\":\"en\"}\n"
        "{\"id\":\"r2\",\"subject\":\"Bill\",\"customer_message\":\"Charged twice.\",\"agent_resolution\":\"The second charge "
        "was returned.\",\"language\":\"en\"}\n");
    QCOMPARE(valueOf(knowledge->importResolutions(file, workspace.clock.now(), {}, {})).added, 2);
    const SearchResult result = valueOf(knowledge->search(query("giraffe"), {}));
    QCOMPARE(result.passages.size(), 1U);
    QCOMPARE(qt(result.passages[0].passage.text), QStringLiteral("The link had expired."));
    QCOMPARE(result.passages[0].passage.kind, DocumentKind::Resolution);
    // After a restart without saved indexes too.
    std::filesystem::remove_all(path(workspace.folder) / "indexes");
    QCOMPARE(best(*workspace.open(nullptr), query("giraffe")), std::string("r1"));
}

void TestKnowledgeBase::anErrorCodeWinsOverGeneralTalk()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    for (int i = 0; i < 12; ++i)
        workspace.article("talk" + std::to_string(i),
            "When I upload a file I get an error message, and what does the error message of the upload mean? Talk "
                + std::to_string(i) + ".");
    workspace.article("code", "SYNC-412: the clock of the device is wrong.");
    workspace.import(*knowledge);
    QCOMPARE(best(*knowledge, query("I upload a file and get the error message SYNC-412, what does the error mean?")),
        std::string("code"));
    QCOMPARE(best(*knowledge, query("sync 412")), std::string("code"));
}

void TestKnowledgeBase::overlappingPassagesOfOneDocumentAreOne()
{
    Workspace workspace;
    const auto knowledge = workspace.open(nullptr);
    // Two sections that say the same.
    workspace.article(
        "twice", "## One\nThe zebra eats grass. It sleeps at night.\n\n## Two\nThe zebra eats grass. It sleeps at night.");
    workspace.article("other", "A zebra was seen elsewhere.");
    workspace.import(*knowledge);
    auto articles = found(*knowledge, query("zebra"));
    std::ranges::sort(articles);
    QCOMPARE(articles, (std::vector<std::string>{"other", "twice"}));
}

void TestKnowledgeBase::withoutAModelWordsServe()
{
    Workspace workspace;
    const auto knowledge = workspace.open(nullptr);
    writeThree(workspace);
    workspace.import(*knowledge);
    const SearchResult result = valueOf(knowledge->search(query("password link"), {}));
    QCOMPARE(qt(result.passages[0].passage.article.value()), QStringLiteral("password"));
    QCOMPARE(result.passages[0].meaning, 0.0);
    QVERIFY(result.passages[0].sentenceSimilarity.empty());
    QVERIFY(qt(knowledge->notice()).contains(QStringLiteral("words alone")));
}

void TestKnowledgeBase::anotherModelsVectorsAreNotUsedUntilTheNextImport()
{
    Workspace workspace;
    HashedEmbedder first("model-one");
    {
        const auto knowledge = workspace.open(&first);
        writeThree(workspace);
        workspace.import(*knowledge);
        QVERIFY(knowledge->notice().empty());
    }
    HashedEmbedder second("model-two");
    const auto knowledge = workspace.open(&second);
    QVERIFY(qt(knowledge->notice()).contains(QStringLiteral("3 of 3")));
    SearchResult result = valueOf(knowledge->search(query("password reset link"), {}));
    QCOMPARE(qt(result.passages[0].passage.article.value()), QStringLiteral("password"));
    QCOMPARE(result.passages[0].meaning, 0.0);
    // Any import embeds what is stale, also what does not come with it.
    const auto file = workspace.file("../extra.md", "---\nid: extra\n---\nSomething new.");
    valueOf(knowledge->importArticles({file}, workspace.clock.now(), {}, {}));
    QVERIFY(knowledge->notice().empty());
    result = valueOf(knowledge->search(query("password reset link"), {}));
    QVERIFY(result.passages[0].meaning > 0);
}

void TestKnowledgeBase::aRestartLoadsWhatWasSaved()
{
    Workspace workspace;
    HashedEmbedder embedder;
    SearchResult before;
    {
        const auto knowledge = workspace.open(&embedder);
        writeThree(workspace);
        workspace.import(*knowledge);
        before = valueOf(knowledge->search(query("file size of the plan"), {}));
    }
    const int embedded = embedder.embedded();
    const auto knowledge = workspace.open(&embedder);
    QCOMPARE(embedder.embedded(), embedded);
    QCOMPARE(knowledge->passageCount(), 4U);
    const SearchResult after = valueOf(knowledge->search(query("file size of the plan"), {}));
    QCOMPARE(after.passages.size(), before.passages.size());
    for (std::size_t i = 0; i < after.passages.size(); ++i) {
        QCOMPARE(after.passages[i].passage.id, before.passages[i].passage.id);
        QVERIFY(std::abs(after.passages[i].score - before.passages[i].score) < 1e-6);
    }
    // A document that lost passages leaves none behind, also when its count comes from a loaded index.
    workspace.article("limits", "Short.");
    QCOMPARE(workspace.import(*knowledge).changed, 1);
    QCOMPARE(knowledge->passageCount(), 3U);
}

void TestKnowledgeBase::damagedIndexesAreRebuilt()
{
    Workspace workspace;
    HashedEmbedder embedder;
    {
        const auto knowledge = workspace.open(&embedder);
        writeThree(workspace);
        workspace.import(*knowledge);
    }
    for (const char* file : {"vectors.index", "words.index"}) {
        {
            std::fstream stream(path(workspace.folder) / "indexes" / file, std::ios::in | std::ios::out | std::ios::binary);
            stream.seekp(60);
            stream.write("damage", 6);
        }
        const auto knowledge = workspace.open(&embedder);
        QCOMPARE(knowledge->passageCount(), 4U);
        const SearchResult result = valueOf(knowledge->search(query("password reset link"), {}));
        QCOMPARE(qt(result.passages[0].passage.article.value()), QStringLiteral("password"));
        QVERIFY(result.passages[0].meaning > 0);
        succeed(knowledge->save());
    }
}

void TestKnowledgeBase::changesAfterTheLastSaveAreThereAfterARestart()
{
    Workspace workspace;
    HashedEmbedder embedder;
    {
        const auto knowledge = workspace.open(&embedder);
        writeThree(workspace);
        workspace.import(*knowledge);
        Document late;
        late.id = ArticleId("late");
        late.title = "Late";
        late.body = "The walrus came after the save.";
        succeed(knowledge->put(late)); // and no save()
    }
    QCOMPARE(best(*workspace.open(&embedder), query("walrus")), std::string("late"));
}

void TestKnowledgeBase::aRemovedDocumentIsGone()
{
    Workspace workspace;
    HashedEmbedder embedder;
    {
        const auto knowledge = workspace.open(&embedder);
        writeThree(workspace);
        workspace.import(*knowledge);
        succeed(knowledge->remove(ArticleId("limits")));
        QCOMPARE(knowledge->remove(ArticleId("never there")).error().code, ErrorCode::NotFound);
        QCOMPARE(knowledge->passageCount(), 2U);
        QVERIFY(!std::ranges::count(found(*knowledge, query("FILE-507")), "limits"));
    }
    QCOMPARE(workspace.open(&embedder)->passageCount(), 2U);
}

void TestKnowledgeBase::aStoppedImportKeepsWhatIsDone()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    for (int i = 0; i < 100; ++i)
        workspace.article("a" + std::to_string(100 + i), "Article number " + std::to_string(i) + ".");
    std::stop_source stop;
    const auto stopAfterTheFirstBatch = [&](int done, int) {
        if (done > 0)
            stop.request_stop();
    };
    const auto result = knowledge->importArticles(
        {path(workspace.folder) / "articles"}, workspace.clock.now(), stopAfterTheFirstBatch, stop.get_token());
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    const std::size_t kept = knowledge->passageCount();
    QVERIFY(kept > 0 && kept < 100);
    const ImportReport rest = workspace.import(*knowledge);
    QCOMPARE(rest.unchanged, static_cast<int>(kept));
    QCOMPARE(rest.added, 100 - static_cast<int>(kept));
}

void TestKnowledgeBase::progressEndsAtTheNumberOfDocuments()
{
    Workspace workspace;
    const auto knowledge = workspace.open(nullptr);
    writeThree(workspace);
    workspace.file("more.csv", "id,title,body\nc1,T,one\nc2,T,two\n");
    std::pair<int, int> last;
    valueOf(knowledge->importArticles(
        {path(workspace.folder) / "articles"}, workspace.clock.now(), [&](int done, int all) { last = {done, all}; }, {}));
    QCOMPARE(last, (std::pair<int, int>(5, 5)));
}

void TestKnowledgeBase::emptyAndOddQueriesAreHarmless()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    writeThree(workspace);
    workspace.import(*knowledge);
    QVERIFY(valueOf(knowledge->search(query(""), {})).passages.empty());
    QVERIFY(valueOf(knowledge->search(query(" \n "), {})).passages.empty());
    QVERIFY(knowledge->search(query(std::string(300'000, 'x')), {}).has_value());
    QVERIFY(knowledge->search(query("\xFF\xFE broken"), {}).has_value());
    SearchQuery none = query("file");
    none.count = 0;
    QVERIFY(valueOf(knowledge->search(none, {})).passages.empty());
    SearchQuery foreign = query("file");
    foreign.vector = Embedding(3, 0.5F);
    QCOMPARE(knowledge->search(foreign, {}).error().code, ErrorCode::InvalidArgument);
    Document empty;
    empty.id = ArticleId("e");
    QCOMPARE(knowledge->put(empty).error().code, ErrorCode::InvalidArgument);
}

void TestKnowledgeBase::anEmptyLibraryHasNoEvidence()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    const SearchResult result = valueOf(knowledge->search(query("anything"), {}));
    QVERIFY(result.passages.empty());
    QCOMPARE(result.evidence, 0.0);
    QCOMPARE(valueOf(knowledge->importArticles({}, workspace.clock.now(), {}, {})).added, 0);
}

QTEST_GUILESS_MAIN(TestKnowledgeBase)
#include "TestKnowledgeBase.moc"
