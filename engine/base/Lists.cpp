#include "base/Lists.h"

#include "base/Text.h"

namespace tandem::text {

std::vector<std::string> listOf(std::string_view byCommas)
{
    std::vector<std::string> entries;
    for (const std::string_view each : split(byCommas, ',')) {
        if (const std::string_view entry = trim(each); !entry.empty())
            entries.emplace_back(entry);
    }
    return entries;
}

} // namespace tandem::text
