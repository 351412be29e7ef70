// links: tandem_pipeline
#include "pipeline/DraftTelling.h"
#include "pipeline/StageRunner.h"
#include "services/telemetry/MetricsRegistry.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

// Writes down what it hears.
class Heard final : public DraftListener {
public:
    Writing begun(const TicketId& ticket) override
    {
        said.push_back("begun " + ticket.value());
        return 7;
    }
    void entered(const TicketId&, Writing writing, DraftStage stage) override
    {
        said.push_back(std::to_string(writing) + " " + std::string(name(stage)));
    }
    void wrote(const TicketId&, Writing, std::string_view text) override { said.push_back("wrote " + std::string(text)); }
    void startedOver(const TicketId&, Writing) override { said.emplace_back("over"); }
    void ended(const TicketId&, Writing writing) override { said.push_back("ended " + std::to_string(writing)); }

    std::vector<std::string> said;
};

using Said = std::vector<std::string>;
const TicketId ticket("t1");

} // namespace

class TestDraftTelling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDraftIsToldFromBeginningToEnd()
    {
        Heard heard;
        {
            DraftTelling telling(&heard, ticket);
            telling.enter("draft");
            telling.write("Hello");
            telling.write("");
        }
        QCOMPARE(heard.said, (Said{"begun t1", "7 writing", "wrote Hello", "ended 7"}));
    }

    void onlyWhatWasWrittenIsVoid()
    {
        Heard heard;
        DraftTelling telling(&heard, ticket);
        telling.startOver();
        telling.write("a");
        telling.startOver();
        telling.startOver();
        QCOMPARE(heard.said, (Said{"begun t1", "wrote a", "over"}));
    }

    void theStagesAreToldByTheirRunner()
    {
        Heard heard;
        DraftTelling telling(&heard, ticket);
        const ManualClock clock;
        MetricsRegistry metrics;
        StageRunner stages(metrics, clock, Milliseconds(60000));
        StageTrace trace;
        trace.telling = &telling;
        for (const char* stage : {"understand", "route", "retrieve"})
            succeed(stages.run(log::Word::ofEnum(stage), trace, {}, [](const std::stop_token&) -> Status { return {}; }));
        for (const char* stage : {"draft", "validate", "group", "act"})
            succeed(stages.run(log::Word::ofEnum(stage), trace, {}, [](const std::stop_token&) -> Status { return {}; }));
        QCOMPARE(heard.said, (Said{"begun t1", "7 retrieving", "7 writing", "7 checking"}));
    }

    void withoutAListenerNothingHappens()
    {
        DraftTelling telling(nullptr, ticket);
        telling.enter("draft");
        telling.write("a");
        telling.startOver();
        QVERIFY(telling.isSilent());
    }
};

QTEST_GUILESS_MAIN(TestDraftTelling)
#include "TestDraftTelling.moc"
