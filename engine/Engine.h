#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "base/Error.h"
#include "desk/Adaptation.h"
#include "desk/Administration.h"
#include "desk/Approvals.h"
#include "desk/Assistant.h"
#include "desk/Conversations.h"
#include "desk/DraftFeed.h"
#include "desk/EgressBook.h"
#include "desk/Explainer.h"
#include "desk/Feed.h"
#include "desk/Inbox.h"
#include "desk/Intake.h"
#include "desk/Learning.h"
#include "desk/Library.h"
#include "desk/PolicyReplay.h"
#include "desk/Reviews.h"
#include "desk/TranslationGroups.h"
#include "desk/Translations.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace tandem {

enum class WorkerMode : std::uint8_t { Run, None }; // None: administration and batch verbs, no ticket is processed

// The composition root: the only place that names concrete services. Owns everything; the desk services it hands out live as
// long as it does. One process a workspace: a second one is refused with Conflict.
class Engine {
public:
    struct Options {
        std::filesystem::path workspace;
        std::filesystem::path resources; // lexicons, models, prompts, sql
        Config config;
        WorkerMode workers = WorkerMode::None;
        // Who works in this process without a token: made known, so that others see a name.
        std::optional<Actor> owner = std::nullopt;
    };

    // Opens the store, then returns. Models and indexes load in the background when workers run (Administration::health says when
    // they are ready), otherwise when a service first needs them.
    static Result<std::unique_ptr<Engine>> create(Options options, const Clock& clock);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    virtual ~Engine() = default;

    Intake& intake() { return *m_desk.intake; }
    Inbox& inbox() { return *m_desk.inbox; }
    Conversations& conversations() { return *m_desk.conversations; }
    Approvals& approvals() { return *m_desk.approvals; }
    Learning& learning() { return *m_desk.learning; }
    Feed& feed() { return *m_desk.feed; }
    DraftFeed& drafts() { return *m_desk.drafts; }
    Library& library() { return *m_desk.library; }
    Adaptation& adaptation() { return *m_desk.adaptation; }
    Assistant& assistant() { return *m_desk.assistant; }
    Explainer& explainer() { return *m_desk.explainer; }
    PolicyReplay& replay() { return *m_desk.replay; }
    EgressBook& egress() { return *m_desk.egress; }
    Reviews& reviews() { return *m_desk.reviews; }
    Translations& translations() { return *m_desk.translations; }
    TranslationGroups& translationGroups() { return *m_desk.translationGroups; }
    Administration& administration() { return *m_desk.administration; }
    // Stops leasing, lets running tickets finish (or gives their jobs back after the grace period), saves the indexes.
    virtual void stop(Milliseconds grace) = 0;

protected:
    struct Desk {
        Intake* intake = nullptr;
        Inbox* inbox = nullptr;
        Conversations* conversations = nullptr;
        Approvals* approvals = nullptr;
        Learning* learning = nullptr;
        Feed* feed = nullptr;
        Library* library = nullptr;
        Assistant* assistant = nullptr;
        Administration* administration = nullptr;
        Adaptation* adaptation = nullptr;
        Explainer* explainer = nullptr;
        PolicyReplay* replay = nullptr;
        EgressBook* egress = nullptr;
        Reviews* reviews = nullptr;
        Translations* translations = nullptr;
        TranslationGroups* translationGroups = nullptr;
        DraftFeed* drafts = nullptr;
    };

    Engine() = default;

    Desk m_desk; // set by whoever owns the services, before create() returns
};

} // namespace tandem
