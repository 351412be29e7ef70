#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/Desk.h"
#include "model/DraftStage.h"
#include "model/Ids.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tandem {

// What came of a draft while it is written: unchecked words, for desk people alone.
struct DraftNews {
    TicketId ticket;
    // Of the text that `text` belongs to; with another number than before, all that came before is void. 0: nothing is written.
    std::uint64_t draft = 0;
    DraftStage stage = DraftStage::Ended; // Ended: this was all, and who wants the draft reads the ticket
    std::size_t from = 0; // code points of the same text that came before
    std::string text; // goes on from there; may be empty
    Milliseconds age{}; // of the text with this number
};

// Tells of drafts while they are written. Thread-safe.
class DraftFeed {
public:
    // On one ticket, until it is destroyed; after that the listener is not called any more.
    class Watch {
    public:
        Watch() = default;
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        virtual ~Watch() = default;

        // What came since the last call: one piece, however much was written, but at most 8 KiB; call it until there is none.
        // The first call gives what was written so far, or Ended when nothing is. One thread at a time; does not block.
        virtual std::optional<DraftNews> take() = 0;
    };
    using Listener = std::function<void()>;

    DraftFeed() = default;
    DraftFeed(const DraftFeed&) = delete;
    DraftFeed& operator=(const DraftFeed&) = delete;
    virtual ~DraftFeed() = default;

    // `listener` hears that there is something to take: at most every 50 ms while text comes, at once when it ends or starts
    // over. On a thread of the feed: it must not block, and neither watch nor end a watch. Forbidden to all but desk people.
    [[nodiscard]] virtual Result<std::unique_ptr<Watch>> watch(const Actor& actor, const TicketId& ticket, Listener listener) = 0;
};

} // namespace tandem
