#include "Engine.h"

#include "Writers.h"

#include "base/Log.h"
#include "desk/AdaptationService.h"
#include "desk/AdministrationService.h"
#include "desk/ApprovalService.h"
#include "desk/AssistantService.h"
#include "desk/ConversationService.h"
#include "desk/DeskPhrases.h"
#include "desk/DraftFeedService.h"
#include "desk/EgressBookService.h"
#include "desk/ExplanationService.h"
#include "desk/FeedService.h"
#include "desk/InboxService.h"
#include "desk/IntakeService.h"
#include "desk/LearningService.h"
#include "desk/LexiconTrial.h"
#include "desk/LibraryService.h"
#include "desk/ReplayService.h"
#include "desk/ReviewService.h"
#include "desk/TranslationService.h"
#include "operations/ApprovalExpiry.h"
#include "operations/EgressRetention.h"
#include "operations/HookDispatcher.h"
#include "operations/KnowledgeUpkeep.h"
#include "operations/LedgeredClient.h"
#include "operations/Machinery.h"
#include "operations/OutboxDispatcher.h"
#include "operations/Workers.h"
#include "privacy/Seal.h"
#include "services/cache/MemoryCache.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"
#include "services/http/CurlClient.h"
#include "services/store/SqliteStore.h"
#include "services/store/WorkspaceLock.h"
#include "services/telemetry/MetricsRegistry.h"

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

namespace tandem {

namespace {

Result<std::filesystem::path> preparedWorkspace(const std::filesystem::path& directory)
{
    std::error_code error;
    const bool isNew = std::filesystem::create_directories(directory, error);
    if (!error && isNew)
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
    if (error)
        return failure(ErrorCode::Io, "The workspace " + directory.string() + " cannot be made: " + error.message());
    return directory;
}

Result<std::unique_ptr<Embedder>> localEmbedder(const Config& config)
{
    const std::string& configured = config.text("models.directory");
    const std::filesystem::path directory = configured.empty() ? defaultModelDirectory() : std::filesystem::path(configured);
    LocalEmbedder::Settings settings;
    settings.modelFile = TRY(installedModel(directory));
    settings.workers = static_cast<unsigned>(config.integer("embedding.workers"));
    return LocalEmbedder::create(settings);
}

DeskPhrases phrasesFrom(const ReplyTemplates& templates)
{
    DeskPhrases phrases;
    for (const Language language : allLanguages) {
        phrases.approved.at(std::to_underlying(language)) = templates.phrase(Phrase::Approved, language);
        phrases.declined.at(std::to_underlying(language)) = templates.phrase(Phrase::Declined, language);
        for (const Phrase formula : {Phrase::Greeting, Phrase::OtherLanguage, Phrase::Closing})
            phrases.formulas.push_back(templates.phrase(formula, language));
    }
    return phrases;
}

InboxService::Settings inboxSettings(const Policy& policy)
{
    std::set<std::string> teams;
    for (const auto& [category, team] : policy.teams)
        teams.insert(team);
    teams.insert(policy.criticalTeam);
    teams.erase("");
    return {policy.confidenceThreshold, {teams.begin(), teams.end()}};
}

LedgeredClient::Settings ledgerSettings(const Config& config)
{
    return {config.flag("egress.allowed") ? EgressSwitch::On : EgressSwitch::Off,
        std::chrono::days(config.integer("egress.body_days"))};
}

HookDispatcher::Settings hookSettings(const Config& config, HookTargets targets)
{
    return {std::move(targets), static_cast<int>(config.integer("hooks.attempts")),
        std::chrono::seconds(config.integer("hooks.timeout_seconds"))};
}

} // namespace

// What the engine is made of besides its options, opened and checked.
struct EngineParts {
    WorkspaceLock lock;
    Seal seal;
    std::unique_ptr<Store> store;
    Policy policy;
    ReplyTemplates templates;
    HookTargets hooks;
};

// Members are destroyed in reverse order: workers before the machinery, the feed before the store that it
// listens to, that before the lock.
class LocalEngine final : public Engine {
public:
    LocalEngine(Options options, const Clock& clock, EngineParts parts)
        : m_options(std::move(options))
        , m_clock(clock)
        , m_lock(std::move(parts.lock))
        , m_seal(std::move(parts.seal))
        , m_store(std::move(parts.store))
        , m_policy(std::move(parts.policy))
        , m_templates(std::move(parts.templates))
        , m_phrases(phrasesFrom(m_templates))
        , m_feed(*m_store)
        , m_drafts(clock)
        , m_loader([this] { return load(); })
        , m_outbox(*m_store, m_metrics, clock, m_outboxWork)
        , m_hookLedger(m_hookHttp, *m_store, clock, ledgerSettings(m_options.config))
        , m_hooks(*m_store, m_hookLedger, m_metrics, clock, m_outboxWork, hookSettings(m_options.config, std::move(parts.hooks)))
        , m_expiry(*m_store, clock)
        , m_retention(*m_store, clock, std::chrono::days(m_options.config.integer("egress.body_days")))
        , m_upkeep(*m_store, m_loader, clock, static_cast<int>(m_options.config.integer("knowledge.upkeep_hour")))
        , m_intake(*m_store, m_metrics, clock, m_work, m_policy.responseTimes)
        , m_inbox(*m_store, m_feed, clock, inboxSettings(m_policy))
        , m_conversations(*m_store, clock, m_work, m_outboxWork, m_phrases, m_policy)
        , m_approvals(*m_store, clock, m_expiry, m_outboxWork, m_phrases, m_policy.actions)
        , m_learning(*m_store, m_loader, clock, m_phrases)
        , m_administration(*m_store, m_loader, m_metrics, clock)
        , m_adaptation(*m_store, m_loader, clock, learnedModels())
        , m_assistant(m_loader, clock)
        , m_library(*m_store, m_loader, clock, m_policy.evidenceFloor)
        , m_explanations(*m_store, m_loader)
        , m_replay(*m_store)
        , m_egress(*m_store)
        , m_reviews(*m_store, m_loader, clock, m_policy.autoSend, m_options.config.text("llm.provider"))
        , m_translations(*m_store, m_loader)
    {
        m_desk = {&m_intake, &m_inbox, &m_conversations, &m_approvals, &m_learning, &m_feed, &m_library, &m_assistant,
            &m_administration, &m_adaptation, &m_explanations, &m_replay, &m_egress, &m_reviews, &m_translations, &m_translations,
            &m_drafts};
    }

    LocalEngine(const LocalEngine&) = delete;
    LocalEngine& operator=(const LocalEngine&) = delete;
    ~LocalEngine() override { stop(Milliseconds(0)); }

    Status start()
    {
        if (m_options.workers == WorkerMode::None)
            return {};
        m_writers = TRY(writers()); // before anything is promised: a setting that does not hold is said at once
        const int released = TRY(m_store->queue().releaseAll());
        if (released > 0)
            log::info("jobs_released", {{"count", released}});
        m_outbox.start();
        m_hooks.start();
        m_expiry.start();
        m_retention.start();
        m_upkeep.start();
        m_loader.start([this] { startWorkers(); });
        return {};
    }

    void stop(Milliseconds grace) override
    {
        {
            const std::lock_guard lock(m_workersMutex);
            if (m_stopped)
                return;
            m_stopped = true;
        }
        m_upkeep.stop();
        if (m_workers)
            m_workers->stop(grace);
        m_outbox.stop();
        m_hooks.stop();
        m_expiry.stop();
        m_retention.stop();
        saveIndexes();
    }

private:
    Result<std::unique_ptr<Machinery>> load();
    Status loadParts(Machinery& machinery);
    Result<Writers> writers();
    [[nodiscard]] Milliseconds stageDeadline() const
    {
        return std::chrono::seconds(m_options.config.integer("pipeline.stage_seconds"));
    }
    Result<std::unique_ptr<RecentTickets>> recentTickets(const Embedder* embedder);
    void startWorkers();
    void saveIndexes();
    [[nodiscard]] std::filesystem::path learnedModels() const { return m_options.workspace / "models"; }

    const Options m_options;
    const Clock& m_clock;
    WorkspaceLock m_lock;
    const Seal m_seal;
    std::unique_ptr<Store> m_store;
    const Policy m_policy;
    const ReplyTemplates m_templates;
    const DeskPhrases m_phrases;
    FeedService m_feed;
    DraftFeedService m_drafts; // the pipeline tells it
    MetricsRegistry m_metrics;
    WakeUp m_work;
    WakeUp m_outboxWork;
    std::mutex m_workersMutex;
    bool m_stopped = false;
    MemoryCache m_searches{MemoryCache::Limits{}, m_clock};
    Writers m_writers; // made at the start, until the machinery takes them
    MachineryLoader m_loader; // its thread may still ask for what stands above
    OutboxDispatcher m_outbox;
    CurlClient m_hookHttp;
    LedgeredClient m_hookLedger;
    HookDispatcher m_hooks;
    ApprovalExpiry m_expiry;
    EgressRetention m_retention;
    KnowledgeUpkeep m_upkeep;
    std::unique_ptr<Workers> m_workers;
    IntakeService m_intake;
    InboxService m_inbox;
    ConversationService m_conversations;
    ApprovalService m_approvals;
    LearningService m_learning;
    AdministrationService m_administration;
    AdaptationService m_adaptation;
    AssistantService m_assistant;
    LibraryService m_library;
    ExplanationService m_explanations;
    ReplayService m_replay;
    EgressBookService m_egress;
    ReviewService m_reviews;
    TranslationService m_translations;
    std::jthread m_preparation; // of the inbox's search
};

// An entry among the tokens that no token has: its hash is none.
Status introduce(Store& store, const Actor& owner, TimePoint now)
{
    const std::string hash = "owner:" + owner.id.value();
    return store.write([&](Transaction& transaction) -> Status {
        const auto known = TRY(transaction.access().findToken(hash));
        if (known && known->actor.displayName == owner.displayName && known->actor.role == owner.role)
            return {};
        return transaction.access().putToken({hash, owner, known ? known->createdAt : now, std::nullopt});
    });
}

Result<std::unique_ptr<Engine>> Engine::create(Options options, const Clock& clock)
{
    const std::filesystem::path workspace = TRY(preparedWorkspace(options.workspace));
    Policy policy = TRY(Policy::from(options.config));
    HookTargets hooks = TRY(hookTargets(options.config));
    ReplyTemplates templates = TRY(ReplyTemplates::load(options.resources / "templates" / "replies.json"));
    WorkspaceLock lock = TRY(WorkspaceLock::acquire(workspace));
    const Seal seal = TRY(Seal::open(workspace / "workspace.key"));
    auto store = TRY(SqliteStore::open(workspace / "tandem.db", seal, clock));
    if (options.owner)
        TRY(introduce(*store, *options.owner, clock.now()));
    auto engine = std::make_unique<LocalEngine>(std::move(options), clock,
        EngineParts{std::move(lock), seal, std::move(store), std::move(policy), std::move(templates), std::move(hooks)});
    TRY(engine->start());
    return engine;
}

Result<std::unique_ptr<Machinery>> LocalEngine::load()
{
    auto machinery = std::make_unique<Machinery>();
    if (const Status loaded = loadParts(*machinery); !loaded) {
        if (m_options.workers == WorkerMode::Run) // else whoever asked for it gets the error itself
            log::error("engine_not_loaded", {log::Field::reason(loaded.error().message)});
        return std::unexpected(loaded.error());
    }
    log::info(
        "engine_ready", {{"passages", machinery->knowledge->passageCount()}, {"local_model", machinery->embedder != nullptr}});
    return machinery;
}

Status LocalEngine::loadParts(Machinery& machinery)
{
    const Config& config = m_options.config;
    if (auto embedder = localEmbedder(config)) {
        machinery.embedder = std::move(*embedder);
    } else {
        machinery.embedderNotice = embedder.error().message;
        log::warning("no_local_model", {log::Field::reason(machinery.embedderNotice)});
    }
    machinery.understanding = TRY(Understanding::load(m_options.resources, lexiconFolder(m_options.workspace)));
    AdaptationService::useLearned(learnedModels(), machinery.understanding->categoryHead());
    // Explanations alone show them: a desk works as well without.
    if (auto examples = ExampleShelf::load(m_options.resources / "models" / "examples.bin"))
        machinery.examples = std::make_unique<ExampleShelf>(std::move(*examples));
    else
        log::warning("examples_not_loaded", {log::Field::reason(examples.error().message)});
    machinery.templates = std::make_unique<ReplyTemplates>(m_templates);
    Writers writers = m_writers.composer ? std::move(m_writers) : TRY(this->writers());
    machinery.composer = std::move(writers.composer);
    machinery.chatWriter = std::move(writers.chat);
    machinery.translator = std::move(writers.translator);
    machinery.grounding = std::make_unique<Grounding>(machinery.embedder.get());
    machinery.rules = TRY(DraftRules::load(m_options.resources / "prompts", m_policy.competitors));
    KnowledgeBase::Settings knowledge;
    knowledge.directory = m_options.workspace / "indexes";
    knowledge.keywordWeight = config.number("knowledge.keyword_weight");
    knowledge.languageOf = [&reader = *machinery.understanding](
                               std::string_view text) -> std::optional<Language> { return reader.detectLanguage(text).language; };
    knowledge.seal = m_seal;
    knowledge.cache = &m_searches;
    machinery.knowledge = TRY(KnowledgeBase::open(std::move(knowledge), *m_store, machinery.embedder.get()));
    machinery.recent = TRY(recentTickets(machinery.embedder.get()));
    const PipelineParts parts{*m_store, machinery.embedder.get(), *machinery.knowledge, *machinery.understanding,
        machinery.chatWriter ? *machinery.chatWriter : *machinery.composer,
        machinery.chatWriter ? machinery.composer.get() : nullptr, *machinery.grounding, *machinery.templates, m_metrics, m_clock,
        machinery.recent.get(), &m_drafts, &machinery.rules};
    machinery.pipeline = std::make_unique<Pipeline>(parts, m_policy, stageDeadline());
    return {};
}

Result<Writers> LocalEngine::writers()
{
    return makeWriters({m_options.config, m_options.resources, m_templates, m_policy.evidenceFloor, stageDeadline(), *m_store,
        m_metrics, m_clock});
}

// Null when tickets are not to be compared.
Result<std::unique_ptr<RecentTickets>> LocalEngine::recentTickets(const Embedder* embedder)
{
    if (m_policy.grouping.most == 0 || m_options.workers == WorkerMode::None)
        return std::unique_ptr<RecentTickets>();
    SimilarityModel model = TRY(SimilarityModel::load(m_options.resources / "models" / "similarity.bin"));
    auto recent = std::make_unique<RecentTickets>(
        std::move(model), embedder == nullptr ? std::string() : embedder->modelId(), m_policy.grouping);
    // Without what came before, tickets are compared with those that come from now on.
    if (const Status filled = recent->fill(*m_store, m_clock.now()); !filled)
        log::warning("recent_tickets_not_read", {log::Field::reason(filled.error().message)});
    return recent;
}

void LocalEngine::saveIndexes()
{
    const auto machinery = m_loader.now();
    if (!machinery)
        return; // never loaded: nothing changed
    if (const Status saved = (*machinery)->knowledge->save(); !saved)
        log::warning("indexes_not_saved", {log::Field::reason(saved.error().message)});
}

void LocalEngine::startWorkers()
{
    const auto machinery = m_loader.get();
    const std::lock_guard lock(m_workersMutex);
    if (!machinery || m_stopped)
        return;
    WorkerSettings settings;
    // A ticket that waits for a provider costs a sleeping thread and keeps nobody.
    settings.threads = std::max(static_cast<int>(m_options.config.integer("workers")), draftsAtOnce(m_options.config));
    settings.attempts = static_cast<int>(m_options.config.integer("pipeline.attempts"));
    Pipeline& pipeline = *(*machinery)->pipeline;
    TicketWork work{
        .handle = [&pipeline](const TicketId& ticket, std::stop_token stop) { return pipeline.handle(ticket, std::move(stop)); },
        .giveUp = [&pipeline](const TicketId& ticket, const Error& error) { return pipeline.giveUp(ticket, error); }};
    m_workers = std::make_unique<Workers>(settings, m_store->queue(), std::move(work), m_metrics, m_clock, m_work, m_outboxWork);
    m_preparation = std::jthread([this](const std::stop_token& stop) {
        const Status prepared = m_inbox.prepareSearch(stop); // what is missing, the first search reads
        if (!prepared && prepared.error().code != ErrorCode::Cancelled)
            log::warning("search_not_prepared", {log::Field::reason(prepared.error().message)});
    });
}

} // namespace tandem
