// links: tandem_operations
#include "engine/knowledge/HashedEmbedder.h"
#include "operations/KnowledgeUpkeep.h"
#include "support/TemporaryStore.h"

#include <QTest>

using namespace tandem;

namespace {

struct Desk {
    ManualClock clock;
    TemporaryStore store{clock};
    QTemporaryDir folder;
    HashedEmbedder embedder;
    int loaded = 0;
    MachineryLoader loader{[this]() -> Result<std::unique_ptr<Machinery>> {
        ++loaded;
        auto machinery = std::make_unique<Machinery>();
        machinery->knowledge = opened(path(folder), embedder);
        return machinery;
    }};

    std::unique_ptr<KnowledgeBase> opened(const std::filesystem::path& directory, Embedder& by)
    {
        KnowledgeBase::Settings settings;
        settings.directory = directory;
        return valueOf(KnowledgeBase::open(std::move(settings), *store, &by));
    }
    void put(const char* id, const char* body)
    {
        Document document;
        document.id = ArticleId(id);
        document.title = "Trial period";
        document.body = body;
        succeed(valueOf(loader.get())->knowledge->put(document));
    }
    std::size_t findings()
    {
        return valueOf(readResult(*store, [](Transaction& transaction) { return transaction.findings().list(100); })).size();
    }
};

constexpr Milliseconds hour{3'600'000};

TimePoint at(const char* time)
{
    return valueOf(parseTime(time));
}

} // namespace

class TestKnowledgeUpkeep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itRunsInItsHourAndOnceADay();
    void itWaitsUntilEverythingIsLoaded();
    void documentsOfAnotherModelAreEmbeddedAnew();
    void aStopEndsItAndTheNextRunGoesOn();
    void theThreadEndsAtOnce();
};

void TestKnowledgeUpkeep::itRunsInItsHourAndOnceADay()
{
    Desk desk;
    desk.put("a", "The trial period of a new workspace lasts 14 days from the first sign-in.");
    desk.put("b", "The trial period of a new workspace lasts 30 days from the first sign-in.");
    KnowledgeUpkeep upkeep(*desk.store, desk.loader, desk.clock, 3);
    desk.clock.advance(at("2026-11-22T02:59:00Z") - desk.clock.now());
    QVERIFY(!valueOf(upkeep.runWhenDue({})));
    QCOMPARE(desk.findings(), std::size_t{0});
    desk.clock.advance(at("2026-11-22T03:00:00Z") - desk.clock.now());
    QVERIFY(valueOf(upkeep.runWhenDue({})));
    QVERIFY(desk.findings() > 0);
    desk.clock.advance(hour / 2);
    QVERIFY(!valueOf(upkeep.runWhenDue({})));
    desk.clock.advance(hour);
    QVERIFY(!valueOf(upkeep.runWhenDue({})));
    desk.clock.advance(at("2026-11-23T03:10:00Z") - desk.clock.now());
    QVERIFY(valueOf(upkeep.runWhenDue({})));

    KnowledgeUpkeep never(*desk.store, desk.loader, desk.clock, -1);
    QVERIFY(!valueOf(never.runWhenDue({})));
}

void TestKnowledgeUpkeep::itWaitsUntilEverythingIsLoaded()
{
    Desk desk;
    desk.clock.advance(at("2026-11-22T03:00:00Z") - desk.clock.now());
    KnowledgeUpkeep upkeep(*desk.store, desk.loader, desk.clock, 3);
    QVERIFY(!valueOf(upkeep.runWhenDue({})));
    QCOMPARE(desk.loaded, 0); // nor does it load for that
    valueOf(desk.loader.get());
    QVERIFY(valueOf(upkeep.runWhenDue({})));
}

void TestKnowledgeUpkeep::documentsOfAnotherModelAreEmbeddedAnew()
{
    Desk desk;
    HashedEmbedder other("another-model");
    auto before = desk.opened(path(desk.folder) / "other", other);
    Document document;
    document.id = ArticleId("a");
    document.title = "T";
    document.body = "The trial period of a new workspace lasts 14 days from the first sign-in.";
    succeed(before->put(document));
    KnowledgeBase& knowledge = *valueOf(desk.loader.get())->knowledge;
    QVERIFY(!knowledge.notice().empty());
    valueOf(tend(knowledge, *desk.store, desk.clock.now(), {}));
    QVERIFY(knowledge.notice().empty());
    QVERIFY(std::filesystem::exists(path(desk.folder) / "words.index"));
}

void TestKnowledgeUpkeep::aStopEndsItAndTheNextRunGoesOn()
{
    Desk desk;
    desk.put("a", "The trial period of a new workspace lasts 14 days from the first sign-in.");
    desk.put("b", "The trial period of a new workspace lasts 30 days from the first sign-in.");
    KnowledgeBase& knowledge = *valueOf(desk.loader.get())->knowledge;
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = tend(knowledge, *desk.store, desk.clock.now(), stop.get_token());
    QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    QCOMPARE(valueOf(tend(knowledge, *desk.store, desk.clock.now(), {})).compared, 2);
}

void TestKnowledgeUpkeep::theThreadEndsAtOnce()
{
    Desk desk;
    KnowledgeUpkeep upkeep(*desk.store, desk.loader, desk.clock, 3);
    upkeep.start();
    const auto begin = std::chrono::steady_clock::now();
    upkeep.stop();
    QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

QTEST_GUILESS_MAIN(TestKnowledgeUpkeep)
#include "TestKnowledgeUpkeep.moc"
