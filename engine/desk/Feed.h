#pragma once

#include "model/Ids.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace tandem {

enum class ChangeKind : std::uint8_t { Ticket, Approval, Knowledge };
std::string_view name(ChangeKind kind); // "ticket", "approval", "knowledge"
std::optional<ChangeKind> changeKindFrom(std::string_view text);

// That something changed, not how: who hears of it reads it anew, so a missed change costs nothing but time.
struct Change {
    std::uint64_t sequence = 0; // counts up by one from 1 in a process
    ChangeKind kind = ChangeKind::Ticket;
    TicketId ticket; // "" for Knowledge
};

// Tells of committed changes. Thread-safe.
class Feed {
public:
    using Listener = std::function<void(const Change&)>;
    // Ends when destroyed; after that the listener is not called any more.
    class Subscription {
    public:
        Subscription() = default;
        Subscription(const Subscription&) = delete;
        Subscription& operator=(const Subscription&) = delete;
        virtual ~Subscription() = default;
    };

    Feed() = default;
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;
    virtual ~Feed() = default;

    // `listener` is called in order, on a thread of the feed; it must not block and must not call the desk.
    [[nodiscard]] virtual std::unique_ptr<Subscription> subscribe(Listener listener) = 0;
    // Sequence of the newest change, 0 = none yet.
    [[nodiscard]] virtual std::uint64_t newest() const = 0;
};

} // namespace tandem
