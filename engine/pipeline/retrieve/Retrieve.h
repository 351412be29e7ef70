#pragma once

#include "base/Error.h"
#include "knowledge/KnowledgeBase.h"
#include "model/Conversation.h"

#include <stop_token>
#include <string>
#include <vector>

namespace tandem {

// What a message asks, as short texts to search for: its questions in order, each under its subject, at most `most`; or the
// subject alone where it asks nothing outright. Empty when that would only repeat the whole message. Pure.
std::vector<std::string> questionsOf(const Conversation& conversation, Language language, std::size_t most = 3);

// For whom an answer to a customer is looked up: what is written for another plan, or for the desk's own people, is no evidence
// for it. The plan is the customer's tier where somebody told it.
Reader readerOf(const Customer& customer);

// Searches for the whole message (`whole`) and for each of its questions. A customer wraps a question in a story, and the story's
// words dilute both halves of the search: the search that finds the strongest evidence leads, the others add what it missed.
Result<SearchResult> retrieved(
    const KnowledgeBase& knowledge, const SearchQuery& whole, const std::vector<std::string>& questions, std::stop_token stop);

} // namespace tandem
