#include "services/embedding/ModelFingerprint.h"

#include "base/Random.h"

#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace tandem {
namespace {

constexpr std::size_t hexLength = 64;

// What changes when somebody replaces or edits the model.
std::string stampOf(const struct stat& status)
{
    return std::to_string(status.st_size) + " " + std::to_string(status.st_mtim.tv_sec) + "."
        + std::to_string(status.st_mtim.tv_nsec);
}

Result<std::string> sha256OfFile(const std::filesystem::path& file)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (!digest || EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) != 1)
        return failure(ErrorCode::Internal, "SHA-256 is not available in this OpenSSL");
    std::ifstream stream(file, std::ios::binary);
    std::vector<char> block(1U << 20U);
    while (stream) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        EVP_DigestUpdate(digest.get(), block.data(), static_cast<std::size_t>(stream.gcount()));
    }
    if (!stream.eof())
        return failure(ErrorCode::Io, "the model " + file.string() + " cannot be read to its end");
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int length = 0;
    EVP_DigestFinal_ex(digest.get(), bytes.data(), &length);
    return toHex({reinterpret_cast<const char*>(bytes.data()), length});
}

// A reader sees the old note or the new one, never half of it.
void remember(const std::filesystem::path& note, const std::string& sha256, const std::string& stamp)
{
    const auto temporary = note.string() + "." + std::to_string(getpid());
    bool written = false;
    {
        std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
        stream << sha256 << "  " << stamp << "\n";
        stream.close();
        written = !stream.fail();
    }
    if (!written || std::rename(temporary.c_str(), note.c_str()) != 0)
        unlink(temporary.c_str());
}

} // namespace

Result<std::string> modelFingerprint(const std::filesystem::path& file)
{
    struct stat status{};
    if (stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        return failure(ErrorCode::NotFound, "there is no model file " + file.string());
    const auto stamp = stampOf(status);
    const auto note = std::filesystem::path(file.string() + ".sha256");
    std::string line;
    std::ifstream stream(note);
    if (std::getline(stream, line) && line.size() == hexLength + 2 + stamp.size() && line.ends_with("  " + stamp)
        && line.find_first_not_of("0123456789abcdef") == hexLength)
        return line.substr(0, hexLength);
    auto sha256 = TRY(sha256OfFile(file));
    remember(note, sha256, stamp);
    return sha256;
}

} // namespace tandem
