// links: tandem_knowledge
#include "KnowledgeWorkspace.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace tandem;

namespace {

Document note(const char* id, const char* body)
{
    Document document;
    document.id = ArticleId(id);
    document.title = "About " + document.id.value();
    document.body = body;
    return document;
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
    void anotherModelsVectorsAreNotUsedUntilTheNextImport();
    void whatChangesWhileItIsEmbeddedAnewStaysChanged();
    void whatIsChangedWhileItIsImportedStaysAndIsReported();
    void whatIsMadeFromAnOlderVersionDoesNotOverwrite();
    void documentsWithoutTokensServeUntilTheNextImport();
    void aRestartLoadsWhatWasSaved();
    void damagedIndexesAreRebuilt();
    void changesAfterTheLastSaveAreThereAfterARestart();
    void aRemovedDocumentIsGone();
    void aStoppedImportKeepsWhatIsDone();
    void progressEndsAtTheNumberOfDocuments();
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
    const auto former = valueOf(readResult(
        *workspace.store, [](Transaction& transaction) { return transaction.knowledge().formerVersions(ArticleId("limits")); }));
    QCOMPARE(former.size(), 1U);
    QVERIFY(former[0].body.find("FILE-507") != std::string::npos);
}

void TestKnowledgeBase::badFilesAreNamedAndTheRestGoesIn()
{
    Workspace workspace;
    const auto knowledge = workspace.open(nullptr);
    writeThree(workspace);
    workspace.file("broken.md", "\x89PNG\r\n");
    workspace.file("binary.md", std::string("\x00\x01\x02", 3));
    const ImportReport report = workspace.import(*knowledge);
    QCOMPARE(report.added, 3);
    QCOMPARE(report.refused.size(), 2U);
    QVERIFY(qt(report.refused[0].file).endsWith(QStringLiteral("binary.md")));
    QVERIFY(qt(report.refused[1].reason).contains(QStringLiteral("PNG")));
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

void TestKnowledgeBase::whatChangesWhileItIsEmbeddedAnewStaysChanged()
{
    Workspace workspace;
    HashedEmbedder first("model-one");
    {
        const auto knowledge = workspace.open(&first);
        writeThree(workspace);
        workspace.import(*knowledge);
    }
    const auto file = workspace.file("../extra.md", "---\nid: extra\n---\nSomething new.");
    {
        HashedEmbedder second("model-two");
        const auto knowledge = workspace.open(&second);
        second.when("reset link", [&] {
            Document edited;
            edited.id = ArticleId("password");
            edited.title = "About password";
            edited.body = "Ask a colleague at the blue gate.";
            succeed(knowledge->put(edited));
        });
        valueOf(knowledge->importArticles({file}, workspace.clock.now(), {}, {}));
        const SearchResult result = valueOf(knowledge->search(query("blue gate"), {}));
        QCOMPARE(qt(result.passages[0].passage.text), QStringLiteral("Ask a colleague at the blue gate."));
    }
    HashedEmbedder third("model-three");
    const auto knowledge = workspace.open(&third);
    third.when("blue gate", [&] { succeed(knowledge->remove(ArticleId("password"))); });
    valueOf(knowledge->importArticles({file}, workspace.clock.now(), {}, {}));
    QVERIFY(!std::ranges::count(found(*knowledge, query("blue gate")), "password"));
}

void TestKnowledgeBase::whatIsChangedWhileItIsImportedStaysAndIsReported()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    writeThree(workspace);
    workspace.import(*knowledge);
    workspace.article("limits", "Uploads have no limit. Green zebra.");
    workspace.article("password", "A reset link lasts a week. Green zebra.");
    workspace.article("refunds", "A refund takes a month.");
    workspace.article("hours", "We are open on Sundays. Green zebra.");
    // The import has decided about all of them and embeds them when somebody changes one, removes one and adds one.
    embedder.when("Green zebra", [&] {
        succeed(knowledge->put(note("password", "Ask a colleague at the blue gate.")));
        succeed(knowledge->remove(ArticleId("limits")));
        succeed(knowledge->put(note("hours", "We are never open.")));
    });
    const ImportReport report = workspace.import(*knowledge);
    QCOMPARE(report.added, 0);
    QCOMPARE(report.changed, 1);
    QCOMPARE(report.refused.size(), 3U);
    const auto named = std::ranges::find_if(
        report.refused, [](const ImportReport::Refused& refused) { return refused.file.ends_with("password.md"); });
    QVERIFY(named != report.refused.end());
    QCOMPARE(qt(named->reason),
        QStringLiteral("its document password was changed by somebody while it was imported; import it again to overwrite"));
    QCOMPARE(best(*knowledge, query("blue gate")), std::string("password"));
    QVERIFY(!std::ranges::count(found(*knowledge, query("green zebra")), "limits"));
    QCOMPARE(best(*knowledge, query("never open")), std::string("hours"));
    QCOMPARE(workspace.import(*knowledge).refused.size(), 0U); // once more, on purpose
    QCOMPARE(best(*knowledge, query("reset link lasts a week")), std::string("password"));
}

void TestKnowledgeBase::whatIsMadeFromAnOlderVersionDoesNotOverwrite()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    writeThree(workspace);
    workspace.import(*knowledge);
    const auto hash = [&] {
        return valueOf(readResult(*workspace.store, [](Transaction& transaction) {
            return transaction.knowledge().version(ArticleId("password"));
        }))->first;
    };
    const std::string old = hash();
    // The import is through between the person's look and their write.
    workspace.article("password", "A reset link lasts a week.");
    embedder.when("blue gate", [&] { QCOMPARE(workspace.import(*knowledge).changed, 1); });
    const Status put = knowledge->put(note("password", "Ask a colleague at the blue gate."), old);
    QVERIFY(!put);
    QCOMPARE(put.error().code, ErrorCode::Conflict);
    QCOMPARE(best(*knowledge, query("reset link lasts a week")), std::string("password"));
    succeed(knowledge->put(note("password", "Ask a colleague at the blue gate."), hash()));
    QCOMPARE(best(*knowledge, query("blue gate")), std::string("password"));
}

void TestKnowledgeBase::documentsWithoutTokensServeUntilTheNextImport()
{
    using Kind = HashedEmbedder::TokenKind;
    Workspace workspace;
    HashedEmbedder before("model", Kind::Untold);
    writeThree(workspace);
    {
        const auto knowledge = workspace.open(&before);
        workspace.import(*knowledge);
    }
    // The same model, of which more is kept now.
    HashedEmbedder now("model", Kind::Words);
    const auto knowledge = workspace.open(&now);
    QVERIFY(qt(knowledge->notice()).contains(QStringLiteral("3 of 3")));
    SearchResult result = valueOf(knowledge->search(query("password reset link"), {}));
    QCOMPARE(qt(result.passages[0].passage.article.value()), QStringLiteral("password"));
    QVERIFY(result.passages[0].meaning > 0);
    QCOMPARE(workspace.import(*knowledge).changed, 3);
    QVERIFY(knowledge->notice().empty());
    result = valueOf(knowledge->search(query("password reset link"), {}));
    QCOMPARE(qt(result.passages[0].passage.article.value()), QStringLiteral("password"));
    QCOMPARE(workspace.import(*knowledge).unchanged, 3);
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

QTEST_GUILESS_MAIN(TestKnowledgeBase)
#include "TestKnowledgeBase.moc"
