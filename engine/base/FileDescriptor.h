#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

namespace tandem {

// A file descriptor of the system that is closed when nobody needs it. Owned by one thread at a time.
class FileDescriptor {
public:
    // Takes what open() and the like gave; a number below 0 is none.
    explicit FileDescriptor(int number = -1)
        : m_number(number)
    {
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    FileDescriptor(FileDescriptor&& other) noexcept
        : m_number(other.release())
    {
    }
    FileDescriptor& operator=(FileDescriptor&& other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~FileDescriptor() { close(); }

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    // Gives it up without closing.
    int release() { return std::exchange(m_number, -1); }
    void close();

private:
    int m_number;
};

// Writes all of it where the descriptor stands. On false errno tells why.
bool writeAll(const FileDescriptor& file, std::string_view bytes);
// Makes a name in the folder durable: of a file that was renamed or linked into it. "" is the current folder. On false errno
// tells why.
bool syncFolder(const std::filesystem::path& folder);

} // namespace tandem
