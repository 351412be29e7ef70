#pragma once

#include "base/Error.h"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

namespace tandem {

// Encrypts personal columns and files: AES-256-GCM, a fresh 96-bit nonce each, additional data = where the value stands
// ("ticket.subject", row id), so that a sealed value moved to another place does not open. Immutable after creation and
// thread-safe.
class Seal {
public:
    // Reads `keyFile`, or makes it (32 random bytes in hex, mode 0600, fsync). A file that others may read is refused.
    static Result<Seal> open(const std::filesystem::path& keyFile);

    [[nodiscard]] std::string seal(std::string_view plain, std::string_view place, std::string_view row) const;
    // Corrupt when the text, key, place or row is not what was sealed.
    [[nodiscard]] Result<std::string> unseal(std::string_view sealed, std::string_view place, std::string_view row) const;
    // Many bytes, such as a file's, in chunks of a megabyte. Each is bound to its number, to whether it is the last, and to this
    // one sealing, so that none can be changed, left out, moved or taken from another version. `place` says what they are
    // ("index.words"). Needs memory for the plain and the sealed bytes; 29 bytes a chunk and 17 more are added.
    [[nodiscard]] std::string sealBytes(std::string_view plain, std::string_view place) const;
    // Corrupt when the bytes, key or place are not what was sealed.
    [[nodiscard]] Result<std::string> unsealBytes(std::string_view sealed, std::string_view place) const;
    // HMAC-SHA-256 of a value under a key of its own, hex: equal values can be found without being readable.
    [[nodiscard]] std::string blindIndex(std::string_view value) const;

private:
    explicit Seal(const std::array<unsigned char, 32>& masterKey);
    std::array<unsigned char, 32> m_sealKey{};
    std::array<unsigned char, 32> m_indexKey{};
};

// Lower-case hex SHA-256.
std::string sha256Hex(std::string_view bytes);

} // namespace tandem
