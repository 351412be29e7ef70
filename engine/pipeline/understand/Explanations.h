#pragma once

#include "model/Conversation.h"
#include "model/Explanation.h"
#include "pipeline/understand/LanguageDetector.h"
#include "pipeline/understand/Lexicon.h"
#include "pipeline/understand/MessageVectors.h"
#include "pipeline/understand/SignalReader.h"
#include "pipeline/understand/TextHeads.h"

#include <functional>
#include <string_view>

namespace tandem {

// What a message was read with. Everything outlives the call.
struct ReadingParts {
    const Lexicon& lexicon;
    const LanguageDetector& languages;
    const TextHeads& heads;
    const SignalReader& signals;
    std::function<double(std::string_view)> injection; // score of a text by its words, 0…1
    double learnedUrgency = 0; // how much the head weighs beside the lexicon, 0…1
    double urgencyGain = 1; // of the head
    double feelingOfWords = 0; // how much the lexicon weighs beside the head, in log-odds
};

// Why `classification` says what it says: for each prediction what it would be without one word of the text, without its
// meaning as a whole, without the rules. `conversation` and `vectors` are those that were classified. Pure. Without examples.
Explanation explained(const ReadingParts& parts, const Conversation& conversation, const MessageVectors& vectors,
    const Classification& classification);

} // namespace tandem
