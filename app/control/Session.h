#pragma once

#include "app/common/Setup.h"

#include <functional>
#include <memory>

namespace tandem::app {

// One run of tandemctl: the flags, what was asked for, and the engine once a verb wants it. Used by one thread; the engine itself
// may be used by many.
class Session {
public:
    using Action = std::function<Exit()>;

    Session();

    Flags& flags() { return m_flags; }
    // Verbs call this while arguments are parsed; run() does it afterwards.
    void setAction(Action action) { m_action = std::move(action); }
    [[nodiscard]] Exit run() const { return m_action ? m_action() : Exit::Usage; }

    // Loaded at the first call. The log falls silent below warnings unless somebody chose a level: on a terminal the verbs' own
    // words are enough.
    Result<Config> config();
    // Opened at the first call; another process on the workspace is a Conflict.
    Result<Engine*> engine();
    // Whoever can open the workspace's files is its admin.
    [[nodiscard]] const Actor& actor() const { return m_actor; }

private:
    Flags m_flags;
    Action m_action;
    Actor m_actor;
    SystemClock m_clock;
    std::optional<Config> m_config;
    std::unique_ptr<Engine> m_engine; // after m_clock, which it uses
};

} // namespace tandem::app
