// links: tandem_base
#include "Fuzzed.h"
#include "base/Text.h"

#include <algorithm>

using namespace tandem;

// Whatever bytes come in: repaired text is valid and stays as it is, spans lie inside the text and do not overlap.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view raw = fuzz::textOf(data, size);
    const std::string repaired = text::repairUtf8(raw);
    fuzz::require(text::isValidUtf8(repaired), "repaired text is valid UTF-8");
    fuzz::require(text::repairUtf8(repaired) == repaired, "repairing twice changes nothing");
    fuzz::require(text::isValidUtf8(text::nfkc(raw)), "normalised text is valid UTF-8");
    fuzz::require(text::isValidUtf8(text::foldAccents(raw)), "folded text is valid UTF-8");
    for (const auto& spans : {text::sentences(repaired), text::words(repaired), text::sentences(repaired, "ja")}) {
        std::size_t end = 0;
        for (const text::Span& span : spans) {
            fuzz::require(
                span.begin >= end && span.begin < span.end && span.end <= repaired.size(), "spans ascend inside the text");
            fuzz::require(text::isValidUtf8(span.of(repaired)), "spans begin and end between characters");
            end = span.end;
        }
    }
    fuzz::require(text::isValidUtf8(text::truncate(repaired, size / 2)), "cut text is valid UTF-8");
    return 0;
}
