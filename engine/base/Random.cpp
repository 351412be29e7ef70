#include "base/Random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace tandem {

std::string randomBytes(std::size_t count)
{
    std::string bytes(count, '\0');
    std::size_t done = 0;
    while (done < count) {
        const ssize_t got = getrandom(bytes.data() + done, count - done, 0);
        if (got > 0)
            done += static_cast<std::size_t>(got);
        else if (errno != EINTR)
            std::abort(); // Linux without getrandom: nothing that needs randomness may go on
    }
    return bytes;
}

std::string toHex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

std::string newUlid(TimePoint now)
{
    constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string ulid(26, '0');
    auto time = static_cast<std::uint64_t>(now.time_since_epoch().count());
    for (std::size_t i = 10; i-- > 0; time >>= 5U)
        ulid[i] = alphabet[time & 31U];
    const std::string random = randomBytes(16); // one byte a character, five bits of it used
    for (std::size_t i = 0; i < 16; ++i)
        ulid[10 + i] = alphabet[static_cast<unsigned char>(random[i]) & 31U];
    return ulid;
}

} // namespace tandem
