#include "knowledge/import/ZipArchive.h"

#include "base/Text.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tandem {
namespace {

constexpr std::size_t smallEntry = 1'000'000; // what becomes no more than this may be packed as tightly as it likes
constexpr std::uint32_t fileTypeMask = 0170000;
constexpr std::uint32_t regularFile = 0100000;
constexpr std::uint32_t folderType = 0040000;

std::unexpected<Error> damaged()
{
    return failure(ErrorCode::InvalidArgument, "it is no zip archive, or it is damaged");
}

std::string megabytes(std::size_t bytes)
{
    return std::to_string(bytes / 1'000'000) + " MB";
}

class OpenEntry {
public:
    explicit OpenEntry(zip_file_t* file)
        : m_file(file)
    {
    }
    OpenEntry(const OpenEntry&) = delete;
    OpenEntry& operator=(const OpenEntry&) = delete;
    ~OpenEntry()
    {
        if (m_file != nullptr)
            zip_fclose(m_file);
    }
    [[nodiscard]] zip_file_t* get() const { return m_file; }

private:
    zip_file_t* m_file;
};

} // namespace

bool isInside(std::string_view entryName)
{
    if (entryName.empty() || entryName.front() == '/' || entryName.find('\\') != std::string_view::npos
        || entryName.find(':') != std::string_view::npos)
        return false;
    const auto parts = text::split(entryName, '/');
    return std::ranges::none_of(parts, [](std::string_view part) { return part == ".."; });
}

void ZipArchive::Close::operator()(zip* archive) const
{
    zip_discard(archive);
}

ZipArchive::ZipArchive(std::unique_ptr<zip, Close> archive, ZipLimits limits)
    : m_archive(std::move(archive))
    , m_limits(limits)
{
}

ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::open(std::string_view bytes, ZipLimits limits)
{
    if (bytes.empty()) // which libzip takes for an archive that begins
        return damaged();
    // Without libzip's check of consistency, which refuses archives of widespread programs; each file's checksum is checked.
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* opened = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (opened == nullptr) {
        if (source != nullptr)
            zip_source_free(source);
        return damaged();
    }
    ZipArchive archive(std::unique_ptr<zip, Close>(opened), limits);
    TRY(archive.list());
    return archive;
}

Status ZipArchive::list()
{
    const zip_int64_t count = zip_get_num_entries(m_archive.get(), 0);
    if (count < 0)
        return damaged();
    if (static_cast<std::size_t>(count) > m_limits.entries)
        return failure(ErrorCode::TooLarge,
            "it holds " + std::to_string(count) + " files; at most " + std::to_string(m_limits.entries)
                + " are taken from one archive: split it");
    std::size_t total = 0;
    for (std::uint64_t index = 0; index < static_cast<std::uint64_t>(count); ++index) {
        m_entries.push_back(entryAt(index));
        total += std::min(m_entries.back().size, m_limits.total + 1);
        if (total > m_limits.total)
            return failure(ErrorCode::TooLarge, "unpacked it is larger than " + megabytes(m_limits.total) + ": split it");
    }
    return {};
}

ZipArchive::Entry ZipArchive::entryAt(std::uint64_t index) const
{
    Entry entry;
    entry.index = index;
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(m_archive.get(), index, ZIP_FL_ENC_GUESS, &stat) != 0 || stat.name == nullptr) {
        entry.fault = "it is damaged";
        return entry;
    }
    entry.name = text::repairUtf8(stat.name);
    entry.size = stat.size;
    entry.isFolder = entry.name.ends_with('/');
    std::uint8_t system = 0;
    std::uint32_t attributes = 0;
    zip_file_get_external_attributes(m_archive.get(), index, 0, &system, &attributes);
    const std::uint32_t type = system == ZIP_OPSYS_UNIX ? (attributes >> 16U) & fileTypeMask : 0;
    if (!isInside(entry.name))
        entry.fault = "its name leads out of the archive";
    else if (type != 0 && type != regularFile && type != folderType)
        entry.fault = "it is a link or another special file";
    else if (stat.encryption_method != ZIP_EM_NONE)
        entry.fault = "it is encrypted; unpack it first";
    else if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        entry.fault = "it is packed in a way that is not supported; use deflate";
    else if (stat.size > smallEntry && stat.size / m_limits.ratio > stat.comp_size)
        entry.fault = "it grows more than " + std::to_string(m_limits.ratio) + " times when it is unpacked";
    return entry;
}

std::optional<ZipArchive::Entry> ZipArchive::find(std::string_view name) const
{
    const auto found = std::ranges::find(m_entries, name, &Entry::name);
    return found == m_entries.end() ? std::nullopt : std::optional(*found);
}

Result<std::string> ZipArchive::read(const Entry& entry, std::size_t most)
{
    if (!entry.fault.empty() || entry.isFolder)
        return failure(ErrorCode::InvalidArgument, entry.isFolder ? "it is a folder" : entry.fault);
    if (entry.size > most)
        return failure(ErrorCode::TooLarge, "it is larger than " + megabytes(most));
    const OpenEntry file(zip_fopen_index(m_archive.get(), entry.index, 0));
    if (file.get() == nullptr)
        return failure(ErrorCode::InvalidArgument, "it is damaged");
    std::string content;
    std::array<char, 65536> buffer{};
    while (true) {
        const zip_int64_t count = zip_fread(file.get(), buffer.data(), buffer.size());
        if (count < 0)
            return failure(ErrorCode::InvalidArgument, "it is damaged");
        if (count == 0)
            return content;
        m_read += static_cast<std::size_t>(count);
        if (content.size() + static_cast<std::size_t>(count) > most)
            return failure(ErrorCode::TooLarge, "it is larger than " + megabytes(most));
        if (m_read > m_limits.total)
            return failure(
                ErrorCode::TooLarge, "the archive is larger than " + megabytes(m_limits.total) + " when it is unpacked");
        content.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

} // namespace tandem
