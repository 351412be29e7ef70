#pragma once

#include "base/Clock.h"

#include <cstddef>
#include <string>

namespace tandem {

// Cryptographically random bytes from the operating system (getrandom). Thread-safe.
std::string randomBytes(std::size_t count);
std::string toHex(std::string_view bytes);
// A ULID (26 characters, sorts by time): 48 bits of milliseconds and 80 random bits, Crockford base 32, lower case.
std::string newUlid(TimePoint now);

} // namespace tandem
