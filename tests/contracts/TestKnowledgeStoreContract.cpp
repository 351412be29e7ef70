// links: tandem_store
#include "contracts/Samples.h"

using namespace tandem;

class TestKnowledgeStoreContract : public QObject {
    Q_OBJECT

public:
    explicit TestKnowledgeStoreContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(m_backend); }
    void cleanup() { m_fixture.reset(); }

    void aDocumentComesBackAsItWasStored();
    void passagesComeBackWithTheirVectors();
    void sentenceVectorsKeepTheirDirection();
    void tokenVectorsComeBackByteForByte();
    void puttingADocumentAgainReplacesAllItsPassages();
    void missingPassagesAreLeftOut();
    void everyPassageIsVisitedInAStableOrder();
    void aVisitStopsAtTheFirstError();
    void removingADocumentRemovesItsPassages();
    void everyChangeRaisesTheRevision();
    void aPassageOfAnotherDocumentIsRefused();
    void aChangedArticleKeepsWhatItSaidBefore();
    void embeddingAnewAndResolutionsMakeNoVersions();
    void aPageListsDocumentsWithoutTheirTexts();

private:
    void putArticle(const std::string& body, const std::string& model = "model-1", DocumentKind kind = DocumentKind::Article)
    {
        Document document = sampleDocument("a");
        document.kind = kind;
        document.body = body;
        m_fixture->write([&](Transaction& transaction) { return transaction.knowledge().put(document, model, {}); });
    }
    std::vector<Document> formerVersions()
    {
        return m_fixture->read([](Transaction& transaction) { return transaction.knowledge().formerVersions(ArticleId("a")); });
    }

    void put(const std::string& id, const std::vector<StoredPassage>& passages)
    {
        m_fixture->write(
            [&](Transaction& transaction) { return transaction.knowledge().put(sampleDocument(id), "model-1", passages); });
    }
    std::vector<StoredPassage> passages(const std::vector<PassageId>& ids)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.knowledge().passages(ids); });
    }
    std::vector<std::string> visited()
    {
        std::vector<std::string> ids;
        succeed(m_fixture->store().read([&](Transaction& transaction) {
            return transaction.knowledge().eachPassage([&](const StoredPassage& stored) -> Status {
                ids.push_back(stored.passage.id.value());
                return {};
            });
        }));
        return ids;
    }
    std::int64_t revision()
    {
        return m_fixture->read([](Transaction& transaction) { return transaction.knowledge().revision(); });
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestKnowledgeStoreContract::aDocumentComesBackAsItWasStored()
{
    put("refunds", {});
    m_fixture->reopen();
    const Document expected = sampleDocument("refunds");
    const auto found
        = m_fixture->read([](Transaction& transaction) { return transaction.knowledge().find(ArticleId("refunds")); });
    QVERIFY(found && found->id == expected.id && found->kind == expected.kind && found->language == expected.language);
    QVERIFY(found->title == expected.title && found->body == expected.body && found->question == expected.question);
    QVERIFY(found->category == expected.category && found->audience == expected.audience && found->plan == expected.plan);
    QCOMPARE(found->restsOn, expected.restsOn);
    QVERIFY(found->supersedes == expected.supersedes && found->validFrom == expected.validFrom && !found->validUntil);
    QVERIFY(!found->superseded && found->updatedAt == expected.updatedAt && found->contentHash == expected.contentHash);
    const auto version
        = m_fixture->read([](Transaction& transaction) { return transaction.knowledge().version(ArticleId("refunds")); });
    QVERIFY(version == std::pair(std::string("hash-refunds"), std::string("model-1")));
    const auto all = m_fixture->read([](Transaction& transaction) { return transaction.knowledge().list(); });
    QVERIFY(all.size() == 1 && all[0].body == expected.body);
    std::vector<std::pair<Document, std::string>> listed;
    m_fixture->write([&](Transaction& transaction) {
        return transaction.knowledge().eachDocument([&](const Document& document, const std::string& modelId) -> Status {
            listed.emplace_back(document, modelId);
            return {};
        });
    });
    QCOMPARE(listed.size(), std::size_t{1});
    QVERIFY(listed[0].second == "model-1" && listed[0].first.id == expected.id && listed[0].first.title == expected.title);
    QCOMPARE(listed[0].first.restsOn, expected.restsOn);
    QVERIFY(listed[0].first.supersedes == expected.supersedes && listed[0].first.contentHash == expected.contentHash);
    QVERIFY(listed[0].first.body.empty() && listed[0].first.question.empty());
    const auto missing = m_fixture->read([](Transaction& transaction) { return transaction.knowledge().find(ArticleId("x")); });
    const auto noVersion
        = m_fixture->read([](Transaction& transaction) { return transaction.knowledge().version(ArticleId("x")); });
    QVERIFY(!missing && !noVersion);
}

void TestKnowledgeStoreContract::passagesComeBackWithTheirVectors()
{
    StoredPassage bare = samplePassage("refunds", 1);
    bare.vector.clear();
    bare.sentenceVectors.clear();
    bare.passage.sentences.clear();
    put("refunds", {samplePassage("refunds", 0), bare});
    m_fixture->reopen();
    const auto found = passages({PassageId("refunds#0"), PassageId("refunds#1")});
    QCOMPARE(found.size(), std::size_t{2});
    const Passage expected = samplePassage("refunds", 0).passage;
    const Passage& passage = found[0].passage;
    QVERIFY(passage.id == expected.id && passage.article == expected.article && passage.kind == expected.kind);
    QVERIFY(passage.title == expected.title && passage.heading == expected.heading && passage.text == expected.text);
    QVERIFY(passage.sentences == expected.sentences && passage.language == expected.language);
    QVERIFY(passage.updatedAt == expected.updatedAt);
    QVERIFY(found[0].vector == samplePassage("refunds", 0).vector);
    QVERIFY(found[1].vector.empty() && found[1].sentenceVectors.empty() && found[1].passage.sentences.empty());
}

void TestKnowledgeStoreContract::sentenceVectorsKeepTheirDirection()
{
    put("refunds", {samplePassage("refunds", 0)});
    const auto found = passages({PassageId("refunds#0")});
    const auto expected = samplePassage("refunds", 0).sentenceVectors;
    QCOMPARE(found.at(0).sentenceVectors.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        for (std::size_t j = 0; j < expected[i].size(); ++j)
            QVERIFY(std::abs(found[0].sentenceVectors[i].at(j) - expected[i][j]) <= 0.5F / 127);
    }
}

void TestKnowledgeStoreContract::tokenVectorsComeBackByteForByte()
{
    StoredPassage with = samplePassage("refunds", 0);
    with.tokenVectors = std::string("\x00\xff\x7f", 3);
    put("refunds", {with, samplePassage("refunds", 1)});
    m_fixture->reopen();
    const auto found = passages({PassageId("refunds#0"), PassageId("refunds#1")});
    QVERIFY(found.at(0).tokenVectors == with.tokenVectors && found.at(1).tokenVectors.empty());
    // Indexes are built from every passage without reading what they do not need.
    m_fixture->read([](Transaction& transaction) -> Result<bool> {
        TRY(transaction.knowledge().eachPassage([](const StoredPassage& stored) -> Status {
            return stored.tokenVectors.empty() ? Status() : failure(ErrorCode::Internal, "token vectors were read");
        }));
        return true;
    });
}

void TestKnowledgeStoreContract::puttingADocumentAgainReplacesAllItsPassages()
{
    put("refunds", {samplePassage("refunds", 0), samplePassage("refunds", 1)});
    put("refunds", {samplePassage("refunds", 2)});
    QCOMPARE(visited(), std::vector<std::string>{"refunds#2"});
}

void TestKnowledgeStoreContract::missingPassagesAreLeftOut()
{
    put("refunds", {samplePassage("refunds", 0), samplePassage("refunds", 1)});
    const auto found = passages({PassageId("refunds#1"), PassageId("gone#0"), PassageId("refunds#0")});
    QCOMPARE(found.size(), std::size_t{2});
    QVERIFY(found[0].passage.id == PassageId("refunds#1") && found[1].passage.id == PassageId("refunds#0"));
}

void TestKnowledgeStoreContract::everyPassageIsVisitedInAStableOrder()
{
    put("b", {samplePassage("b", 0), samplePassage("b", 1)});
    put("a", {samplePassage("a", 0)});
    const auto first = visited();
    QCOMPARE(first.size(), std::size_t{3});
    m_fixture->reopen();
    QCOMPARE(visited(), first);
}

void TestKnowledgeStoreContract::aVisitStopsAtTheFirstError()
{
    put("a", {samplePassage("a", 0), samplePassage("a", 1)});
    int visits = 0;
    const Status status = m_fixture->store().read([&](Transaction& transaction) {
        return transaction.knowledge().eachPassage([&](const StoredPassage&) -> Status {
            ++visits;
            return failure(ErrorCode::Cancelled, "enough");
        });
    });
    QVERIFY(!status && status.error().code == ErrorCode::Cancelled);
    QCOMPARE(visits, 1);
    QCOMPARE(visited().size(), std::size_t{2}); // and the next visit starts afresh
}

void TestKnowledgeStoreContract::removingADocumentRemovesItsPassages()
{
    put("a", {samplePassage("a", 0)});
    put("b", {samplePassage("b", 0)});
    const auto remove = [](Transaction& transaction) { return transaction.knowledge().remove(ArticleId("a")); };
    m_fixture->write(remove);
    QCOMPARE(visited(), std::vector<std::string>{"b#0"});
    const Status again = m_fixture->store().write(remove);
    QVERIFY(!again && again.error().code == ErrorCode::NotFound);
}

void TestKnowledgeStoreContract::everyChangeRaisesTheRevision()
{
    const std::int64_t before = revision();
    put("a", {samplePassage("a", 0)});
    QCOMPARE(revision(), before + 1);
    m_fixture->write([](Transaction& transaction) { return transaction.knowledge().remove(ArticleId("a")); });
    QCOMPARE(revision(), before + 2);
    m_fixture->reopen();
    QCOMPARE(revision(), before + 2);
}

void TestKnowledgeStoreContract::aPassageOfAnotherDocumentIsRefused()
{
    const Status status = m_fixture->store().write([](Transaction& transaction) {
        return transaction.knowledge().put(sampleDocument("a"), "model-1", {samplePassage("b", 0)});
    });
    QVERIFY(!status && status.error().code == ErrorCode::InvalidArgument);
    QVERIFY(visited().empty());
    QCOMPARE(revision(), 0);
}

void TestKnowledgeStoreContract::aChangedArticleKeepsWhatItSaidBefore()
{
    putArticle("Refunds take 30 days.");
    QVERIFY(formerVersions().empty());
    putArticle("Refunds take 14 days.");
    putArticle("Refunds take 5 days.");
    const std::vector<Document> versions = formerVersions();
    QCOMPARE(versions.size(), 2U);
    QCOMPARE(qt(versions[0].body), QStringLiteral("Refunds take 14 days."));
    QCOMPARE(qt(versions[1].body), QStringLiteral("Refunds take 30 days."));
    const Document sample = sampleDocument("a");
    QCOMPARE(versions[1].id, sample.id);
    QCOMPARE(versions[1].supersedes, sample.supersedes);
    QCOMPARE(versions[1].validFrom, sample.validFrom);
    QVERIFY(!versions[1].validUntil);
    QCOMPARE(versions[1].updatedAt, sample.updatedAt);
    QCOMPARE(qt(versions[1].plan), qt(sample.plan));
    m_fixture->write([](Transaction& transaction) { return transaction.knowledge().remove(ArticleId("a")); });
    QVERIFY(formerVersions().empty());
}

void TestKnowledgeStoreContract::embeddingAnewAndResolutionsMakeNoVersions()
{
    putArticle("Refunds take 30 days.");
    putArticle("Refunds take 30 days.", "model-2");
    QVERIFY(formerVersions().empty());
    putArticle("One answer.", "model-1", DocumentKind::Resolution);
    m_fixture->write([](Transaction& transaction) { return transaction.knowledge().remove(ArticleId("a")); });
    putArticle("One answer.", "model-1", DocumentKind::Resolution);
    putArticle("Another answer.", "model-1", DocumentKind::Resolution);
    QVERIFY(formerVersions().empty());
}

void TestKnowledgeStoreContract::aPageListsDocumentsWithoutTheirTexts()
{
    for (const char* id : {"c", "b", "d"})
        put(id, {});
    putArticle("Refunds take 30 days.");
    putArticle("Refunds take 14 days.");
    const auto page = [this](const DocumentListing& listing) {
        return m_fixture->read([&](Transaction& transaction) { return transaction.knowledge().page(listing); });
    };
    const DocumentPage all = page({});
    QCOMPARE(all.total, 4);
    QCOMPARE(all.documents.size(), std::size_t(4));
    QCOMPARE(all.documents[0].version, 2);
    QCOMPARE(all.documents[1].version, 1);
    const Document expected = sampleDocument("b");
    const Document& found = all.documents[1].document;
    QCOMPARE(found.id, expected.id);
    QCOMPARE(found.kind, expected.kind);
    QCOMPARE(found.title, expected.title);
    QCOMPARE(found.plan, expected.plan);
    QCOMPARE(found.supersedes, expected.supersedes);
    QCOMPARE(found.restsOn, expected.restsOn);
    QCOMPARE(found.validFrom, expected.validFrom);
    QCOMPARE(found.updatedAt, expected.updatedAt);
    QCOMPARE(found.contentHash, expected.contentHash);
    QVERIFY(found.body.empty() && found.question.empty());

    DocumentListing listing;
    listing.kind = DocumentKind::Resolution;
    listing.offset = 1;
    listing.limit = 1;
    const DocumentPage one = page(listing);
    QCOMPARE(one.total, 3);
    QCOMPARE(one.documents.size(), std::size_t(1));
    QCOMPARE(one.documents.front().document.id, ArticleId("c"));
    listing.offset = 7;
    QVERIFY(page(listing).documents.empty());
    listing.offset = -3;
    listing.limit = 0; // at least one
    QCOMPARE(page(listing).documents.size(), std::size_t(1));
}

TANDEM_CONTRACT_MAIN(TestKnowledgeStoreContract)
#include "TestKnowledgeStoreContract.moc"
