#include "services/vectors/CheckedFile.h"

#include <array>
#include <bit>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tandem {

namespace {

constexpr std::size_t headerSize = 8 + 4 + 8 + 8;

class Descriptor {
public:
    explicit Descriptor(int handle)
        : m_handle(handle)
    {
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (m_handle >= 0)
            ::close(m_handle);
    }
    [[nodiscard]] int handle() const { return m_handle; }
    [[nodiscard]] bool open() const { return m_handle >= 0; }

private:
    int m_handle;
};

std::unexpected<Error> systemFailure(const char* action, const std::filesystem::path& file, int number)
{
    return failure(
        ErrorCode::Io, std::string("cannot ") + action + " " + file.string() + ": " + std::generic_category().message(number));
}

bool writeAll(int handle, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(handle, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::string headerFor(const FileKind& kind, std::span<const std::string_view> parts)
{
    // The parts are summed one by one: a boundary that moved is a different sum.
    std::uint64_t size = 0;
    for (const std::string_view part : parts)
        size += part.size();
    std::uint64_t sum = contentChecksum(std::string_view(kind.magic, 8), kind.version);
    ByteWriter lengths;
    lengths.value(static_cast<std::uint64_t>(parts.size()));
    for (const std::string_view part : parts) {
        sum = contentChecksum(part, sum);
        lengths.value(static_cast<std::uint64_t>(part.size()));
    }
    sum = contentChecksum(lengths.written(), sum);
    ByteWriter header;
    header.bytes(kind.magic, 8);
    header.value(kind.version);
    header.value(size + lengths.written().size());
    header.value(sum);
    header.bytes(lengths.written().data(), lengths.written().size());
    return header.written();
}

Status writeTemporary(const std::filesystem::path& temporary, const FileKind& kind, std::span<const std::string_view> parts)
{
    const Descriptor output(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!output.open())
        return systemFailure("create", temporary, errno);
    bool good = writeAll(output.handle(), headerFor(kind, parts));
    for (const std::string_view part : parts)
        good = good && writeAll(output.handle(), part);
    if (!good || ::fsync(output.handle()) != 0)
        return systemFailure("write", temporary, errno);
    return {};
}

std::unexpected<Error> corrupt(const std::filesystem::path& file, const char* why)
{
    return failure(ErrorCode::Corrupt, "index file " + file.string() + " is damaged: " + why);
}

} // namespace

std::uint64_t contentChecksum(std::string_view bytes, std::uint64_t seed)
{
    constexpr std::uint64_t prime = 0x9E3779B97F4A7C15ULL;
    std::uint64_t sum = (seed ^ bytes.size()) * prime + 1;
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), 8);
        sum = (sum ^ word) * prime;
        sum ^= sum >> 29U;
        bytes.remove_prefix(8);
    }
    for (const char byte : bytes) {
        sum = (sum ^ static_cast<unsigned char>(byte)) * prime;
        sum ^= sum >> 29U;
    }
    return sum;
}

Status writeChecked(const std::filesystem::path& file, const FileKind& kind, std::span<const std::string_view> parts)
{
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
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.open() || ::fsync(directory.handle()) != 0)
        return systemFailure("flush folder", folder, errno);
    return {};
}

Result<std::string> readChecked(const std::filesystem::path& file, const FileKind& kind)
{
    const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!input.open())
        return failure(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
            "cannot open index file " + file.string() + ": " + std::generic_category().message(errno));
    struct stat status{};
    if (::fstat(input.handle(), &status) != 0)
        return systemFailure("read", file, errno);
    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t count = ::read(input.handle(), content.data() + done, content.size() - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure("read", file, errno);
        if (count == 0)
            break;
        done += static_cast<std::size_t>(count);
    }
    if (done != content.size() || done < headerSize + 8)
        return corrupt(file, "it is cut short");
    ByteReader reader(content);
    if (reader.take(8) != std::string_view(kind.magic, 8))
        return corrupt(file, "it is not such an index");
    if (reader.value<std::uint32_t>() != kind.version)
        return corrupt(file, "another version wrote it");
    if (reader.value<std::uint64_t>() != content.size() - headerSize)
        return corrupt(file, "its length is wrong");
    const auto expected = reader.value<std::uint64_t>();
    const auto count = reader.value<std::uint64_t>();
    if (count > (content.size() - headerSize) / 8)
        return corrupt(file, "its table of parts is wrong");
    const std::string_view lengths = std::string_view(content).substr(headerSize, 8 + count * 8);
    std::uint64_t sum = contentChecksum(std::string_view(kind.magic, 8), kind.version);
    std::vector<std::uint64_t> sizes(count);
    for (std::uint64_t& size : sizes)
        size = reader.value<std::uint64_t>();
    for (const std::uint64_t size : sizes)
        sum = contentChecksum(reader.take(size), sum);
    if (!reader.good() || !reader.atEnd() || contentChecksum(lengths, sum) != expected)
        return corrupt(file, "the checksum does not match");
    return content.substr(headerSize + lengths.size());
}

} // namespace tandem
