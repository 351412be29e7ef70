// links: tandem_desk
#include "desk/ExplanationService.h"
#include "support/DeskFixture.h"
#include "support/Strings.h"

#include <algorithm>
#include <latch>

using namespace tandem;

namespace {

Result<std::unique_ptr<Machinery>> machineryWithoutModel()
{
    auto machinery = std::make_unique<Machinery>();
    machinery->understanding = TRY(Understanding::load(TANDEM_RESOURCES));
    return machinery;
}

const ExplainedPrediction* find(const Explanation& explanation, ExplainedKind kind)
{
    const auto found = std::ranges::find(explanation.predictions, kind, &ExplainedPrediction::kind);
    return found == explanation.predictions.end() ? nullptr : &*found;
}

} // namespace

class TestExplanationService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStoredTicketIsExplainedFromItsNewestMessage()
    {
        const TicketId id = m_desk.submit("Charged twice", "Please refund the second charge on my invoice.");
        const Explanation explanation = valueOf(m_service.explain(m_desk.people.marta, id));
        QCOMPARE(qt(explanation.text), QStringLiteral("Charged twice\nPlease refund the second charge on my invoice."));
        QCOMPARE(find(explanation, ExplainedKind::Category)->value, std::string("billing_inquiry"));
        QVERIFY(!find(explanation, ExplainedKind::Category)->words.empty());
        QCOMPARE(find(explanation, ExplainedKind::Signal)->value, std::string("refund"));
        QVERIFY(explanation.examples.empty()); // there is no model
        const Explanation again = valueOf(m_service.explain(m_desk.people.simone, id));
        QCOMPARE(again.predictions.size(), explanation.predictions.size());
    }

    void onlyTheDesksOwnPeopleSeeHowATicketWasRead()
    {
        const TicketId id = m_desk.submit();
        for (const Actor& outsider : {m_desk.people.ada, m_desk.people.website, m_desk.people.stranger})
            QCOMPARE(m_service.explain(outsider, id).error().code, ErrorCode::Forbidden);
        QCOMPARE(m_service.explain(m_desk.people.marta, TicketId("none")).error().code, ErrorCode::NotFound);
    }

    void nothingIsStored()
    {
        const TicketId id = m_desk.ticket();
        const auto version = [&] {
            return valueOf(readResult(*m_desk.store,
                [&](Transaction& transaction) -> Result<std::int64_t> { return TRY(transaction.tickets().get(id)).version; }));
        };
        const std::int64_t before = version();
        valueOf(m_service.explain(m_desk.people.marta, id));
        QCOMPARE(version(), before);
    }

    void whileTheModelsLoadOneIsToldToTryAgain()
    {
        const TicketId id = m_desk.submit();
        std::latch mayLoad(1);
        MachineryLoader loader([&mayLoad] {
            mayLoad.wait();
            return machineryWithoutModel();
        });
        ExplanationService service(*m_desk.store, loader);
        loader.start([] { });
        const auto early = service.explain(m_desk.people.marta, id);
        mayLoad.count_down();
        QVERIFY(!early && early.error().code == ErrorCode::Unavailable && early.error().retryable);
        valueOf(loader.get());
        QVERIFY(service.explain(m_desk.people.marta, id).has_value());
    }

private:
    DeskFixture m_desk;
    MachineryLoader m_loader{machineryWithoutModel};
    ExplanationService m_service{*m_desk.store, m_loader};
};

QTEST_GUILESS_MAIN(TestExplanationService)
#include "TestExplanationService.moc"
