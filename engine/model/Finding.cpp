#include "model/Finding.h"

namespace tandem {

std::string_view name(FindingKind kind)
{
    return kind == FindingKind::Duplicate ? "duplicate" : "contradiction";
}

std::optional<FindingKind> findingKindFrom(std::string_view text)
{
    for (const FindingKind kind : {FindingKind::Duplicate, FindingKind::Contradiction}) {
        if (name(kind) == text)
            return kind;
    }
    return std::nullopt;
}

} // namespace tandem
