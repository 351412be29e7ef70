#pragma once

#include "base/Error.h"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

namespace tandem {

// Encrypts personal columns: AES-256-GCM, a fresh 96-bit nonce each, additional data = where the value stands ("ticket.subject",
// row id), so that a sealed value moved to another place does not open. Immutable after creation and thread-safe.
class Seal {
public:
    // Reads `keyFile`, or makes it (32 random bytes in hex, mode 0600, fsync). A file that others may read is refused.
    static Result<Seal> open(const std::filesystem::path& keyFile);

    [[nodiscard]] std::string seal(std::string_view plain, std::string_view place, std::string_view row) const;
    // Corrupt when the text, key, place or row is not what was sealed.
    [[nodiscard]] Result<std::string> unseal(std::string_view sealed, std::string_view place, std::string_view row) const;
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
