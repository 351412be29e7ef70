#pragma once

#include "base/Error.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct zip;

namespace tandem {

struct ZipLimits {
    std::size_t entries = 10'000;
    std::size_t total = 1'000'000'000; // bytes that all entries together may become
    // How many times its size in the archive an entry may become. Text seldom passes 20; a bomb is made to reach 1000.
    std::size_t ratio = 200;
};

// What a stranger's zip holds, read from memory and never written to disk. Not thread-safe.
class ZipArchive {
public:
    struct Entry {
        std::uint64_t index = 0;
        std::string name; // UTF-8
        std::size_t size = 0; // as the archive says: it may lie
        std::string fault; // "" = a plain file that may be read
        bool isFolder = false;
    };

    // `bytes` outlive the archive. InvalidArgument: it is no zip, damaged, or in several parts; TooLarge: more entries or, by its
    // own word, more bytes than the limits.
    static Result<ZipArchive> open(std::string_view bytes, ZipLimits limits = {});
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;
    ZipArchive(ZipArchive&&) noexcept;
    ZipArchive& operator=(ZipArchive&&) noexcept;
    ~ZipArchive();

    // In the order of the archive.
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    [[nodiscard]] std::optional<Entry> find(std::string_view name) const;
    // TooLarge: it becomes more than `most` bytes, or than the limits allow; InvalidArgument: it is damaged, encrypted or packed
    // in a way that is not understood.
    Result<std::string> read(const Entry& entry, std::size_t most);

private:
    struct Close {
        void operator()(zip* archive) const;
    };

    ZipArchive(std::unique_ptr<zip, Close> archive, ZipLimits limits);
    Status list();
    Entry entryAt(std::uint64_t index) const;

    std::unique_ptr<zip, Close> m_archive;
    ZipLimits m_limits;
    std::vector<Entry> m_entries;
    std::size_t m_read = 0; // bytes that came out so far
};

// Whether a name stays inside the folder that it is unpacked in: not absolute, no "..", no drive, no backslash.
bool isInside(std::string_view entryName);

} // namespace tandem
