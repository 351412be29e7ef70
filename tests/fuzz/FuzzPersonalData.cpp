// links: tandem_privacy
#include "Fuzzed.h"
#include "base/Text.h"
#include "privacy/Redaction.h"

using namespace tandem;

// Spans lie inside the text, ascend and do not overlap; what was found does not stand in the redacted text at its place.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text = text::repairUtf8(fuzz::textOf(data, size));
    std::size_t end = 0;
    for (const PiiSpan& span : findPersonalData(text)) {
        fuzz::require(span.begin >= end && span.begin < span.end && span.end <= text.size(), "spans ascend inside the text");
        fuzz::require(!span.type.empty(), "every span has a type");
        end = span.end;
    }
    const Redacted redacted = redact(text);
    fuzz::require(text::isValidUtf8(redacted.text()), "redacted text is valid UTF-8");
    std::string rebuilt;
    std::size_t from = 0;
    for (const Replacement& each : redacted.replacements()) {
        rebuilt += text.substr(from, each.span.begin - from) + each.text;
        from = each.span.end;
    }
    fuzz::require(rebuilt + text.substr(from) == redacted.text(), "only what was found is replaced");
    return 0;
}
