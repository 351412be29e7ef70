#include "Engine.h"

#include "base/Log.h"
#include "desk/AdministrationService.h"
#include "desk/AssistantService.h"
#include "desk/ConversationService.h"
#include "desk/IntakeService.h"
#include "desk/LibraryService.h"
#include "operations/Machinery.h"
#include "operations/OutboxDispatcher.h"
#include "operations/Workers.h"
#include "privacy/Seal.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"
#include "services/llm/Composer.h"
#include "services/store/SqliteStore.h"
#include "services/store/WorkspaceLock.h"
#include "services/telemetry/MetricsRegistry.h"

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

} // namespace

// Members are destroyed in reverse order: workers before the machinery, that before the store, that before the lock.
class LocalEngine final : public Engine {
public:
    LocalEngine(Options options, const Clock& clock, WorkspaceLock lock, std::unique_ptr<Store> store)
        : m_options(std::move(options))
        , m_clock(clock)
        , m_lock(std::move(lock))
        , m_store(std::move(store))
        , m_loader([this] { return load(); })
        , m_outbox(*m_store, m_metrics, clock, m_outboxWork)
        , m_intake(*m_store, m_metrics, clock, m_work)
        , m_conversations(*m_store)
        , m_administration(*m_store, m_loader, m_metrics, clock)
        , m_assistant(m_loader, clock)
        , m_library(*m_store, m_loader, clock)
    {
    }

    ~LocalEngine() override { stop(Milliseconds(0)); }

    Intake& intake() override { return m_intake; }
    Conversations& conversations() override { return m_conversations; }
    Administration& administration() override { return m_administration; }
    Assistant& assistant() override { return m_assistant; }
    Library& library() override { return m_library; }

    Status start()
    {
        if (m_options.workers == WorkerMode::None)
            return {};
        const int released = TRY(m_store->queue().releaseAll());
        if (released > 0)
            log::info("jobs_released", {{"count", released}});
        m_outbox.start();
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
        if (m_workers)
            m_workers->stop(grace);
        m_outbox.stop();
        saveIndexes();
    }

private:
    Result<std::unique_ptr<Machinery>> load();
    Status loadParts(Machinery& machinery);
    void startWorkers();
    void saveIndexes();

    const Options m_options;
    const Clock& m_clock;
    WorkspaceLock m_lock;
    std::unique_ptr<Store> m_store;
    MetricsRegistry m_metrics;
    WakeUp m_work;
    WakeUp m_outboxWork;
    std::mutex m_workersMutex;
    bool m_stopped = false;
    MachineryLoader m_loader; // its thread may still ask for the two above
    OutboxDispatcher m_outbox;
    std::unique_ptr<Workers> m_workers;
    IntakeService m_intake;
    ConversationService m_conversations;
    AdministrationService m_administration;
    AssistantService m_assistant;
    LibraryService m_library;
};

Result<std::unique_ptr<Engine>> Engine::create(Options options, const Clock& clock)
{
    const std::filesystem::path workspace = TRY(preparedWorkspace(options.workspace));
    WorkspaceLock lock = TRY(WorkspaceLock::acquire(workspace));
    const Seal seal = TRY(Seal::open(workspace / "workspace.key"));
    auto store = TRY(SqliteStore::open(workspace / "tandem.db", seal, clock));
    auto engine = std::make_unique<LocalEngine>(std::move(options), clock, std::move(lock), std::move(store));
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
    const Policy policy = TRY(Policy::from(config));
    if (auto embedder = localEmbedder(config)) {
        machinery.embedder = std::move(*embedder);
    } else {
        machinery.embedderNotice = embedder.error().message;
        log::warning("no_local_model", {log::Field::reason(machinery.embedderNotice)});
    }
    machinery.understanding = TRY(Understanding::load(m_options.resources));
    machinery.templates
        = std::make_unique<ReplyTemplates>(TRY(ReplyTemplates::load(m_options.resources / "templates" / "replies.json")));
    Composer::Settings composer;
    composer.evidenceFloor = policy.evidenceFloor;
    machinery.languageModel = std::make_unique<Composer>(*machinery.templates, composer);
    machinery.grounding = std::make_unique<Grounding>(machinery.embedder.get());
    KnowledgeBase::Settings knowledge;
    knowledge.directory = m_options.workspace / "indexes";
    knowledge.keywordWeight = config.number("knowledge.keyword_weight");
    knowledge.languageOf = [&reader = *machinery.understanding](
                               std::string_view text) -> std::optional<Language> { return reader.detectLanguage(text).language; };
    machinery.knowledge = TRY(KnowledgeBase::open(std::move(knowledge), *m_store, machinery.embedder.get()));
    const PipelineParts parts{*m_store, machinery.embedder.get(), *machinery.knowledge, *machinery.understanding,
        *machinery.languageModel, *machinery.grounding, *machinery.templates, m_metrics, m_clock};
    machinery.pipeline
        = std::make_unique<Pipeline>(parts, policy, std::chrono::seconds(config.integer("pipeline.stage_seconds")));
    return {};
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
    settings.threads = static_cast<int>(m_options.config.integer("workers"));
    settings.attempts = static_cast<int>(m_options.config.integer("pipeline.attempts"));
    m_workers = std::make_unique<Workers>(
        settings, m_store->queue(), *(*machinery)->pipeline, m_metrics, m_clock, m_work, m_outboxWork);
}

} // namespace tandem
