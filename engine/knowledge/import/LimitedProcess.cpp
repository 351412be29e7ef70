#include "knowledge/import/LimitedProcess.h"

#include "base/FileDescriptor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tandem {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t mostErrors = 4096;
constexpr int lookAroundMilliseconds = 50; // how long a stop may go unseen

std::unexpected<Error> cannotStart()
{
    return failure(ErrorCode::Unavailable, "another program could not be started: the system has no room for it just now");
}

std::string programOf(const std::string& name)
{
    const char* variable = std::getenv("PATH"); // NOLINT(concurrency-mt-unsafe): nothing sets any
    std::string_view paths = variable == nullptr ? std::string_view("/usr/local/bin:/usr/bin:/bin") : std::string_view(variable);
    while (!paths.empty()) {
        const std::string_view folder = paths.substr(0, paths.find(':'));
        paths.remove_prefix(std::min(paths.size(), folder.size() + 1));
        // A relative folder would run whatever lies beside the files that are imported.
        if (!folder.starts_with('/'))
            continue;
        const std::string candidate = std::string(folder) + "/" + name;
        std::error_code error;
        if (std::filesystem::is_regular_file(candidate, error) && ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
    }
    return {};
}

// Numbers 0 to 2 are free in a process that was started without them, and stand for something else in the child.
Result<FileDescriptor> aboveStandard(int number)
{
    if (number < 0)
        return cannotStart();
    FileDescriptor descriptor(number);
    if (number > STDERR_FILENO)
        return descriptor;
    FileDescriptor higher(::fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (higher.number() < 0)
        return cannotStart();
    return higher;
}

// A file in memory, at its beginning.
Result<FileDescriptor> fileOf(std::string_view input)
{
    FileDescriptor file = TRY(aboveStandard(::memfd_create("tandem-import", MFD_CLOEXEC)));
    if (!writeAll(file, input) || ::lseek(file.number(), 0, SEEK_SET) != 0)
        return cannotStart();
    return file;
}

struct Pipe {
    FileDescriptor read;
    FileDescriptor write;
};

Result<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return cannotStart();
    FileDescriptor write(ends[1]);
    Pipe pipe;
    pipe.read = TRY(aboveStandard(ends[0]));
    pipe.write = TRY(aboveStandard(write.release()));
    ::fcntl(pipe.read.number(), F_SETFL, O_NONBLOCK);
    return pipe;
}

void limit(int resource, std::size_t most)
{
    const rlimit value{most, most};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &value);
}

// Between fork and exec of a process with threads: calls that are safe in a signal handler, and nothing else.
[[noreturn]] void becomeProgram(const char* program, char* const* arguments, char* const* environment,
    const std::array<int, 3>& files, const ProcessLimits& limits)
{
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int number = 0; number < 3; ++number) {
        if (::dup2(files[static_cast<std::size_t>(number)], number) < 0)
            ::_exit(127);
    }
    ::close_range(3, ~0U, 0);
    limit(RLIMIT_AS, limits.memory);
    limit(RLIMIT_CPU, static_cast<std::size_t>(limits.time.count()) / 1000 + 1);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 64);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr); // NOLINT(concurrency-mt-unsafe): the child has one thread
    // Signals that this process ignores or handles in its own way.
    for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGXFSZ})
        ::signal(number, SIG_DFL);
    ::execve(program, arguments, environment);
    ::_exit(127);
}

class Child {
public:
    explicit Child(pid_t id)
        : m_id(id)
    {
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child()
    {
        if (m_id > 0) {
            kill();
            wait();
        }
    }

    void kill() const
    {
        ::kill(-m_id, SIGKILL); // with what it may have started
        ::kill(m_id, SIGKILL);
    }
    int wait() // the wait status
    {
        int status = 0;
        while (::waitpid(m_id, &status, 0) < 0 && errno == EINTR) { }
        m_id = -1;
        return status;
    }
    // A program may close its output and go on. nullopt when it does.
    std::optional<int> waitUntil(Steady::time_point end)
    {
        int status = 0;
        for (pid_t ended = 0; ended != m_id;) {
            ended = ::waitpid(m_id, &status, WNOHANG);
            if (ended < 0 && errno != EINTR)
                break; // a process that ignores SIGCHLD is not told how it ended
            if (ended != m_id && Steady::now() >= end)
                return std::nullopt;
            if (ended != m_id)
                ::poll(nullptr, 0, 2);
        }
        m_id = -1;
        return status;
    }

private:
    pid_t m_id;
};

// Takes what is there. False when the other end is closed.
bool drain(int file, std::string& into, std::size_t most)
{
    std::array<char, 65536> buffer{};
    while (true) {
        const ssize_t count = ::read(file, buffer.data(), buffer.size());
        if (count > 0) {
            const std::size_t room = most - std::min(most, into.size());
            into.append(buffer.data(), std::min(room, static_cast<std::size_t>(count)));
            if (room < static_cast<std::size_t>(count))
                return true; // full: the caller looks
            continue;
        }
        if (count < 0 && errno == EINTR)
            continue;
        return count < 0 && errno == EAGAIN;
    }
}

std::unexpected<Error> tookTooLong(const ProcessLimits& limits)
{
    return failure(ErrorCode::TimedOut, "it took longer than " + std::to_string(limits.time.count() / 1000) + " seconds");
}

Status collect(Pipe& output, Pipe& errors, ProcessOutput& result, const ProcessLimits& limits, Steady::time_point end,
    const std::stop_token& stop)
{
    while (output.read.number() >= 0 || errors.read.number() >= 0) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "it was stopped");
        if (Steady::now() >= end)
            return tookTooLong(limits);
        std::array<pollfd, 2> polled{{{output.read.number(), POLLIN, 0}, {errors.read.number(), POLLIN, 0}}};
        if (::poll(polled.data(), polled.size(), lookAroundMilliseconds) < 0 && errno != EINTR)
            return cannotStart();
        if (polled[0].revents != 0 && !drain(output.read.number(), result.output, limits.output + 1))
            output.read.close();
        if (polled[1].revents != 0) {
            std::string more;
            if (!drain(errors.read.number(), more, mostErrors))
                errors.read.close();
            result.errors.append(more, 0, mostErrors - std::min(mostErrors, result.errors.size()));
        }
        if (result.output.size() > limits.output)
            return failure(ErrorCode::TooLarge, "it gave more than " + std::to_string(limits.output >> 20U) + " MB");
    }
    return {};
}

std::vector<char*> pointersTo(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

Result<ProcessOutput> runLimited(
    const std::vector<std::string>& command, std::string_view input, const ProcessLimits& limits, const std::stop_token& stop)
{
    const std::string program = programOf(command.front());
    if (program.empty())
        return failure(ErrorCode::NotFound, "there is no program " + command.front());
    const FileDescriptor in = TRY(fileOf(input));
    Pipe output = TRY(makePipe());
    Pipe errors = TRY(makePipe());
    std::vector<std::string> words = command;
    std::vector<std::string> variables{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"};
    const std::vector<char*> arguments = pointersTo(words);
    const std::vector<char*> environment = pointersTo(variables);
    const std::array<int, 3> files{in.number(), output.write.number(), errors.write.number()};
    const pid_t id = ::fork();
    if (id < 0)
        return cannotStart();
    if (id == 0)
        becomeProgram(program.c_str(), arguments.data(), environment.data(), files, limits);
    Child child(id);
    output.write.close();
    errors.write.close();
    ProcessOutput result;
    const Steady::time_point end = Steady::now() + limits.time;
    TRY(collect(output, errors, result, limits, end, stop));
    const std::optional<int> status = child.waitUntil(end);
    if (!status)
        return tookTooLong(limits);
    if (WIFSIGNALED(*status) && WTERMSIG(*status) == SIGXCPU)
        return tookTooLong(limits);
    if (!WIFEXITED(*status) || WEXITSTATUS(*status) == 127)
        return failure(ErrorCode::Unavailable, "the program " + command.front() + " broke off");
    result.status = WEXITSTATUS(*status);
    return result;
}

} // namespace tandem
