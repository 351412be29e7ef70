#pragma once

#include "model/Classification.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct Replacement {
    PiiSpan span; // bytes of the input
    std::string text; // "[CARD_1]": stable within a text, the same value gets the same placeholder
};

// Text that holds no personal data that findPersonalData can find; only redact() makes one. Remote services accept nothing else.
class Redacted {
public:
    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] const std::vector<Replacement>& replacements() const { return m_replacements; }

private:
    friend Redacted redact(std::string_view text);
    std::string m_text;
    std::vector<Replacement> m_replacements; // ascending, not overlapping
};

// Personal data and secrets in UTF-8 text, ascending and not overlapping. Pure, thread-safe, linear in the text's length.
std::vector<PiiSpan> findPersonalData(std::string_view text);
Redacted redact(std::string_view text);

} // namespace tandem
