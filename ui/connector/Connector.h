#pragma once

#include "desk/Administration.h"
#include "desk/Approvals.h"
#include "desk/Conversations.h"
#include "desk/DraftFeed.h"
#include "desk/Explainer.h"
#include "desk/Feed.h"
#include "desk/Inbox.h"
#include "desk/Intake.h"
#include "desk/Learning.h"
#include "desk/Library.h"
#include "desk/Reviews.h"
#include "desk/Translations.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>
#include <utility>

namespace tandem::ui {

// The desk as the console sees it: the same services whether the engine runs in this process or behind a tandemd.
struct Desk {
    Intake& intake;
    Inbox& inbox;
    Conversations& conversations;
    Approvals& approvals;
    Learning& learning;
    Library& library;
    Administration& administration;
    Explainer& explainer;
    Reviews& reviews;
    Translations& translations;
};

enum class ConnectionState : std::uint8_t { Connecting, Online, Offline, Refused };

// The way to a desk. Calls run on the connector's own threads; answers and signals arrive on the UI thread. Nothing here blocks
// the UI thread.
class Connector : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // On whose behalf the console works.
    [[nodiscard]] virtual Actor actor() const = 0;
    [[nodiscard]] virtual ConnectionState state() const = 0;
    // What the state bar says: "This machine" or the server's host; personal data never.
    [[nodiscard]] virtual QString place() const = 0;

    // From now on draftWritten() tells of this ticket's draft while it is written, and of no other; an empty id: of none. What
    // was written before is told first, or that nothing is. A desk that does not tell of drafts is as good.
    virtual void watchDraft(const TicketId& /*ticket*/) { }

    // Runs `work(Desk&)` on a thread of the connector, then `done(its value)` on the UI thread unless `context` is gone by then.
    // `work` must not touch widgets.
    template <typename Work, typename Done>
    void ask(QObject* context, Work work, Done done)
    {
        run([this, guard = QPointer<QObject>(context), work = std::move(work), done = std::move(done)](Desk& desk) mutable {
            auto value = std::make_shared<decltype(work(desk))>(work(desk));
            QMetaObject::invokeMethod(
                this,
                [guard, value, done = std::move(done)]() mutable {
                    if (guard)
                        done(std::move(*value));
                },
                Qt::QueuedConnection);
        });
    }

Q_SIGNALS:
    void changed(const tandem::Change& change);
    void draftWritten(const tandem::DraftNews& news);
    void stateChanged(tandem::ui::ConnectionState state);
    // What was missed while the way was cut is not known: whoever shows something reads it anew.
    void resynchronised();

protected:
    virtual void run(std::function<void(Desk&)> work) = 0;
};

} // namespace tandem::ui
