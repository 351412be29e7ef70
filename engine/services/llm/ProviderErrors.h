#pragma once

#include "base/Error.h"

#include <optional>
#include <string>
#include <string_view>

namespace tandem {

struct HttpResponse;

// What is kept of a provider's error. Its message is not: it may quote the request.
struct ProviderFailure {
    int status = 0; // of HTTP; 0 = the error came inside a stream that had begun well
    std::string word; // the provider's own: "overloaded_error", "insufficient_quota"; "" = none
    std::string requestId; // "" = none
    std::optional<bool> shouldRetry; // the provider's own opinion, header x-should-retry
    bool saysWhen = false; // retry-after or retry-after-ms is there
};

// From an answer that is not 2xx: its status, headers (`requestIdHeader` among them) and the error's code or type in the body.
ProviderFailure failureOf(const HttpResponse& response, std::string_view requestIdHeader);

// One sentence: what happened at which provider, what to do. Words that providers do not document are not shown.
// 400, 422 InvalidArgument; 401 Unauthenticated; 402, 403 Forbidden; 404 InvalidArgument (the model's name or the address); 413
// TooLarge; 408, 504 TimedOut and 409, 5xx, 529 Unavailable, retryable; 429 RateLimited, retryable unless the account's spending
// limit is reached. Inside a stream the word decides; one that is not known is Unavailable, retryable.
Error providerError(std::string_view provider, const ProviderFailure& failure);

// An id of a provider as it may be shown: letters, digits, - and _, at most 80 bytes; "" when it is something else.
std::string_view shownId(std::string_view id);

} // namespace tandem
