#pragma once

#include "operations/Machinery.h"
#include "services/llm/Translator.h"
#include "services/store/Store.h"

namespace tandem {

// A request with what the engine knows beside it: its language where nobody named one, the ticket's customer, and how languages
// are recognised. `machinery` outlives the task. InvalidArgument: no text, or its language cannot be told; NotFound: the ticket.
Result<TranslationTask> translationTask(Store& store, const Machinery& machinery, TranslationRequest request);

// The machinery's translator; Unavailable, with what to do, when there is none.
Result<Translator*> translatorOf(const Machinery& machinery);

// An error of the model's as the desk's people may hear it: that a provider knows no key or refuses a request is no fault of
// theirs, so it is Unavailable and not retryable.
Error asHeardByPeople(Error error);

} // namespace tandem
