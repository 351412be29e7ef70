#pragma once

#include "base/Error.h"
#include "base/Json.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tandem::app {

// Answers JSON lines with JSON lines in the same order, several at a time. A line that cannot be answered becomes one
// {"id","error"} line; nothing in a line ends the run. At most a few lines per thread are held at one time.
class BatchRunner {
public:
    // Called by several threads at once.
    using Handler = std::function<Result<Json>(const Json& line)>;
    // Writes one line with its end; false when nobody reads any more. Called by one thread at a time.
    using Output = std::function<bool(std::string_view)>;

    BatchRunner(Handler handler, Output output, int threads);
    // Waits for the lines that were given.
    ~BatchRunner();
    BatchRunner(const BatchRunner&) = delete;
    BatchRunner& operator=(const BatchRunner&) = delete;

    // Takes a line, waiting while too many are under way. nullopt: a line that was too long to be read. False when the output is
    // gone and reading on is of no use.
    bool give(std::optional<std::string> line);
    // Waits until everything is answered; false when the output is gone.
    bool finish();

private:
    struct Entry {
        std::optional<std::string> line;
        std::string answer;
        bool taken = false;
        bool answered = false;
    };

    void work();
    void writeAnswered(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] std::string answerTo(const std::optional<std::string>& line) const;

    Handler m_handler;
    Output m_output;
    std::size_t m_most = 1; // entries under way
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Entry> m_entries; // in the input's order, until written
    bool m_writing = false; // one thread writes what stands answered at the front
    bool m_ended = false; // no more lines come
    bool m_outputGone = false;
    std::vector<std::jthread> m_threads; // last: they use everything above
};

// After a read or write that failed: true when trying again is right, because a signal came or because the other side of a
// non-blocking descriptor needs time, which is waited for here. `event` is POLLIN or POLLOUT.
bool waitsFor(int descriptor, short event);

// Writes to standard output, whole and at once, so that whoever waits for this line has it. False when nobody reads any more.
bool writeToOutput(std::string_view text);

// The longest line of JSON that a verb reads.
inline constexpr std::size_t longestLine = 4U << 20U;

// Reads lines of at most `longest` bytes from a file descriptor; a longer one is given as nullopt. Ends at end of file, or when
// `give` returns false. False when reading failed.
bool readLines(int descriptor, std::size_t longest, const std::function<bool(std::optional<std::string>)>& give);

} // namespace tandem::app
