#include "ui/connector/EmbeddedConnector.h"

#include "Engine.h"

namespace tandem::ui {

namespace {

// Enough that a slow search never holds up a list.
constexpr int callThreads = 4;
constexpr std::chrono::seconds ticketGrace{5};

} // namespace

Result<std::unique_ptr<EmbeddedConnector>> EmbeddedConnector::open(Settings settings, const Clock& clock)
{
    Engine::Options options;
    options.workspace = std::move(settings.workspace);
    options.resources = std::move(settings.resources);
    options.config = std::move(settings.config);
    options.workers = WorkerMode::Run;
    options.owner = settings.owner;
    auto engine = TRY(Engine::create(std::move(options), clock));
    return std::unique_ptr<EmbeddedConnector>(new EmbeddedConnector(std::move(engine), std::move(settings.owner)));
}

EmbeddedConnector::EmbeddedConnector(std::unique_ptr<Engine> engine, Actor owner)
    : m_owner(std::move(owner))
    , m_engine(std::move(engine))
{
    m_pool.setMaxThreadCount(callThreads);
    m_subscription = m_engine->feed().subscribe([this](const Change& change) {
        QMetaObject::invokeMethod(this, [this, change] { Q_EMIT changed(change); }, Qt::QueuedConnection);
    });
}

EmbeddedConnector::~EmbeddedConnector()
{
    m_draft.reset();
    m_subscription.reset();
    m_pool.clear();
    m_pool.waitForDone();
    m_engine->stop(ticketGrace);
}

void EmbeddedConnector::watchDraft(const TicketId& ticket)
{
    m_draft.reset();
    m_draftAwaited = std::make_shared<std::atomic<bool>>(true);
    if (ticket.empty())
        return;
    const auto tell = [this, awaited = m_draftAwaited] {
        QMetaObject::invokeMethod(this, [this, awaited] { tellDraft(awaited); }, Qt::QueuedConnection);
    };
    auto watch = m_engine->drafts().watch(m_owner, ticket, [tell, awaited = m_draftAwaited] {
        if (!awaited->exchange(true))
            tell();
    });
    if (!watch)
        return; // not for this person
    m_draft = std::move(*watch);
    tell();
}

// However much is written while the UI thread is busy, one call of this waits for it.
void EmbeddedConnector::tellDraft(const std::shared_ptr<std::atomic<bool>>& awaited)
{
    if (awaited != m_draftAwaited)
        return; // of a ticket that was watched before
    *awaited = false;
    while (m_draft && awaited == m_draftAwaited) {
        const auto news = m_draft->take();
        if (!news)
            break;
        Q_EMIT draftWritten(*news);
    }
}

void EmbeddedConnector::run(std::function<void(Desk&)> work)
{
    m_pool.start([this, work = std::move(work)] {
        Desk desk{m_engine->intake(), m_engine->inbox(), m_engine->conversations(), m_engine->approvals(), m_engine->learning(),
            m_engine->library(), m_engine->administration(), m_engine->explainer(), m_engine->reviews(),
            m_engine->translations()};
        work(desk);
    });
}

} // namespace tandem::ui
