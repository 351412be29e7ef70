#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "base/Error.h"
#include "ui/connector/Connector.h"

#include <QThreadPool>

#include <atomic>
#include <filesystem>
#include <memory>

namespace tandem {
class Engine;
}

namespace tandem::ui {

// The engine in this process, on a workspace of its own. Its owner is admin.
class EmbeddedConnector final : public Connector {
    Q_OBJECT

public:
    struct Settings {
        std::filesystem::path workspace;
        std::filesystem::path resources;
        Config config;
        Actor owner;
    };

    // Opens the workspace; models and indexes load in the background. Conflict when another process has it open.
    static Result<std::unique_ptr<EmbeddedConnector>> open(Settings settings, const Clock& clock);
    // Waits for calls in flight and lets running tickets finish for a few seconds.
    EmbeddedConnector(const EmbeddedConnector&) = delete;
    EmbeddedConnector& operator=(const EmbeddedConnector&) = delete;
    ~EmbeddedConnector() override;

    [[nodiscard]] Actor actor() const override { return m_owner; }
    [[nodiscard]] ConnectionState state() const override { return ConnectionState::Online; }
    [[nodiscard]] QString place() const override { return tr("This machine"); }
    void watchDraft(const TicketId& ticket) override;

protected:
    void run(std::function<void(Desk&)> work) override;

private:
    EmbeddedConnector(std::unique_ptr<Engine> engine, Actor owner);
    void tellDraft(const std::shared_ptr<std::atomic<bool>>& awaited);

    const Actor m_owner;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Feed::Subscription> m_subscription;
    std::unique_ptr<DraftFeed::Watch> m_draft; // of the ticket that is watched
    std::shared_ptr<std::atomic<bool>> m_draftAwaited; // it is on its way to the UI thread
    QThreadPool m_pool;
};

} // namespace tandem::ui
