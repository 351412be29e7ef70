#pragma once

#include "base/Error.h"
#include "services/http/HttpClient.h"
#include "services/llm/AnswerReader.h"
#include "services/llm/ChatModel.h"

#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace tandem {

// One call of a provider that answers with a stream of server-sent events.
struct ProviderCall {
    HttpRequest request;
    std::string provider; // who answers, as ChatReply names it
    std::size_t promptBytes = 0; // promptBytes(), for the books where the provider does not say what it read
    std::string model; // as it was asked for; the answer may name it more exactly
    std::string_view requestIdHeader;
    std::function<void(const HttpResponse& response)> headers; // may be empty; hears every answer, also one that is no 2xx
};

// Sends it and reads the answer; no retries here. Text goes to the listener as it comes; what was billed is told once, of an
// answer that was cut off too: what the provider had not said by then, or never says, is an estimate. An answer of which no event
// came is not billed. Errors: as ChatModel::reply(); a stream that ends before the
// answer does is Unavailable, retryable.
Result<ChatReply> callProvider(
    HttpClient& http, const ProviderCall& call, AnswerReader& reader, const ChatListener& listener, std::stop_token stop);

} // namespace tandem
