#pragma once

#include "base/Clock.h"
#include "services/http/Retry.h"
#include "services/llm/ChatBatches.h"

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace tandem {

// How a batch is waited for.
struct BatchPatience {
    Milliseconds firstWait = std::chrono::seconds(10); // before the first look; half as long again before each one after it
    Milliseconds longestWait = std::chrono::minutes(5);
    Milliseconds longest = std::chrono::hours(25); // in all; a batch ends within 24
    Milliseconds afterCancelling = std::chrono::minutes(2); // for what was under way to end, so that it is booked
    int failedLooks = 20; // one after another, before it is given up
    std::function<bool(Milliseconds time, std::stop_token stop)> wait = Patience::real().wait; // false: `stop` asked first
};

struct BatchWatch {
    std::function<void(const BatchState& state)> progress{}; // at its creation and at each look; may be empty
    std::string begun{}; // a batch that was created with the same entries before: nothing is sent, its answers are fetched
};

// Sends a batch, waits until it has ended, and gives the outcome of each entry in the entries' order; an entry that was not
// admitted has BatchState::refused's. A stop cancels the batch at the provider and waits a moment for what is billed already,
// also where the cancel fails. Errors: those of ChatBatches; Cancelled when nothing is left to be booked; all others that come
// after the batch was sent name it, and its answers can be fetched later.
Result<std::vector<Result<ChatReply>>> runBatch(ChatBatches& batches, std::span<const BatchEntry> entries,
    const BatchPatience& patience, const BatchWatch& watch, const std::stop_token& stop);

} // namespace tandem
