#pragma once

#include "model/ContentWords.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tandem {

// What kind of answer a question waits for.
enum class AnswerKind : std::uint8_t { Statement, Number, Steps };

// One thing that is asked.
struct QuestionPart {
    std::string_view text;
    std::vector<ContentWord> words;
    AnswerKind kind = AnswerKind::Statement;
};

// What a message asks: its questions, or the whole of it when none has a question mark. Parts refer to `message`, which must
// outlive them. Understands the question words of the twelve languages.
std::vector<QuestionPart> questionParts(std::string_view message);

AnswerKind answerKindOf(std::string_view question);

} // namespace tandem
