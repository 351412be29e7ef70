#include "pipeline/understand/Fingerprints.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

namespace tandem {

namespace {

constexpr std::array modelFiles{
    "injection.head", "injection.net", "language.bin", "sentiment.head", "signals.head", "urgency.head"};

std::unexpected<Error> unreadable(const std::filesystem::path& path)
{
    return failure(ErrorCode::Io, path.string() + " cannot be read; restore it.");
}

// A model file ends with the checksum of what stands before; loading has compared them.
Result<std::uint64_t> checksumOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(-8, std::ios::end);
    std::array<unsigned char, 8> bytes{};
    if (!stream.read(reinterpret_cast<char*>(bytes.data()), bytes.size()))
        return unreadable(file);
    std::uint64_t sum = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        sum = sum << 8U | bytes[i];
    return sum;
}

Result<std::uint64_t> hashOfFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->path().extension() == ".tsv")
            files.push_back(entry->path());
    if (error)
        return unreadable(folder);
    std::ranges::sort(files);
    std::uint64_t hash = text::hash64("lexicons");
    for (const std::filesystem::path& file : files) {
        std::ifstream stream(file, std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        if (!stream.eof() && stream.fail())
            return unreadable(file);
        hash = text::hash64(content, text::hash64(file.filename().string(), hash));
    }
    return hash;
}

} // namespace

std::string fingerprintText(std::uint64_t fingerprint)
{
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(fingerprint));
    return digits;
}

Result<std::map<std::string, std::string>> readingFingerprints(const std::filesystem::path& resources)
{
    std::map<std::string, std::string> all;
    for (const char* name : modelFiles) {
        const std::filesystem::path file = resources / "models" / name;
        const std::uint64_t sum = TRY(checksumOf(file));
        all[file.stem().string()] = fingerprintText(sum);
    }
    const std::uint64_t lexicons = TRY(hashOfFolder(resources / "lexicons"));
    all["lexicons"] = fingerprintText(lexicons);
    return all;
}

} // namespace tandem
