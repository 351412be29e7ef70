#include "privacy/Seal.h"

#include "base/FileDescriptor.h"
#include "base/Random.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

// A sealed value is: version byte 1, nonce (12), ciphertext, tag (16). Nonces are random, which is safe for 2^32 values a key;
// a workspace holds far fewer. Sealed bytes are: version byte 2, the sealing's random name (16), sealed values of a megabyte
// each.
namespace tandem {

namespace {

using Key = std::array<unsigned char, 32>;
constexpr char formatVersion = 1;
constexpr std::size_t nonceSize = 12;
constexpr std::size_t tagSize = 16;
constexpr std::size_t overhead = 1 + nonceSize + tagSize;
constexpr char chunkedVersion = 2;
constexpr std::size_t sealingSize = 16;
constexpr std::size_t chunkSize = 1U << 20U;

const unsigned char* bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

Key hmac(const Key& key, std::string_view text)
{
    Key out{};
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytesOf(text), text.size(), out.data(), &size) == nullptr)
        std::abort(); // only out of memory; going on with a zero key would be worse
    return out;
}

std::string_view viewOf(const Key& key)
{
    return {reinterpret_cast<const char*>(key.data()), key.size()};
}

// Length first, so that ("ab", "c") and ("a", "bc") differ.
std::string additionalData(std::string_view place, std::string_view row)
{
    std::string data = std::to_string(place.size());
    data.reserve(data.size() + 1 + place.size() + row.size());
    data += ':';
    data += place;
    data += row;
    return data;
}

// What binds a chunk to its place among the others of one sealing.
std::string chunkRow(std::string_view sealing, std::size_t number, bool isLast)
{
    return std::string(sealing) + std::to_string(number) + (isLast ? "." : ",");
}

std::unexpected<Error> doesNotOpen(std::string_view place)
{
    return failure(ErrorCode::Corrupt,
        "A sealed value of " + std::string(place)
            + " does not open: it was changed, moved or sealed with another key; restore the workspace from a backup.");
}

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

// Fetched once: looking an algorithm up costs more than sealing a short text.
const EVP_CIPHER* cipher()
{
    static EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    return fetched;
}

// One context a thread, reset for each use.
EVP_CIPHER_CTX* threadContext()
{
    static thread_local const Context context(EVP_CIPHER_CTX_new());
    return context.get();
}

std::unexpected<Error> systemFailure(const std::string& what, const std::filesystem::path& path, int code)
{
    return failure(ErrorCode::Io, what + " " + path.string() + ": " + std::generic_category().message(code) + ".");
}

Status syncDirectory(const std::filesystem::path& directory)
{
    if (!syncFolder(directory))
        return systemFailure("Cannot make the new key file durable in", directory, errno);
    return {};
}

// Written beside and linked into place, so that a crash never leaves half a key under the real name and an existing key is
// never overwritten.
Status createKeyFile(const std::filesystem::path& keyFile)
{
    const std::filesystem::path draft = keyFile.string() + "." + toHex(randomBytes(8)) + ".new";
    {
        const FileDescriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file.isOpen())
            return systemFailure("Cannot create the key file", keyFile, errno);
        std::string text = toHex(randomBytes(Key{}.size())) + "\n";
        const bool written = ::fchmod(file.number(), 0600) == 0 && writeAll(file, text) && ::fsync(file.number()) == 0;
        const int code = errno;
        OPENSSL_cleanse(text.data(), text.size());
        if (!written) {
            ::unlink(draft.c_str());
            return systemFailure("Cannot write the key file", keyFile, code);
        }
    }
    const bool linked = ::link(draft.c_str(), keyFile.c_str()) == 0;
    const int code = errno;
    ::unlink(draft.c_str());
    if (!linked && code != EEXIST) // somebody else made it first: theirs is read
        return systemFailure("Cannot put the key file in place at", keyFile, code);
    return syncDirectory(keyFile.has_parent_path() ? keyFile.parent_path() : std::filesystem::path("."));
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

Result<Key> readKey(int descriptor, const std::filesystem::path& keyFile)
{
    struct stat about{};
    if (::fstat(descriptor, &about) != 0)
        return systemFailure("Cannot look at the key file", keyFile, errno);
    if (!S_ISREG(about.st_mode))
        return failure(ErrorCode::InvalidArgument, "The key file " + keyFile.string() + " is not a regular file.");
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return failure(ErrorCode::Forbidden,
            "The key file " + keyFile.string() + " is open to other users; run chmod 600 on it and consider the key known.");
    std::array<char, 80> text{};
    std::size_t size = 0;
    for (ssize_t count = 1; count > 0 && size < text.size(); size += static_cast<std::size_t>(count)) {
        count = ::read(descriptor, text.data() + size, text.size() - size);
        if (count < 0)
            return systemFailure("Cannot read the key file", keyFile, errno);
    }
    while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r'))
        --size;
    Key key{};
    bool valid = size == key.size() * 2;
    for (std::size_t i = 0; valid && i < key.size(); ++i) {
        const int high = hexDigit(text[i * 2]);
        const int low = hexDigit(text[i * 2 + 1]);
        valid = high >= 0 && low >= 0;
        key[i] = static_cast<unsigned char>(high * 16 + low);
    }
    OPENSSL_cleanse(text.data(), text.size());
    if (!valid)
        return failure(ErrorCode::Corrupt,
            "The key file " + keyFile.string() + " does not hold 64 hexadecimal digits; restore it from a backup.");
    return key;
}

} // namespace

Seal::Seal(const std::array<unsigned char, 32>& masterKey)
    : m_sealKey(hmac(masterKey, "tandem seal 1"))
    , m_indexKey(hmac(masterKey, "tandem blind index 1"))
{
}

Result<Seal> Seal::open(const std::filesystem::path& keyFile)
{
    if (cipher() == nullptr)
        return failure(ErrorCode::Unavailable, "This OpenSSL offers no AES-256-GCM, which Tandem needs to seal personal data.");
    int descriptor = ::open(keyFile.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0 && errno == ENOENT) {
        TRY(createKeyFile(keyFile));
        descriptor = ::open(keyFile.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    }
    const FileDescriptor file(descriptor);
    if (!file.isOpen())
        return systemFailure("Cannot open the key file", keyFile, errno);
    Key master = TRY(readKey(file.number(), keyFile));
    const Seal seal(master);
    OPENSSL_cleanse(master.data(), master.size());
    return seal;
}

std::string Seal::seal(std::string_view plain, std::string_view place, std::string_view row) const
{
    const std::string nonce = randomBytes(nonceSize);
    const std::string where = additionalData(place, row);
    std::string sealed(plain.size() + overhead, '\0');
    sealed[0] = formatVersion;
    std::memcpy(sealed.data() + 1, nonce.data(), nonceSize);
    auto* out = reinterpret_cast<unsigned char*>(sealed.data()) + 1 + nonceSize;
    EVP_CIPHER_CTX* context = threadContext();
    int size = 0;
    const bool done = context != nullptr && EVP_EncryptInit_ex2(context, cipher(), m_sealKey.data(), bytesOf(nonce), nullptr) == 1
        && EVP_EncryptUpdate(context, nullptr, &size, bytesOf(where), static_cast<int>(where.size())) == 1
        && EVP_EncryptUpdate(context, out, &size, bytesOf(plain), static_cast<int>(plain.size())) == 1
        && EVP_EncryptFinal_ex(context, out + plain.size(), &size) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, tagSize, out + plain.size()) == 1;
    if (!done)
        std::abort(); // only out of memory; personal data is never stored unsealed
    return sealed;
}

Result<std::string> Seal::unseal(std::string_view sealed, std::string_view place, std::string_view row) const
{
    if (sealed.size() < overhead || sealed[0] != formatVersion)
        return doesNotOpen(place);
    const std::string_view nonce = sealed.substr(1, nonceSize);
    const std::string_view text = sealed.substr(1 + nonceSize, sealed.size() - overhead);
    std::string tag(sealed.substr(sealed.size() - tagSize));
    const std::string where = additionalData(place, row);
    std::string plain(text.size(), '\0');
    auto* out = reinterpret_cast<unsigned char*>(plain.data());
    EVP_CIPHER_CTX* context = threadContext();
    int size = 0;
    const bool opened = context != nullptr
        && EVP_DecryptInit_ex2(context, cipher(), m_sealKey.data(), bytesOf(nonce), nullptr) == 1
        && EVP_DecryptUpdate(context, nullptr, &size, bytesOf(where), static_cast<int>(where.size())) == 1
        && EVP_DecryptUpdate(context, out, &size, bytesOf(text), static_cast<int>(text.size())) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, tagSize, tag.data()) == 1
        && EVP_DecryptFinal_ex(context, out + text.size(), &size) == 1;
    if (!opened)
        return doesNotOpen(place);
    return plain;
}

std::string Seal::sealBytes(std::string_view plain, std::string_view place) const
{
    const std::string sealing = randomBytes(sealingSize);
    std::string sealed;
    sealed.reserve(1 + sealingSize + plain.size() + (plain.size() / chunkSize + 1) * overhead);
    sealed += chunkedVersion;
    sealed += sealing;
    for (std::size_t number = 0;; ++number) {
        const std::string_view chunk = plain.substr(0, chunkSize);
        plain.remove_prefix(chunk.size());
        sealed += seal(chunk, place, chunkRow(sealing, number, plain.empty()));
        if (plain.empty())
            return sealed;
    }
}

Result<std::string> Seal::unsealBytes(std::string_view sealed, std::string_view place) const
{
    if (sealed.size() < 1 + sealingSize + overhead || sealed[0] != chunkedVersion)
        return doesNotOpen(place);
    const std::string_view sealing = sealed.substr(1, sealingSize);
    sealed.remove_prefix(1 + sealingSize);
    std::string plain;
    plain.reserve(sealed.size());
    for (std::size_t number = 0; !sealed.empty(); ++number) {
        const std::string_view chunk = sealed.substr(0, chunkSize + overhead);
        sealed.remove_prefix(chunk.size());
        plain += TRY(unseal(chunk, place, chunkRow(sealing, number, sealed.empty())));
    }
    return plain;
}

std::string Seal::blindIndex(std::string_view value) const
{
    return toHex(viewOf(hmac(m_indexKey, value)));
}

std::string sha256Hex(std::string_view bytes)
{
    Key digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        std::abort(); // only out of memory
    return toHex(viewOf(digest));
}

} // namespace tandem
