#include "services/llm/ProviderErrors.h"

#include "base/Json.h"
#include "services/http/HttpClient.h"
#include "services/llm/ProviderJson.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tandem {

namespace {

enum class Trouble : std::uint8_t { Request, Key, Permission, Billing, Model, Size, Rate, SpendLimit, Busy, Slow };

struct Word {
    std::string_view text;
    Trouble trouble;
    bool beatsStatus = false; // says more than the status it comes with
};

constexpr std::array words{
    Word{"invalid_request_error", Trouble::Request},
    Word{"invalid_prompt", Trouble::Request},
    Word{"authentication_error", Trouble::Key},
    Word{"invalid_api_key", Trouble::Key},
    Word{"permission_error", Trouble::Permission},
    Word{"billing_error", Trouble::Billing},
    Word{"not_found_error", Trouble::Model},
    Word{"model_not_found", Trouble::Model, true},
    Word{"request_too_large", Trouble::Size},
    Word{"context_length_exceeded", Trouble::Size, true},
    Word{"exceed_context_size_error", Trouble::Size, true},
    Word{"rate_limit_error", Trouble::Rate},
    Word{"rate_limit_exceeded", Trouble::Rate},
    Word{"enforced_spend_limit_reached", Trouble::SpendLimit, true},
    Word{"insufficient_quota", Trouble::SpendLimit, true},
    Word{"billing_hard_limit_reached", Trouble::SpendLimit, true},
    Word{"api_error", Trouble::Busy},
    Word{"server_error", Trouble::Busy},
    Word{"overloaded_error", Trouble::Busy},
    Word{"server_is_overloaded", Trouble::Busy},
    Word{"timeout_error", Trouble::Slow},
};

const Word* known(std::string_view text)
{
    const auto* const found = std::ranges::find(words, text, &Word::text);
    return found == words.end() ? nullptr : found;
}

Trouble troubleOf(int status)
{
    switch (status) {
    case 401: return Trouble::Key;
    case 402: return Trouble::Billing;
    case 403: return Trouble::Permission;
    case 404: return Trouble::Model;
    case 408:
    case 504: return Trouble::Slow;
    case 409: return Trouble::Busy;
    case 413: return Trouble::Size;
    case 429: return Trouble::Rate;
    default: return status >= 500 || status == 0 ? Trouble::Busy : Trouble::Request;
    }
}

struct Meaning {
    ErrorCode code;
    bool retryable;
    std::string_view happened; // after the provider's name
    std::string_view advice;
};

Meaning meaningOf(Trouble trouble)
{
    switch (trouble) {
    case Trouble::Request:
        return {ErrorCode::InvalidArgument, false, "did not accept the request", "check the model and its settings"};
    case Trouble::Key: return {ErrorCode::Unauthenticated, false, "does not know the key", "check the configured key"};
    case Trouble::Permission:
        return {ErrorCode::Forbidden, false, "does not allow this key to do that", "check what the key may do"};
    case Trouble::Billing: return {ErrorCode::Forbidden, false, "has a question about payment", "check the account's billing"};
    case Trouble::Model:
        return {ErrorCode::InvalidArgument, false, "does not know the model or the address",
            "check the configured model and address"};
    case Trouble::Size:
        return {ErrorCode::TooLarge, false, "found the request longer than the model takes", "send fewer passages or messages"};
    case Trouble::Rate:
        return {ErrorCode::RateLimited, true, "takes no more requests for now", "try again later or raise the account's limit"};
    case Trouble::SpendLimit:
        return {ErrorCode::RateLimited, false, "says that the account's spending limit is reached",
            "raise it or wait until it resets"};
    case Trouble::Busy: return {ErrorCode::Unavailable, true, "cannot answer now", "try again later"};
    case Trouble::Slow: return {ErrorCode::TimedOut, true, "took too long", "try again later"};
    }
    return {ErrorCode::Internal, false, "failed", "try again later"};
}

// The error's code or type; a provider's message stays where it is.
std::string wordIn(const std::string& body)
{
    const auto json = parseJson(body);
    if (!json)
        return {};
    const Json* const error = memberOf(*json, "error");
    if (error == nullptr)
        return {};
    if (const Json* const details = memberOf(*error, "details")) {
        if (const auto code = textAt(*details, "error_code"); !code.empty())
            return std::string(code);
    }
    const auto code = textAt(*error, "code");
    return std::string(code.empty() ? textAt(*error, "type") : code);
}

} // namespace

ProviderFailure failureOf(const HttpResponse& response, std::string_view requestIdHeader)
{
    ProviderFailure failure;
    failure.status = response.status;
    failure.word = wordIn(response.body);
    failure.requestId = response.header(requestIdHeader);
    failure.saysWhen = !response.header("retry-after").empty() || !response.header("retry-after-ms").empty();
    if (const auto opinion = response.header("x-should-retry"); opinion == "true" || opinion == "false")
        failure.shouldRetry = opinion == "true";
    return failure;
}

Error providerError(std::string_view provider, const ProviderFailure& failure)
{
    const Word* const word = known(failure.word);
    Trouble trouble = troubleOf(failure.status);
    if (word != nullptr && (failure.status == 0 || word->beatsStatus))
        trouble = word->trouble;
    // Anthropic's limit of spending per period ends by itself when it says when.
    if (trouble == Trouble::SpendLimit && failure.saysWhen && failure.word == "enforced_spend_limit_reached")
        trouble = Trouble::Rate;

    const Meaning meaning = meaningOf(trouble);
    std::string details;
    const auto add = [&details](std::string_view label, std::string_view value) {
        if (!value.empty())
            details += std::string(details.empty() ? " (" : ", ") + std::string(label) + std::string(value);
    };
    add("status ", failure.status == 0 ? std::string() : std::to_string(failure.status));
    add("", word == nullptr ? std::string_view() : word->text);
    add("request ", shownId(failure.requestId));
    if (!details.empty())
        details += ')';
    return {meaning.code,
        std::string(provider) + ' ' + std::string(meaning.happened) + details + ": " + std::string(meaning.advice),
        failure.shouldRetry.value_or(meaning.retryable)};
}

std::string_view shownId(std::string_view id)
{
    constexpr std::size_t longest = 80;
    const bool plain = std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    return plain && id.size() <= longest ? id : std::string_view();
}

} // namespace tandem
