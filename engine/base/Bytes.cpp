#include "base/Bytes.h"

#include <bit>

namespace tandem {

static_assert(std::endian::native == std::endian::little, "files are written as the machine holds values");

void ByteWriter::bytes(const void* data, std::size_t size)
{
    m_bytes.append(static_cast<const char*>(data), size);
}

std::string_view ByteReader::take(std::uint64_t size)
{
    if (size > m_rest.size()) {
        m_good = false;
        m_rest = {};
        return {};
    }
    const std::string_view taken = m_rest.substr(0, size);
    m_rest.remove_prefix(size);
    return taken;
}

} // namespace tandem
