#pragma once

#include "base/Text.h"
#include "model/Conversation.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct Replacement {
    PiiSpan span; // bytes of the input
    // "[CARD_1]": the same value, spaces and hyphens or not, gets the same one; none of them stands in the input already.
    std::string text;
};

// Text without the personal data that findPersonalData finds: each finding is a placeholder. Only redact(), redactTogether() and
// what joins their results (RedactedTexts.h) make one. It is what the redact verb answers with, what is kept of resolved tickets
// (desk/LearnedText.h, knowledge/DocumentFields.cpp) and all that a remote model is sent (services/llm/ChatModel.h). What the
// engine itself judges and composes from is the original.
class Redacted {
public:
    [[nodiscard]] const std::string& text() const { return m_text; }
    // None in a part and in what was joined.
    [[nodiscard]] const std::vector<Replacement>& replacements() const { return m_replacements; }
    // What became of these bytes of the input; what a part was cut out of is its own input. A placeholder that the cut runs
    // through stands whole.
    [[nodiscard]] Redacted part(text::Span ofInput) const;

private:
    friend class Redactor;
    friend class RedactedJoiner;
    std::string m_text;
    std::vector<Replacement> m_replacements; // ascending, not overlapping
};

// Personal data and secrets in UTF-8 text, ascending and not overlapping; bytes that are no UTF-8 are passed over. Pure,
// thread-safe, linear in the text's length; no I/O, and nothing is logged.
std::vector<PiiSpan> findPersonalData(std::string_view text);
Redacted redact(std::string_view text);

// What is kept of a long text's personal data: a megabyte of addresses would be 140,000 spans with each ticket.
inline constexpr std::size_t keptSpans = 2000;
// Finds the personal data of the newest message and of the subject, and keeps the first keptSpans of each.
void addPersonalData(const Conversation& conversation, Classification& result);

// The text (the redacted one, or one that quotes it, such as a draft) with its placeholders turned back into what they stand for
// in `original`, the text that redact() got. For those alone who may see the original: the caller has asked. A placeholder that
// is none of these stays as it is. Pure, thread-safe, linear.
std::string restore(std::string_view text, const std::vector<Replacement>& replacements, std::string_view original);

} // namespace tandem
