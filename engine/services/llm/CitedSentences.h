#pragma once

#include "model/Draft.h"
#include "services/llm/ChatModel.h"
#include "services/llm/LanguageModel.h"
#include "services/llm/PromptMaterial.h"

#include <vector>

namespace tandem {

// The sentences of a model's answer, restored, each with the evidence it rests on: quotes of the passages as they stand in the
// desk's own text, one for each stretch that the model cited for any part of the sentence. Citations of what is not there are
// passed over. Pure, thread-safe.
std::vector<DraftSentence> citedSentences(const ChatReply& reply, const PromptMaterial& material, const DraftRequest& request);

} // namespace tandem
