#pragma once

#include "model/Ids.h"

#include <string_view>

// The ids of what the desk learns by itself.
namespace tandem {

inline constexpr std::string_view learnedPrefix = "res-"; // before the candidate's id

// Whether it has the form of such an id: the prefix and 26 hexadecimal digits. "res-0213" may be anybody's own.
inline bool isLearnedId(const ArticleId& id)
{
    constexpr std::size_t digits = 26;
    const std::string_view text = id.value();
    return text.size() == learnedPrefix.size() + digits && text.starts_with(learnedPrefix)
        && text.find_first_not_of("0123456789abcdef", learnedPrefix.size()) == std::string_view::npos;
}

} // namespace tandem
