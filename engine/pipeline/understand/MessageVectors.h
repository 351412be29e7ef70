#pragma once

#include "base/Text.h"
#include "model/Conversation.h"
#include "services/embedding/Embedder.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What the embedding model makes of a message, in one pass over classificationText().
struct MessageVectors {
    struct Part {
        std::string text;
        Embedding vector; // of the part where it stands
    };

    MessageVectors() = default;
    // Without parts; implicit, because that is all a short message has.
    MessageVectors(Embedding vector) // NOLINT(google-explicit-constructor)
        : whole(std::move(vector))
    {
    }

    Embedding whole; // empty without a model
    std::vector<Part> parts;
    std::vector<Embedding> earlier; // of the first of earlierMessages(), in its order
};

// What the customer wrote before the newest message, newest first, as far as it is judged.
std::vector<const Message*> earlierMessages(const Conversation& conversation);

// What of a longer message is judged by itself: its sentences, and each together with the next. None for a single sentence. Pure.
std::vector<text::Span> messageParts(std::string_view text);

// Embeds the text and its parts. Empty when there is no text.
Result<MessageVectors> messageVectors(Embedder& embedder, const std::string& text, std::stop_token stop);
// The same of a conversation's newest message, and the earlier ones as wholes: the embedder still knows those of a live ticket.
Result<MessageVectors> conversationVectors(Embedder& embedder, const Conversation& conversation, std::stop_token stop);

} // namespace tandem
