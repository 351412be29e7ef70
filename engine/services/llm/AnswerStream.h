#pragma once

#include "privacy/RedactedTexts.h"

#include <functional>
#include <string>
#include <string_view>

namespace tandem {

// What a model says instead of an answer; resources/prompts tell it so.
inline constexpr std::string_view noAnswer = "NO_ANSWER";
// Whether a whole answer is that word, with whatever punctuation around it.
bool isNoAnswer(std::string_view answer);

// Hands an answer on while a model writes it, as the draft will have it: placeholders restored, between greeting and closing,
// without white space at its ends. What may become `noAnswer` is held back. For one thread; what it refers to outlives it.
class AnswerStream {
public:
    // `say` may be empty: then all of it does nothing.
    AnswerStream(const std::function<void(std::string_view text)>& say, const RedactedTexts& texts, std::string before);

    void add(std::string_view piece);
    // The answer is whole; `after` follows it.
    void finish(std::string_view after);
    // Another answer begins.
    void clear();
    // Whether anything was said since the beginning or clear().
    [[nodiscard]] bool hasSaid() const { return m_said; }

private:
    void say(std::string_view text);

    const std::function<void(std::string_view text)>& m_say;
    StreamedRestore m_restore;
    const std::string m_before;
    std::string m_start; // what came first, while it may still be noAnswer
    std::string m_spaces; // at the end of what came
    bool m_begun = false; // it is more than noAnswer
    bool m_said = false;
};

} // namespace tandem
