#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tandem {

// Messages in their order, and what each of them only repeats: mail programs put all that was said before below every answer. Not
// thread-safe.
class QuotedText {
public:
    // The message without the runs of lines that stand word for word in those before it, whatever their line breaks, spaces and
    // marks of quotation: those at its end, and those of four lines or more. Shorter ones before something new stay, for the new
    // may answer them; so does a line at the end that nothing marks as quoted, and a message that says nothing else. What is left
    // out stands in the newest `remembered` bytes of the messages before. One of more than a thousand lines comes back whole.
    std::string withoutRepeats(std::string_view message);

private:
    static constexpr std::size_t remembered = 64U << 10U;

    void remember(std::string_view message);

    std::string m_said; // of all messages so far, one blank between two words
};

} // namespace tandem
