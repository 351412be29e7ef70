#pragma once

#include "base/Error.h"
#include "services/llm/ChatModel.h"

#include <cstddef>
#include <string_view>
#include <vector>

// What every provider asks of a request.
namespace tandem {

// InvalidArgument: nothing to answer (no message, or the last one is ours or blank), a schema together with documents, a schema
// that is no JSON object, no token to answer with.
Status checkChatRequest(const ChatRequest& request);

// How many sentences each document has: what a citation may point at.
std::vector<std::size_t> sentenceCounts(const ChatRequest& request);

// What of it the model reads, in bytes and without what a provider's form adds: for the books (TokenEstimate.h).
std::size_t promptBytes(const ChatRequest& request);

// Whether `citation` points at sentences that are there.
bool pointsInto(const std::vector<std::size_t>& sentenceCounts, const ChatCitation& citation);

bool isBlank(std::string_view text);

// `base` without a slash at its end, and `path`.
std::string joinUrl(std::string_view base, std::string_view path);

// InvalidArgument when a setting cannot be part of a request: an address that is not http(s), an empty model, a line break in
// any.
Status checkProviderSettings(std::string_view baseUrl, std::string_view key, std::string_view model);

} // namespace tandem
