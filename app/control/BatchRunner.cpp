#include "app/control/BatchRunner.h"

#include "base/Text.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <exception>
#include <new>

namespace tandem::app {

namespace {

constexpr std::size_t entriesPerThread = 4;

Json idOf(const Json& line)
{
    if (!line.is_object())
        return {};
    const auto found = line.find("id");
    return found == line.end() ? Json() : *found;
}

// The id of a line that is no valid JSON because of broken UTF-8 alone; null for all others.
Json idOfBroken(const std::string& line)
{
    if (text::isValidUtf8(line))
        return {};
    const auto repaired = parseJson(text::repairUtf8(line), {.bytes = 2 * longestLine});
    return repaired ? idOf(*repaired) : Json();
}

std::string complaint(const Json& id, const std::string& message)
{
    return toText({{"id", id}, {"error", message}}) + "\n";
}

} // namespace

BatchRunner::BatchRunner(Handler handler, Output output, int threads)
    : m_handler(std::move(handler))
    , m_output(std::move(output))
    , m_most(static_cast<std::size_t>(std::max(threads, 1)) * entriesPerThread)
{
    for (int i = 0; i < std::max(threads, 1); ++i)
        m_threads.emplace_back([this] { work(); });
}

BatchRunner::~BatchRunner()
{
    finish();
}

bool BatchRunner::give(std::optional<std::string> line)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_entries.size() < m_most || m_outputGone; });
    if (m_outputGone)
        return false;
    m_entries.emplace_back().line = std::move(line);
    m_changed.notify_all();
    return true;
}

bool BatchRunner::finish()
{
    {
        std::unique_lock lock(m_mutex);
        m_ended = true;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return (m_entries.empty() && !m_writing) || m_outputGone; });
    }
    m_threads.clear();
    return !m_outputGone;
}

void BatchRunner::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto isFree = [](const Entry& entry) { return !entry.taken; };
        m_changed.wait(lock, [&] { return m_ended || m_outputGone || std::ranges::any_of(m_entries, isFree); });
        const auto found = std::ranges::find_if(m_entries, isFree);
        if (m_outputGone || found == m_entries.end())
            return;
        Entry& entry = *found; // stays where it is until it is answered and written
        entry.taken = true;
        lock.unlock();
        std::string answer = answerTo(entry.line);
        lock.lock();
        entry.answer = std::move(answer);
        entry.answered = true;
        writeAnswered(lock);
        m_changed.notify_all();
    }
}

void BatchRunner::writeAnswered(std::unique_lock<std::mutex>& lock)
{
    if (m_writing)
        return;
    m_writing = true;
    while (!m_outputGone && !m_entries.empty() && m_entries.front().answered) {
        const Entry& entry = m_entries.front(); // only this thread takes it away
        lock.unlock();
        const bool written = m_output(entry.answer);
        lock.lock();
        m_outputGone = m_outputGone || !written;
        m_entries.pop_front();
        m_changed.notify_all();
    }
    m_writing = false;
}

std::string BatchRunner::answerTo(const std::optional<std::string>& line) const
{
    Json id;
    try {
        const auto begin = std::chrono::steady_clock::now();
        if (!line)
            return complaint({}, "The line is longer than " + std::to_string(longestLine) + " bytes");
        const auto parsed = parseJson(*line, {.bytes = longestLine});
        if (!parsed)
            return complaint(idOfBroken(*line), parsed.error().message);
        if (!parsed->is_object())
            return complaint({}, "The line is not a JSON object");
        id = idOf(*parsed);
        auto answer = m_handler(*parsed);
        if (!answer)
            return complaint(id, answer.error().message);
        (*answer)["id"] = id;
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
        (*answer)["ms"] = took.count();
        return toText(*answer) + "\n";
    } catch (const std::exception& error) {
        // No exception crosses a folder's border; what comes here is the JSON library or memory running out over this line.
        return complaint(id, std::string("The line could not be processed: ") + error.what());
    }
}

bool waitsFor(int descriptor, short event)
{
    if (errno == EAGAIN) {
        pollfd wait{descriptor, event, 0};
        poll(&wait, 1, -1);
        return true;
    }
    return errno == EINTR;
}

bool writeToOutput(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = write(STDOUT_FILENO, text.data(), text.size());
        if (count < 0 && waitsFor(STDOUT_FILENO, POLLOUT))
            continue;
        if (count <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool readLines(int descriptor, std::size_t longest, const std::function<bool(std::optional<std::string>)>& give)
{
    std::array<char, 1U << 16U> buffer{};
    std::string line;
    bool isTooLong = false;
    const auto end = [&] {
        const bool goOn = give(isTooLong ? std::nullopt : std::optional(std::move(line)));
        line.clear();
        isTooLong = false;
        return goOn;
    };
    while (true) {
        const ssize_t count = read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && waitsFor(descriptor, POLLIN))
            continue;
        if (count <= 0) {
            if (!line.empty() || isTooLong)
                end();
            return count == 0;
        }
        std::string_view rest(buffer.data(), static_cast<std::size_t>(count));
        while (!rest.empty()) {
            const auto newline = rest.find('\n');
            const std::string_view piece = rest.substr(0, newline);
            isTooLong = isTooLong || line.size() + piece.size() > longest;
            isTooLong ? line.clear() : static_cast<void>(line.append(piece));
            rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
            if (newline != std::string_view::npos && !end())
                return true;
        }
    }
}

} // namespace tandem::app
