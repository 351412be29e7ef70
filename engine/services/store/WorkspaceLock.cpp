#include "services/store/WorkspaceLock.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tandem {

namespace {

std::unexpected<Error> systemFailure(const std::string& what, const std::filesystem::path& path, int code)
{
    return failure(ErrorCode::Io, what + " " + path.string() + ": " + std::generic_category().message(code) + ".");
}

Status makeDirectory(const std::filesystem::path& directory)
{
    std::error_code error;
    if (std::filesystem::is_directory(directory, error))
        return {};
    if (directory.has_parent_path())
        std::filesystem::create_directories(directory.parent_path(), error); // mkdir below reports what is wrong
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
        return systemFailure("Cannot make the workspace", directory, errno);
    return {};
}

// What the holder wrote; 0 when it has not got that far.
int holderOf(int descriptor)
{
    std::array<char, 16> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    int process = 0;
    if (size > 0)
        std::from_chars(text.data(), text.data() + size, process);
    return process;
}

} // namespace

WorkspaceLock::WorkspaceLock(int descriptor)
    : m_descriptor(descriptor)
{
}

WorkspaceLock::WorkspaceLock(WorkspaceLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

WorkspaceLock& WorkspaceLock::operator=(WorkspaceLock&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

// The file stays: removing it would let two processes lock two files of the same name.
WorkspaceLock::~WorkspaceLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<WorkspaceLock> WorkspaceLock::acquire(const std::filesystem::path& directory)
{
    TRY(makeDirectory(directory));
    const std::filesystem::path file = directory / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return systemFailure("Cannot open the workspace's lock", file, errno);
    WorkspaceLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return systemFailure("Cannot lock the workspace", directory, errno);
        const int process = holderOf(descriptor);
        const std::string who = process > 0 ? "Process " + std::to_string(process) : "Another process";
        return failure(ErrorCode::Conflict,
            who + " is using the workspace " + directory.string() + "; stop it or choose another with --data.");
    }
    const std::string process = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) != 0
        || ::pwrite(descriptor, process.data(), process.size(), 0) != static_cast<ssize_t>(process.size()))
        return systemFailure("Cannot write the workspace's lock", file, errno);
    return lock;
}

} // namespace tandem
