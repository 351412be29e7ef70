// links: tandem_knowledge
#include "KnowledgeWorkspace.h"

#include "knowledge/PassageBuilder.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <future>
#include <latch>
#include <utility>

using namespace tandem;

namespace {

// The store with something that happens between its commit and the answer to whoever wrote, or before it is read.
class WatchedStore final : public Store {
public:
    explicit WatchedStore(Store& store)
        : m_store(store)
    {
    }
    std::function<void()> written;
    std::function<void()> reading;

    Status write(const std::function<Status(Transaction&)>& work) override
    {
        Status status = m_store.write(work);
        if (const auto now = std::exchange(written, {}))
            now();
        return status;
    }
    Status read(const std::function<Status(Transaction&)>& work) override
    {
        if (reading)
            reading();
        return m_store.read(work);
    }
    WorkQueue& queue() override { return m_store.queue(); }
    void onCommit(std::function<void(const CommittedChanges&)> listener) override { m_store.onCommit(std::move(listener)); }
    Result<std::optional<std::string>> check() override { return m_store.check(); }

private:
    Store& m_store;
};

Document refundRule(const std::string& body, const std::string& audience)
{
    Document document;
    document.id = ArticleId("refunds");
    document.title = "Refunds";
    document.body = body;
    document.audience = audience;
    return document;
}

std::unique_ptr<KnowledgeBase> opened(const Workspace& workspace, Store& store)
{
    KnowledgeBase::Settings settings;
    settings.directory = path(workspace.folder) / "indexes";
    return valueOf(KnowledgeBase::open(settings, store, nullptr));
}

} // namespace

class TestKnowledgeSearch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void supersededAndOutdatedRulesAreNeverEvidence();
    void kindAndLanguageFilterTheResults();
    void theTwinInTheQuerysLanguageComesFirst();
    void resolutionsAreFoundByTheCustomersWords();
    void anErrorCodeWinsOverGeneralTalk();
    void tokensDecideAmongTheBest();
    void aQuerysOwnVectorIsUsedAndItsTokensToo();
    void aLongMessageIsReadInOneCallOfTheModel();
    void overlappingPassagesOfOneDocumentAreOne();
    void withoutAModelWordsServe();
    void emptyAndOddQueriesAreHarmless();
    void anEmptyLibraryHasNoEvidence();
    void whatIsWrittenButNotYetIndexedIsShownToNobody();
    void aSearchWaitsForTheChangeThatItMeets();
};

void TestKnowledgeSearch::supersededAndOutdatedRulesAreNeverEvidence()
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

void TestKnowledgeSearch::kindAndLanguageFilterTheResults()
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

void TestKnowledgeSearch::theTwinInTheQuerysLanguageComesFirst()
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

void TestKnowledgeSearch::resolutionsAreFoundByTheCustomersWords()
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

void TestKnowledgeSearch::anErrorCodeWinsOverGeneralTalk()
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

void TestKnowledgeSearch::tokensDecideAmongTheBest()
{
    Workspace workspace;
    HashedEmbedder embedder("words", HashedEmbedder::TokenKind::Words);
    // The rare word that is asked for, misspelt: neither its words nor the whole text's vector find it before the talk of plans.
    workspace.article(
        "plans", "Plans, plan limits and the limits of every plan. A plan has limits, and limits of a plan differ by plan.");
    workspace.article("watermarks",
        "Everything that concerns how a watermark looks, where it stands on a page and who may remove it "
        "can be set by the owner; there are limits.");
    workspace.import(*workspace.open(&embedder));
    KnowledgeBase::Settings settings;
    settings.directory = path(workspace.folder) / "indexes";
    settings.reranking = KnowledgeBase::Reranking::Off;
    const SearchQuery asked = query("limits of watermarks in a plan");
    const auto fused = valueOf(KnowledgeBase::open(settings, *workspace.store, &embedder));
    QCOMPARE(best(*fused, asked), std::string("plans"));
    QCOMPARE(best(*workspace.open(&embedder), asked), std::string("watermarks"));
}

void TestKnowledgeSearch::aQuerysOwnVectorIsUsedAndItsTokensToo()
{
    Workspace workspace;
    HashedEmbedder embedder("words", HashedEmbedder::TokenKind::Words);
    writeThree(workspace);
    const auto knowledge = workspace.open(&embedder);
    workspace.import(*knowledge);
    SearchQuery asked = query("password reset link");
    const SearchResult without = valueOf(knowledge->search(asked, {}));
    asked.vector = valueOf(embedder.embed({asked.text}, TextRole::Query, {})).front();
    const SearchResult with = valueOf(knowledge->search(asked, {}));
    QCOMPARE(with.evidence, without.evidence);
    QCOMPARE(with.passages.front().score, without.passages.front().score);
}

void TestKnowledgeSearch::aLongMessageIsReadInOneCallOfTheModel()
{
    Workspace workspace;
    writeThree(workspace);
    HashedEmbedder embedder("words", HashedEmbedder::TokenKind::Words);
    const auto knowledge = workspace.open(&embedder);
    workspace.import(*knowledge);
    std::string message = "I was charged twice.";
    while (message.size() < 3000)
        message += " We had a meeting about it and nobody knew what to do.";
    const int calls = embedder.calls();
    const int embedded = embedder.embedded();
    QCOMPARE(best(*knowledge, query(message)), std::string("refunds"));
    QCOMPARE(embedder.calls() - calls, 1);
    QCOMPARE(embedder.embedded() - embedded, 2); // its beginning, for the tokens, and all of it
}

void TestKnowledgeSearch::overlappingPassagesOfOneDocumentAreOne()
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

void TestKnowledgeSearch::withoutAModelWordsServe()
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

void TestKnowledgeSearch::emptyAndOddQueriesAreHarmless()
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

void TestKnowledgeSearch::anEmptyLibraryHasNoEvidence()
{
    Workspace workspace;
    HashedEmbedder embedder;
    const auto knowledge = workspace.open(&embedder);
    const SearchResult result = valueOf(knowledge->search(query("anything"), {}));
    QVERIFY(result.passages.empty());
    QCOMPARE(result.evidence, 0.0);
    QCOMPARE(valueOf(knowledge->importArticles({}, workspace.clock.now(), {}, {})).added, 0);
}

void TestKnowledgeSearch::whatIsWrittenButNotYetIndexedIsShownToNobody()
{
    Workspace workspace;
    WatchedStore store(*workspace.store);
    const auto knowledge = opened(workspace, store);
    succeed(knowledge->put(refundRule("A refund is paid within 14 days.", "")));
    SearchQuery asked = query("refund");
    asked.reader = Reader{};
    QCOMPARE(found(*knowledge, asked).size(), 1U);
    // As another process would, or a writer that was stopped there: the store knows that only the desk may read it now.
    Document restricted = refundRule("A refund of up to 500 euros needs nobody's consent.", "internal");
    restricted.contentHash = contentHashOf(restricted);
    StoredPassage stored;
    stored.passage.id = PassageId("refunds#0");
    stored.passage.article = restricted.id;
    stored.passage.text = restricted.body;
    succeed(workspace.store->write(
        [&](Transaction& transaction) -> Status { return transaction.knowledge().put(restricted, "", {stored}); }));
    const SearchResult result = valueOf(knowledge->search(asked, {}));
    QVERIFY(result.passages.empty());
    QCOMPARE(result.evidence, 0.0);
}

void TestKnowledgeSearch::aSearchWaitsForTheChangeThatItMeets()
{
    Workspace workspace;
    WatchedStore store(*workspace.store);
    const auto knowledge = opened(workspace, store);
    succeed(knowledge->put(refundRule("A refund is paid within 14 days.", "")));
    SearchQuery asked = query("refund");
    asked.reader = Reader{};
    std::latch hasRead(1);
    std::future<SearchResult> meanwhile;
    store.written = [&] {
        store.reading = [&] {
            if (!hasRead.try_wait())
                hasRead.count_down();
        };
        meanwhile = std::async(std::launch::async, [&] { return valueOf(knowledge->search(asked, {})); });
        hasRead.wait(); // the search has asked indexes that do not know of the change
    };
    succeed(knowledge->put(refundRule("A refund is paid within 30 days.", "")));
    const SearchResult result = meanwhile.get();
    QCOMPARE(result.passages.size(), 1U);
    QCOMPARE(qt(result.passages.front().passage.text), QStringLiteral("A refund is paid within 30 days."));
}

QTEST_GUILESS_MAIN(TestKnowledgeSearch)
#include "TestKnowledgeSearch.moc"
