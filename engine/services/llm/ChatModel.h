#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/Ids.h"
#include "privacy/Redaction.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class ChatRole : std::uint8_t { User, Assistant };

struct ChatReply;

struct ChatMessage {
    ChatRole role = ChatRole::User;
    Redacted text;
};

// Evidence that the answer may cite, sentence by sentence.
struct ChatDocument {
    Redacted title;
    std::vector<Redacted> sentences; // in reading order; what a citation counts
};

// What a chat model is asked. What is not ours to give away is Redacted by its type: nothing else can leave the machine.
struct ChatRequest {
    std::string system; // our own words (resources/prompts), the same for many tickets: comes first, is cached
    std::vector<ChatDocument> documents;
    std::vector<ChatMessage> messages; // oldest first; the last one is the customer's
    std::string schema; // a JSON schema the answer must follow; "" = plain text. Not together with documents.
    int outputTokens = 2000; // at most
    std::optional<double> temperature; // nullopt = the model's own
    Milliseconds timeout{600'000}; // of the whole call, retries included
    TicketId ticket; // for the egress ledger; empty = no ticket's
    // Whether who asks can use a reply: one that it cannot is not kept for another. Empty: any that is whole. Pure.
    std::function<bool(const ChatReply& reply)> accepts{};
};

struct ChatCitation {
    std::size_t begin = 0; // bytes of ChatReply::text that rest on it
    std::size_t end = 0;
    std::size_t document = 0; // in ChatRequest::documents
    std::size_t firstSentence = 0;
    std::size_t endSentence = 0; // one past the last
};

// As the provider counts them. Their sum of inputs is all that went in: the parts never overlap.
struct TokenUsage {
    std::int64_t input = 0; // neither read from nor written to a cache
    std::int64_t cacheRead = 0;
    std::int64_t cacheWrite = 0; // kept for five minutes, or as long as the provider keeps by itself
    std::int64_t cacheWriteHour = 0; // kept for an hour
    std::int64_t output = 0; // thinking included
    bool estimated = false; // part of it was never told, but reckoned from bytes (TokenEstimate.h)

    [[nodiscard]] std::int64_t totalInput() const { return input + cacheRead + cacheWrite + cacheWriteHour; }
    bool operator==(const TokenUsage&) const = default;
};

enum class ChatStop : std::uint8_t { Finished, OutputLimit, Refused, ContextFull, Other };

struct ChatReply {
    std::string text; // without markers
    std::vector<ChatCitation> citations; // ascending by begin
    ChatStop stop = ChatStop::Finished;
    std::string refusal; // the provider's category or words, when Refused; "" = none given
    TokenUsage usage;
    std::string provider; // who wrote it, behind a fallback too: "anthropic", "openai", "local"
    std::string model; // as the provider names it
    std::string requestId; // the provider's; "" = none
};

// Hears an answer as it is written, on the thread that called reply(). Every member may be empty.
struct ChatListener {
    std::function<void(std::string_view text)> text; // the next piece, whole UTF-8 characters
    std::function<void()> startsOver; // what came so far is void: another provider begins anew
    // Each call that was billed, once, whether it succeeded or was cut off; what a provider had not told by then is an estimate.
    std::function<void(const std::string& provider, const std::string& model, const TokenUsage& usage)> usage;
};

// A language model behind a chat: text in, text out, as it is written. Thread-safe; reply() blocks its caller.
class ChatModel {
public:
    ChatModel() = default;
    ChatModel(const ChatModel&) = delete;
    ChatModel& operator=(const ChatModel&) = delete;
    virtual ~ChatModel() = default;

    [[nodiscard]] virtual std::string provider() const = 0; // "anthropic", "openai", "local"
    // A refusal is a reply. Errors: InvalidArgument (the request or the model's name), Unauthenticated and Forbidden (the key),
    // TooLarge, RateLimited (retryable unless the account's limit is spent), Unavailable, TimedOut, Cancelled, Corrupt (the
    // answer breaks the protocol). None quotes the request or the answer.
    virtual Result<ChatReply> reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop) = 0;
    // What the request was answered turned out to be no good, after it was accepted: nobody is to be given it again.
    virtual void refused(const ChatRequest& /*request*/) { }
};

} // namespace tandem
