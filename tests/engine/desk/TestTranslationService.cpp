// links: tandem_desk
#include "desk/TranslationService.h"
#include "support/DeskFixture.h"
#include "support/Strings.h"

#include <atomic>
#include <future>
#include <latch>

using namespace tandem;

namespace {

// Says what it was asked, in brackets; the real one stands behind a provider (TestPromptedTranslator).
class Recorder final : public Translator {
public:
    Result<Translation> translate(const TranslationTask& task, std::stop_token) override
    {
        if (gate != nullptr) {
            ++waiting;
            gate->wait();
        }
        asked = task;
        if (error)
            return std::unexpected(*error);
        return Translation{"[" + task.request.text + "]", task.request.from.value_or(Language::En), task.request.to, "p", "m"};
    }

    Result<std::vector<Result<Translation>>> translateTogether(
        const std::vector<TranslationTask>& tasks, const GroupWatch& watch, std::stop_token stop) override
    {
        if (error)
            return std::unexpected(*error);
        watch.progress({"msgbatch_1", static_cast<std::int64_t>(tasks.size()), false});
        std::vector<Result<Translation>> all;
        for (const TranslationTask& task : tasks)
            all.push_back(translate(task, stop));
        return all;
    }

    TranslationTask asked;
    std::optional<Error> error;
    std::latch* gate = nullptr;
    std::atomic<int> waiting = 0;
};

} // namespace

class TestTranslationService : public QObject {
    Q_OBJECT

    Result<Translation> translate(const TranslationRequest& request)
    {
        return m_service.translate(m_desk.people.marta, request, {});
    }

private Q_SLOTS:
    void init()
    {
        auto recorder = std::make_unique<Recorder>();
        m_recorder = recorder.get();
        valueOf(m_loader.get())->translator = std::move(recorder);
    }

    void theLanguageIsRecognisedWhereNobodyNamesOne()
    {
        const Translation translation = valueOf(translate({"Wie setze ich mein Passwort zurück?", {}, Language::En, {}}));
        QVERIFY(translation.from == Language::De && translation.to == Language::En);
        QVERIFY(valueOf(translate({"Wie setze ich mein Passwort zurück?", Language::Nl, Language::En, {}})).from == Language::Nl);
    }

    void whatIsNoTextIsRefused()
    {
        for (const char* text : {"", " \n", "\xff"})
            QCOMPARE(translate({text, {}, Language::En, {}}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(translate({"€12!", {}, Language::De, {}}).error().code, ErrorCode::InvalidArgument);
    }

    void theTicketsCustomerIsKnown()
    {
        const TicketId id = m_desk.submit("Charged twice", "Please refund the second charge.");
        valueOf(translate({"Dear customer, we refund it.", Language::En, Language::De, id}));
        QCOMPARE(qt(m_recorder->asked.knownPerson), qt("Ada Holm"));
        QCOMPARE(m_recorder->asked.request.ticket, id);
        QCOMPARE(translate({"Hello you", Language::En, Language::De, TicketId("none")}).error().code, ErrorCode::NotFound);
    }

    void aSureLanguageIsToldAndAnUnsureOneIsNot()
    {
        valueOf(translate({"Good morning to all of you", Language::En, Language::De, {}}));
        const auto& languageOf = m_recorder->asked.languageOf;
        QVERIFY(languageOf("Wir haben Ihre Rechnung erhalten und melden uns in den nächsten Tagen bei Ihnen.") == Language::De);
        QVERIFY(!languageOf("OK"));
    }

    void onlyTheDesksOwnPeopleMayAsk()
    {
        for (const Actor& outsider : {m_desk.people.ada, m_desk.people.website, m_desk.people.stranger})
            QCOMPARE(
                m_service.translate(outsider, {"Hello", Language::En, Language::De, {}}, {}).error().code, ErrorCode::Forbidden);
    }

    void withoutAChatModelTheReasonIsSaid()
    {
        valueOf(m_loader.get())->translator = nullptr;
        const auto translation = translate({"Hello you", Language::En, Language::De, {}});
        QVERIFY(!translation && translation.error().code == ErrorCode::Unavailable && !translation.error().retryable);
        QVERIFY2(translation.error().message.contains("llm.provider"), translation.error().message.c_str());
    }

    void whatIsWrongWithTheProviderIsNoFaultOfWhoAsks()
    {
        for (const ErrorCode code :
            {ErrorCode::Unauthenticated, ErrorCode::Forbidden, ErrorCode::InvalidArgument, ErrorCode::Corrupt}) {
            m_recorder->error = Error{code, "The key is refused", false};
            const auto translation = translate({"Hello you", Language::En, Language::De, {}});
            QVERIFY(translation.error().code == ErrorCode::Unavailable && !translation.error().retryable);
            QCOMPARE(qt(translation.error().message), qt("The key is refused"));
        }
        m_recorder->error = Error{ErrorCode::RateLimited, "The budget is spent", false};
        QCOMPARE(translate({"Hello you", Language::En, Language::De, {}}).error().code, ErrorCode::RateLimited);
    }

    void aGroupKeepsItsOrderAndItsErrors()
    {
        std::vector<std::string> batches;
        const GroupWatch watch{
            .progress = [&](const GroupProgress& progress) { batches.push_back(progress.batch); }, .begun = {}};
        const std::vector<TranslationRequest> requests{{"Good morning", Language::En, Language::De, {}},
            {" ", {}, Language::De, {}}, {"Guten Abend zusammen", {}, Language::En, {}}};
        const auto all = valueOf(m_service.translateGroup(m_desk.people.marta, requests, watch, {}));
        QCOMPARE(all.size(), std::size_t(3));
        QCOMPARE(qt(all[0]->text), qt("[Good morning]"));
        QCOMPARE(all[1].error().code, ErrorCode::InvalidArgument);
        QVERIFY(all[2]->from == Language::De);
        QCOMPARE(batches, std::vector<std::string>{"msgbatch_1"});
        QCOMPARE(m_service.translateGroup(m_desk.people.ada, requests, watch, {}).error().code, ErrorCode::Forbidden);
        m_recorder->error = Error{ErrorCode::Unauthenticated, "The key is refused", false};
        QCOMPARE(m_service.translateGroup(m_desk.people.marta, requests, watch, {}).error().code, ErrorCode::Unavailable);
    }

    void moreThanEightAtOnceAreToldToTryAgain()
    {
        std::latch gate(1);
        m_recorder->gate = &gate;
        std::vector<std::future<Result<Translation>>> running;
        for (int i = 0; i < 8; ++i)
            running.push_back(
                std::async(std::launch::async, [this] { return translate({"Hello you", Language::En, Language::De, {}}); }));
        QTRY_COMPARE(m_recorder->waiting.load(), 8);
        const auto ninth = translate({"Hello you", Language::En, Language::De, {}});
        gate.count_down();
        QVERIFY(!ninth && ninth.error().code == ErrorCode::RateLimited && ninth.error().retryable);
        for (auto& one : running)
            QVERIFY(one.get().has_value());
        QVERIFY(translate({"Hello you", Language::En, Language::De, {}}).has_value());
    }

private:
    static Result<std::unique_ptr<Machinery>> machinery()
    {
        auto machinery = std::make_unique<Machinery>();
        machinery->understanding = TRY(Understanding::load(TANDEM_RESOURCES));
        return machinery;
    }

    DeskFixture m_desk;
    MachineryLoader m_loader{machinery};
    TranslationService m_service{*m_desk.store, m_loader};
    Recorder* m_recorder = nullptr;
};

QTEST_GUILESS_MAIN(TestTranslationService)
#include "TestTranslationService.moc"
