#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "base/Error.h"
#include "desk/Administration.h"
#include "desk/Assistant.h"
#include "desk/Conversations.h"
#include "desk/Intake.h"
#include "desk/Library.h"

#include <filesystem>
#include <memory>

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
    };

    // Opens the store, then returns. Models and indexes load in the background when workers run (Administration::health says when
    // they are ready), otherwise when a service first needs them.
    static Result<std::unique_ptr<Engine>> create(Options options, const Clock& clock);
    virtual ~Engine() = default;

    virtual Intake& intake() = 0;
    virtual Conversations& conversations() = 0;
    virtual Administration& administration() = 0;
    virtual Assistant& assistant() = 0;
    virtual Library& library() = 0;
    // Stops leasing, lets running tickets finish (or gives their jobs back after the grace period), saves the indexes.
    virtual void stop(Milliseconds grace) = 0;
};

} // namespace tandem
