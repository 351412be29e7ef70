#pragma once

#include <string_view>

namespace tandem {

// Ends with a question mark of any of the twelve languages.
inline bool isQuestion(std::string_view sentence)
{
    return sentence.ends_with('?') || sentence.ends_with("？") || sentence.ends_with("؟");
}

} // namespace tandem
