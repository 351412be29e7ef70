// links: tandem_desk
#include "desk/AdaptationService.h"
#include "desk/LabelledTexts.h"
#include "pipeline/understand/CategoryHead.h"
#include "support/DeskFixture.h"
#include "support/LabelledDesk.h"

#include <algorithm>
#include <set>

using namespace tandem;

namespace {

// Texts become vectors by their length; counts them.
class CountingEmbedder final : public Embedder {
public:
    [[nodiscard]] const std::string& modelId() const override { return m_id; }
    [[nodiscard]] int dimension() const override { return 384; }
    Result<std::vector<Embedding>> embed(const std::vector<std::string>& texts, TextRole, std::stop_token) override
    {
        std::vector<Embedding> vectors;
        for (const std::string& text : texts) {
            Embedding vector(384);
            vector[text.size() % 384] = 1;
            vectors.push_back(std::move(vector));
            seen.push_back(text);
        }
        return vectors;
    }

    std::vector<std::string> seen;

private:
    std::string m_id = "counting@1";
};

} // namespace

// Learning categories from the desk's own tickets, without a model: by words alone.
class TestAdaptationService : public QObject {
    Q_OBJECT

    struct Desk : DeskFixture {
        QTemporaryDir workspace;
        std::filesystem::path folder = path(workspace) / "models";
        MachineryLoader loader{[this]() -> Result<std::unique_ptr<Machinery>> { return loaded(); }};
        AdaptationService adaptation{*store, loader, clock, folder};

        Result<std::unique_ptr<Machinery>> loaded() const
        {
            auto machinery = std::make_unique<Machinery>();
            machinery->understanding = TRY(Understanding::load(TANDEM_RESOURCES));
            AdaptationService::useLearned(folder, machinery->understanding->categoryHead());
            machinery->examples
                = std::make_unique<ExampleShelf>(TRY(ExampleShelf::load(TANDEM_RESOURCES "/models/examples.bin")));
            return machinery;
        }
        void label(int first, int count) { addLabelledTickets(*store, first, count, clock.now()); }
        AdaptationReport run() { return valueOf(adaptation.run(people.simone, {}, {})); }
        AdaptationStatus status() { return valueOf(adaptation.status(people.marta)); }
        Category categoryOf(const std::string& text) { return categoryOf(*valueOf(loader.get())->understanding, text); }
        static Category categoryOf(Understanding& understanding, const std::string& text)
        {
            Conversation conversation;
            conversation.text = text;
            return understanding.analyze(conversation, {}).category;
        }
        // Told of learning, in the audit log.
        std::vector<std::string> learned()
        {
            std::vector<std::string> told;
            for (const AuditEntry& entry :
                valueOf(readResult(*store, [](Transaction& transaction) { return transaction.audit().list(0, 1000); }))) {
                if (entry.action.starts_with("learning."))
                    told.push_back(entry.action + " " + entry.subject + " " + entry.detail.substr(0, entry.detail.find(' ')));
            }
            return told;
        }
        std::vector<DeskExample> examples(Embedder* embedder)
        {
            return valueOf(labelledExamples(*store, embedder, std::nullopt, {}, {}));
        }
    };

    static constexpr const char* zorp = "The zorp has stopped.";
    static constexpr const char* invoice = "Why was my card charged twice on this invoice? I want a refund.";

private Q_SLOTS:
    void whatPeopleSetIsLearnedAndUsedAtOnce()
    {
        Desk desk;
        QVERIFY(desk.categoryOf(zorp) != Category::AccountManagement);
        desk.label(0, 120);
        const AdaptationReport report = desk.run();
        QCOMPARE(report.verdict, DeskVerdict::Better);
        QCOMPARE(report.examples, std::int64_t(120));
        QVERIFY(report.learned.macroF1 > report.shipped.macroF1 && report.gainLow > 0);
        QCOMPARE(desk.categoryOf(zorp), Category::AccountManagement);
        QCOMPARE(desk.categoryOf(invoice), Category::BillingInquiry); // which the desk never labelled
        QCOMPARE(desk.status().used->number, 1);
        QCOMPARE(desk.status().set, std::int64_t(120));
        QCOMPARE(desk.status().last->verdict, DeskVerdict::Better);
        QCOMPARE(desk.learned(), std::vector<std::string>{"learning.run category-1 better"});
        // And after the next start.
        const auto again = valueOf(desk.loaded());
        QCOMPARE(Desk::categoryOf(*again->understanding, zorp), Category::AccountManagement);
    }

    void tooFewChangeNothing()
    {
        Desk desk;
        desk.label(0, 40);
        QCOMPARE(desk.run().verdict, DeskVerdict::TooFew);
        QVERIFY(!desk.status().used);
        QVERIFY(!std::filesystem::exists(desk.folder));
        QCOMPARE(desk.learned(), std::vector<std::string>{"learning.run category-0 too_few"});
    }

    void oneGoesBackToTheShippedHead()
    {
        Desk desk;
        QCOMPARE(errorOf(desk.adaptation.back(desk.people.simone)), ErrorCode::Conflict);
        const Category before = desk.categoryOf(zorp);
        desk.label(0, 120);
        desk.run();
        QCOMPARE(desk.run().verdict, DeskVerdict::Unchanged);
        succeed(desk.adaptation.back(desk.people.simone));
        QCOMPARE(desk.categoryOf(zorp), before);
        QVERIFY(!desk.status().used);
        QCOMPARE(desk.learned().back(), std::string("learning.back category-0 "));
        const auto again = valueOf(desk.loaded());
        QCOMPARE(Desk::categoryOf(*again->understanding, zorp), before);
        QCOMPARE(desk.run().verdict, DeskVerdict::Better); // on second thoughts
        QCOMPARE(desk.status().used->number, 2);
    }

    void agentsReadAndSupervisorsDecide()
    {
        Desk desk;
        for (const Actor& actor : {desk.people.marta, desk.people.ada, desk.people.website}) {
            QCOMPARE(errorOf(desk.adaptation.run(actor, {}, {})), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.adaptation.begin(actor)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.adaptation.back(actor)), ErrorCode::Forbidden);
        }
        for (const Actor& actor : {desk.people.ada, desk.people.website})
            QCOMPARE(errorOf(desk.adaptation.status(actor)), ErrorCode::Forbidden);
        QVERIFY(desk.learned().empty());
    }

    void learningRunsBesideTheDesk()
    {
        Desk desk;
        desk.label(0, 120);
        valueOf(desk.loader.get()); // else status() has nothing to tell while it loads
        succeed(desk.adaptation.begin(desk.people.simone));
        QTRY_VERIFY_WITH_TIMEOUT(!desk.status().isRunning, 60000);
        QCOMPARE(desk.status().last->verdict, DeskVerdict::Better);
        QVERIFY(desk.status().problem.empty());
        QCOMPARE(desk.status().used->number, 1);
        succeed(desk.adaptation.begin(desk.people.simone)); // a thread that is through makes room for the next
        QTRY_VERIFY_WITH_TIMEOUT(!desk.status().isRunning, 60000);
        QCOMPARE(desk.status().last->verdict, DeskVerdict::Unchanged);
    }

    void aStopIsHeard()
    {
        Desk desk;
        desk.label(0, 120);
        std::stop_source stop;
        const auto progress = [&stop](int, int) { stop.request_stop(); };
        QCOMPARE(errorOf(desk.adaptation.run(desk.people.simone, progress, stop.get_token())), ErrorCode::Cancelled);
        QVERIFY(!desk.status().used && !desk.status().problem.empty());
        QCOMPARE(desk.run().verdict, DeskVerdict::Better); // nothing is left behind
    }

    void aHeadOfAnotherShippedOneIsNotUsed()
    {
        Desk desk;
        desk.label(0, 120);
        desk.run();
        HeadArchive archive(desk.folder, "category");
        HeadRecord record = *valueOf(archive.used());
        const HeadFile head = valueOf(archive.load(record));
        record.base += 1; // as if an update had brought another shipped head
        succeed(archive.use(valueOf(archive.add(head, record))));
        const auto again = valueOf(desk.loaded());
        CategoryHead& used = again->understanding->categoryHead();
        QCOMPARE(&used.current(), &used.shipped());
        QVERIFY(!desk.status().used);
        QVERIFY(desk.status().problem.contains("another version"));
    }

    // What the folder says and what judges may differ.
    void statusTellsOfWhatJudges_data()
    {
        QTest::addColumn<QString>("damaged");
        for (const char* file : {"category-1.head", "category-1.json", "category.json"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void statusTellsOfWhatJudges()
    {
        QFETCH(QString, damaged);
        Desk desk;
        desk.label(0, 120);
        desk.run();
        std::filesystem::resize_file(desk.folder / damaged.toStdString(), 0);
        MachineryLoader loader([&] { return desk.loaded(); }); // as after another start
        AdaptationService restarted(*desk.store, loader, desk.clock, desk.folder);
        valueOf(loader.get());
        const AdaptationStatus status = valueOf(restarted.status(desk.people.marta));
        QVERIFY(!status.used);
        QVERIFY2(status.problem.contains(damaged.toStdString()), status.problem.c_str());
        succeed(restarted.back(desk.people.simone));
        QVERIFY(valueOf(restarted.status(desk.people.marta)).problem.empty());
    }

    void aDamagedHeadLeavesTheShippedOne()
    {
        Desk desk;
        desk.label(0, 120);
        desk.run();
        std::filesystem::resize_file(desk.folder / "category-1.head", 1000);
        const auto again = valueOf(desk.loaded());
        CategoryHead& used = again->understanding->categoryHead();
        QCOMPARE(&used.current(), &used.shipped());
    }

    void vectorsAreMadeOnceAndGoWithTheLabel()
    {
        Desk desk;
        desk.label(0, 40);
        CountingEmbedder embedder;
        const auto first = desk.examples(&embedder);
        QCOMPARE(first.size(), std::size_t(40));
        QCOMPARE(embedder.seen.size(), std::size_t(40));
        QVERIFY(std::ranges::find(embedder.seen, "Zorp 1000\nOur zorp has stopped again, row 0.") != embedder.seen.end());
        const auto second = desk.examples(&embedder);
        QCOMPARE(embedder.seen.size(), std::size_t(40));
        for (std::size_t i = 0; i < first.size(); ++i)
            QCOMPARE(second[i].vector, first[i].vector);
        succeed(desk.store->write([](Transaction& transaction) { return transaction.labels().remove(TicketId("tic_1003")); }));
        QCOMPARE(desk.examples(&embedder).size(), std::size_t(39));
        QVERIFY(desk.examples(nullptr).front().vector.empty());
    }

    void anExampleIsWhatTheCustomerWroteBeforeTheLabel()
    {
        Desk desk;
        CountingEmbedder embedder;
        const TicketId id = desk.submit("Hi", "Hello!");
        const auto write = [&](const char* message, Author author, const char* text) {
            desk.clock.advance(std::chrono::minutes(1));
            succeed(desk.store->write([&](Transaction& transaction) {
                return transaction.tickets().append(
                    {MessageId(message), id, author, Visibility::Public, {}, text, desk.clock.now()});
            }));
        };
        write("m-2", Author::Agent, "What can I do for you?");
        write("m-3", Author::Customer, "The export of the yearly report has been failing since Monday.");
        desk.change(id, [](Ticket& ticket) { ticket.classification.emplace(); });
        succeed(desk.conversations.setCategory(desk.people.marta, id, Category::BugReport));
        write("m-4", Author::Customer, "Thanks, it works again.");
        const auto examples = desk.examples(&embedder);
        QCOMPARE(
            embedder.seen.front(), std::string("Hi\nHello!\nThe export of the yearly report has been failing since Monday."));
        QCOMPARE(examples.front().label, static_cast<std::size_t>(Category::BugReport));
        QCOMPARE(examples.front().weight, 1.0);
    }

    void ticketsOfOneGroupAreHeldBackTogether()
    {
        Desk desk;
        desk.label(0, 6);
        succeed(desk.store->write([](Transaction& transaction) {
            return transaction.groups().join(GroupId("tic_1001"), {TicketId("tic_1001"), TicketId("tic_1004")});
        }));
        const auto examples = desk.examples(nullptr);
        QCOMPARE(examples[1].key, examples[4].key);
        std::set<std::uint64_t> keys;
        for (const DeskExample& each : examples)
            keys.insert(each.key);
        QCOMPARE(keys.size(), std::size_t(5));
    }

    void theShelvedMessagesAreKnownToTheShippedHead()
    {
        Desk desk;
        const Machinery& machinery = *valueOf(desk.loader.get());
        const auto examples = shelvedExamples(*machinery.examples);
        QVERIFY(examples.size() > 1000);
        const HeadFile& shipped = machinery.understanding->categoryHead().shipped();
        int right = 0;
        for (const DeskExample& each : examples) {
            const auto probabilities
                = shipped.find("both")->probabilities(weighFeatures(each.counts, shipped.inverseFrequency), each.vector);
            right += std::ranges::max_element(probabilities) - probabilities.begin() == static_cast<int>(each.label) ? 1 : 0;
        }
        QVERIFY2(right * 100 >= static_cast<int>(examples.size()) * 93, qPrintable(QString::number(right)));
    }

    void whatWasConfirmedWeighsLess()
    {
        Desk desk;
        const TicketId id = desk.ticket();
        valueOf(desk.conversations.resolve(desk.people.marta, id, Learn::No));
        const auto examples = desk.examples(nullptr);
        QCOMPARE(examples.size(), std::size_t(1));
        QVERIFY(examples.front().weight < 0.5);
        QCOMPARE(desk.status().confirmed, std::int64_t(1));
    }

    void whatIsNewToTheHeadInUseIsMarked()
    {
        Desk desk;
        desk.label(0, 20);
        const auto examples = valueOf(
            labelledExamples(*desk.store, nullptr, desk.clock.now() + std::chrono::minutes(14), {}, {})); // labels come 5 later
        QCOMPARE(std::ranges::count(examples, true, &DeskExample::isNew), 10);
    }
};

QTEST_GUILESS_MAIN(TestAdaptationService)
#include "TestAdaptationService.moc"
