#include "services/llm/BatchRun.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace tandem {

namespace {

constexpr std::string_view fetchToBook = "Fetch it later, so that what it cost is booked";

// Looks at a batch from time to time.
class Lookout {
public:
    Lookout(ChatBatches& batches, const BatchPatience& patience, const BatchWatch& watch, std::string batch)
        : m_batches(batches)
        , m_patience(patience)
        , m_watch(watch)
        , m_batch(std::move(batch))
    {
    }

    // Ended, or why not; at most `longest`.
    Status untilEnded(Milliseconds longest, const std::stop_token& stop)
    {
        Milliseconds wait = m_watch.begun.empty() ? m_patience.firstWait : Milliseconds{0}; // it may long have ended
        int failed = 0;
        for (Milliseconds waited{0}; waited < longest;
            waited += wait, wait = std::clamp(wait + wait / 2, m_patience.firstWait, m_patience.longestWait)) {
            if (!m_patience.wait(wait, stop))
                return failure(ErrorCode::Cancelled, "The batch " + m_batch + " was cancelled");
            const auto state = m_batches.state(m_batch, stop);
            if (!state) {
                if (state.error().code == ErrorCode::Cancelled)
                    return std::unexpected(state.error());
                if (!state.error().retryable || ++failed >= m_patience.failedLooks)
                    return std::unexpected(Error{state.error().code,
                        "The batch " + m_batch + " is on its way, but its state cannot be read: " + state.error().message,
                        false});
                continue;
            }
            failed = 0;
            if (m_watch.progress)
                m_watch.progress(*state);
            if (state->phase == BatchPhase::Ended)
                return {};
        }
        return failure(ErrorCode::TimedOut, "The batch " + m_batch + " has not ended: fetch its answers later");
    }

private:
    ChatBatches& m_batches;
    const BatchPatience& m_patience;
    const BatchWatch& m_watch;
    const std::string m_batch;
};

// Until a batch that nobody wants any more has ended and can be booked. One that cannot be cancelled may have ended before.
Status endCancelled(ChatBatches& batches, Lookout& lookout, const BatchPatience& patience, const std::string& batch)
{
    const Status cancelled = batches.cancel(batch, {}); // without the token: it has asked already
    const Status ended = lookout.untilEnded(patience.afterCancelling, {});
    if (ended)
        return {};
    if (!cancelled)
        return std::unexpected(Error{cancelled.error().code,
            "The batch " + batch + " could not be cancelled and goes on: " + cancelled.error().message + ". "
                + std::string(fetchToBook),
            false});
    return std::unexpected(Error{ended.error().code,
        "The batch " + batch + " was cancelled, but it is not known to have ended: " + ended.error().message + ". "
            + std::string(fetchToBook),
        false});
}

} // namespace

Result<std::vector<Result<ChatReply>>> runBatch(ChatBatches& batches, std::span<const BatchEntry> entries,
    const BatchPatience& patience, const BatchWatch& watch, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, "The batch was cancelled before it was sent");
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < entries.size(); ++i)
        places[entries[i].id] = i;
    std::vector<std::optional<Result<ChatReply>>> heard(entries.size());
    std::string batch = watch.begun;
    if (batch.empty()) {
        // Without the token: nobody could name, fetch or book a batch whose id was not waited for.
        const BatchState state = TRY(batches.create(entries, {}));
        if (watch.progress)
            watch.progress(state);
        batch = state.id;
        for (const auto& [id, why] : state.refused)
            heard[places.at(id)] = std::unexpected(why);
    }
    Lookout lookout(batches, patience, watch, batch);
    Status ended = lookout.untilEnded(patience.longest, stop);
    const bool isCancelled = !ended && (ended.error().code == ErrorCode::Cancelled || stop.stop_requested());
    if (isCancelled)
        TRY(endCancelled(batches, lookout, patience, batch));
    else
        TRY(ended);
    const Status read = batches.results(
        batch, entries, [&](const std::string& id, const Result<ChatReply>& reply) { heard[places.at(id)] = reply; },
        isCancelled ? std::stop_token() : stop);
    if (isCancelled && !read)
        return std::unexpected(Error{read.error().code,
            "The batch " + batch + " was cancelled, but its answers cannot be read: " + read.error().message + ". "
                + std::string(fetchToBook),
            false});
    if (isCancelled)
        return failure(ErrorCode::Cancelled, "The batch " + batch + " was cancelled");
    if (!read)
        return std::unexpected(Error{read.error().code,
            "The answers of the batch " + batch + " cannot be read: " + read.error().message, read.error().retryable});
    std::vector<Result<ChatReply>> replies;
    for (auto& one : heard)
        replies.push_back(one
                ? std::move(*one)
                : Result<ChatReply>(failure(ErrorCode::Unavailable, "The batch " + batch + " holds no answer to this request")));
    return replies;
}

} // namespace tandem
