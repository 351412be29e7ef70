#include "services/cache/Cache.h"

#include <openssl/sha.h>

namespace tandem {

Cache::Key Cache::keyOf(std::string_view asked)
{
    Key key{};
    std::array<unsigned char, 32> digest{};
    const std::string bytes(asked);
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    std::memcpy(key.data(), digest.data(), key.size());
    return key;
}

} // namespace tandem
