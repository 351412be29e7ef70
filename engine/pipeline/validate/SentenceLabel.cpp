#include "pipeline/validate/SentenceLabel.h"

#include <cstddef>

namespace tandem {

std::string_view withoutLabel(std::string_view sentence)
{
    const bool isBracketed = sentence.starts_with('[');
    std::size_t at = isBracketed ? 1 : 0;
    const auto digits = [&] {
        const std::size_t begin = at;
        while (at < sentence.size() && at - begin < 3 && sentence[at] >= '0' && sentence[at] <= '9')
            ++at;
        return at > begin && at - begin < 3;
    };
    if (!digits() || !sentence.substr(at).starts_with('.') || (++at, !digits()))
        return sentence;
    const std::string_view rest = sentence.substr(at);
    for (const std::string_view mark : {"]: ", "] ", ": "}) {
        if (mark.starts_with(']') == isBracketed && rest.starts_with(mark))
            return rest.substr(mark.size());
    }
    return sentence;
}

} // namespace tandem
