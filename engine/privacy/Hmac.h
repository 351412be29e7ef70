#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// HMAC-SHA-256 (RFC 2104, FIPS 180-4): 32 bytes.
std::string hmacSha256(std::string_view key, std::string_view message);

// Base64 with padding (RFC 4648, section 4).
std::string toBase64(std::string_view bytes);
// nullopt: not exactly what toBase64() writes.
std::optional<std::string> fromBase64(std::string_view text);

} // namespace tandem
