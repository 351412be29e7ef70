#include "services/vectors/CheckedFile.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tandem {

namespace {

constexpr std::size_t headerSize = 8 + 4 + 4 + 8; // magic, version, number of parts, checksum of these and the table
constexpr std::size_t entrySize = 8 + 8; // a part's length and checksum
constexpr std::size_t mostParts = 64;
constexpr std::size_t pieceSize = std::size_t{1} << 20U;

// Fast 64-bit sum that notices flipped bits, cuts and swaps; not for secrets. The same however the bytes are divided.
class Checksum {
public:
    void add(std::string_view bytes)
    {
        m_length += bytes.size();
        if (!m_rest.empty()) {
            const std::size_t missing = std::min(stripe - m_rest.size(), bytes.size());
            m_rest.append(bytes.substr(0, missing));
            bytes.remove_prefix(missing);
            if (m_rest.size() < stripe)
                return;
            addStripe(m_rest);
            m_rest.clear();
        }
        for (; bytes.size() >= stripe; bytes.remove_prefix(stripe))
            addStripe(bytes.substr(0, stripe));
        m_rest.append(bytes);
    }
    [[nodiscard]] std::uint64_t value() const
    {
        std::uint64_t sum = mixed(m_length, m_lanes[0]);
        for (const std::uint64_t lane : m_lanes)
            sum = mixed(sum, lane);
        for (const char byte : m_rest)
            sum = mixed(sum, static_cast<unsigned char>(byte));
        return sum;
    }

private:
    static constexpr std::size_t stripe = 32; // four lanes that do not wait for one another

    static std::uint64_t mixed(std::uint64_t sum, std::uint64_t word)
    {
        sum = (sum ^ word) * 0x9E3779B97F4A7C15ULL;
        return sum ^ (sum >> 29U);
    }
    void addStripe(std::string_view bytes)
    {
        std::array<std::uint64_t, 4> words{};
        std::memcpy(words.data(), bytes.data(), stripe);
        for (std::size_t lane = 0; lane < words.size(); ++lane)
            m_lanes[lane] = mixed(m_lanes[lane], words[lane]);
    }

    std::array<std::uint64_t, 4> m_lanes{1, 2, 3, 4};
    std::uint64_t m_length = 0;
    std::string m_rest;
};

std::unexpected<Error> systemFailure(const char* action, const std::filesystem::path& file, int number)
{
    return failure(
        ErrorCode::Io, std::string("cannot ") + action + " " + file.string() + ": " + std::generic_category().message(number));
}

bool writeAt(const FileDescriptor& file, std::string_view bytes, std::uint64_t offset)
{
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(file.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return true;
}

std::uint64_t headerChecksum(const FileKind& kind, std::string_view table)
{
    ByteWriter fixed;
    fixed.bytes(kind.magic, 8);
    fixed.value(kind.version);
    Checksum sum;
    sum.add(fixed.written());
    sum.add(table);
    return sum.value();
}

Status writeTemporary(const std::filesystem::path& temporary, const FileKind& kind, std::span<const PartSource> parts)
{
    const FileDescriptor output(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!output.isOpen())
        return systemFailure("create", temporary, errno);
    std::uint64_t offset = headerSize + parts.size() * entrySize;
    ByteWriter table;
    for (const PartSource& part : parts) {
        Checksum sum;
        const std::uint64_t begin = offset;
        std::string waiting; // small pieces are gathered
        const ByteSink write = [&](std::string_view bytes) -> Status {
            if (!writeAt(output, bytes, offset))
                return systemFailure("write", temporary, errno);
            sum.add(bytes);
            offset += bytes.size();
            return {};
        };
        TRY(part([&](std::string_view bytes) -> Status {
            if (waiting.size() + bytes.size() >= pieceSize) {
                TRY(write(waiting));
                waiting.clear();
                if (bytes.size() >= pieceSize)
                    return write(bytes);
            }
            waiting.append(bytes);
            return {};
        }));
        TRY(write(waiting));
        table.value(offset - begin);
        table.value(sum.value());
    }
    ByteWriter header;
    header.bytes(kind.magic, 8);
    header.value(kind.version);
    header.value(static_cast<std::uint32_t>(parts.size()));
    header.value(headerChecksum(kind, table.written()));
    header.bytes(table.written().data(), table.written().size());
    if (!writeAt(output, header.written(), 0) || ::fsync(output.number()) != 0)
        return systemFailure("write", temporary, errno);
    return {};
}

} // namespace

Status writeChecked(const std::filesystem::path& file, const FileKind& kind, std::span<const PartSource> parts)
{
    if (parts.size() > mostParts)
        return failure(ErrorCode::InvalidArgument, "an index file has at most " + std::to_string(mostParts) + " parts");
    const std::filesystem::path folder = file.parent_path().empty() ? std::filesystem::path(".") : file.parent_path();
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return systemFailure("create folder", folder, error.value());
    std::filesystem::path temporary = file;
    temporary += ".new";
    const Status written = writeTemporary(temporary, kind, parts);
    if (!written) {
        std::filesystem::remove(temporary, error);
        return written;
    }
    if (::rename(temporary.c_str(), file.c_str()) != 0)
        return systemFailure("replace", file, errno);
    if (!syncFolder(folder))
        return systemFailure("flush folder", folder, errno);
    return {};
}

Status writeChecked(const std::filesystem::path& file, const FileKind& kind, std::span<const std::string_view> parts)
{
    std::vector<PartSource> sources;
    sources.reserve(parts.size());
    for (const std::string_view part : parts)
        sources.emplace_back([part](const ByteSink& take) { return take(part); });
    return writeChecked(file, kind, sources);
}

Result<std::string> readChecked(const std::filesystem::path& file, const FileKind& kind)
{
    const CheckedFile input = TRY(CheckedFile::open(file, kind));
    std::string content;
    for (std::size_t part = 0; part < input.parts(); ++part) {
        TRY(input.visit(part, 1, [&content](std::string_view bytes) -> Status {
            content.append(bytes);
            return {};
        }));
    }
    return content;
}

CheckedFile::CheckedFile(std::filesystem::path file, FileDescriptor descriptor)
    : m_file(std::move(file))
    , m_descriptor(std::move(descriptor))
{
}

std::unexpected<Error> CheckedFile::damaged(const std::string& why) const
{
    return failure(ErrorCode::Corrupt, "index file " + m_file.string() + " is damaged: " + why);
}

Result<CheckedFile> CheckedFile::open(const std::filesystem::path& file, const FileKind& kind)
{
    FileDescriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!descriptor.isOpen())
        return failure(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
            "cannot open index file " + file.string() + ": " + std::generic_category().message(errno));
    CheckedFile result(file, std::move(descriptor));
    TRY(result.readHeader(kind));
    return result;
}

Status CheckedFile::readHeader(const FileKind& kind)
{
    struct stat status{};
    if (::fstat(m_descriptor.number(), &status) != 0)
        return systemFailure("read", m_file, errno);
    const auto fileSize = static_cast<std::uint64_t>(status.st_size);
    if (fileSize < headerSize)
        return damaged("it is cut short");
    m_parts.assign(1, {headerSize, 0, 0});
    std::string header(headerSize, '\0');
    TRY(readAt(0, 0, header));
    ByteReader reader(header);
    if (reader.take(8) != std::string_view(kind.magic, 8))
        return damaged("it is not such an index");
    if (reader.value<std::uint32_t>() != kind.version)
        return damaged("another version wrote it");
    const auto count = reader.value<std::uint32_t>();
    const auto expected = reader.value<std::uint64_t>();
    if (count > mostParts || fileSize < headerSize + count * entrySize)
        return damaged("its table of parts is wrong");
    m_parts[0] = {count * entrySize, 0, headerSize};
    std::string table(count * entrySize, '\0');
    TRY(readAt(0, 0, table));
    if (headerChecksum(kind, table) != expected)
        return damaged("the checksum of its header does not match");
    ByteReader entries(table);
    std::uint64_t offset = headerSize + table.size();
    m_parts.clear();
    for (std::uint32_t part = 0; part < count; ++part) {
        const auto size = entries.value<std::uint64_t>();
        m_parts.push_back({size, entries.value<std::uint64_t>(), offset});
        if (size > fileSize - offset)
            return damaged("it is cut short");
        offset += size;
    }
    if (offset != fileSize)
        return damaged("its length is wrong");
    return {};
}

Status CheckedFile::readAt(std::size_t part, std::uint64_t offset, std::span<char> into) const
{
    const Part& from = m_parts[part];
    if (offset > from.size || into.size() > from.size - offset)
        return failure(ErrorCode::Internal, "a read past a part of the index file " + m_file.string());
    std::uint64_t position = from.offset + offset;
    while (!into.empty()) {
        const ssize_t count = ::pread(m_descriptor.number(), into.data(), into.size(), static_cast<off_t>(position));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure("read", m_file, errno);
        if (count == 0)
            return damaged("it is cut short");
        into = into.subspan(static_cast<std::size_t>(count));
        position += static_cast<std::uint64_t>(count);
    }
    return {};
}

Status CheckedFile::visit(std::size_t part, std::size_t unit, const ByteSink& take) const
{
    std::string piece(std::min<std::uint64_t>(std::max(unit, pieceSize / unit * unit), size(part)), '\0');
    Checksum sum;
    for (std::uint64_t offset = 0; offset < size(part); offset += piece.size()) {
        const std::span<char> into(piece.data(), std::min<std::uint64_t>(piece.size(), size(part) - offset));
        TRY(readAt(part, offset, into));
        const std::string_view bytes(into.data(), into.size());
        sum.add(bytes);
        TRY(take(bytes));
    }
    if (sum.value() != m_parts[part].checksum)
        return damaged("a checksum does not match");
    return {};
}

Result<std::string> CheckedFile::read(std::size_t part) const
{
    std::string content;
    content.reserve(size(part));
    TRY(visit(part, 1, [&content](std::string_view bytes) -> Status {
        content.append(bytes);
        return {};
    }));
    return content;
}

} // namespace tandem
