#include "services/llm/ChatRequests.h"

#include "base/Json.h"
#include "base/Text.h"

#include <algorithm>
#include <string>

namespace tandem {

namespace {

bool hasControlCharacter(std::string_view text)
{
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

} // namespace

Status checkChatRequest(const ChatRequest& request)
{
    if (request.messages.empty() || request.messages.back().role != ChatRole::User
        || isBlank(request.messages.back().text.text()))
        return failure(
            ErrorCode::InvalidArgument, "The conversation for the language model does not end with a customer's message");
    if (request.outputTokens < 1)
        return failure(ErrorCode::InvalidArgument, "A language model needs at least one token to answer with");
    if (request.schema.empty())
        return {};
    if (!request.documents.empty())
        return failure(
            ErrorCode::InvalidArgument, "A language model cannot cite documents and follow a JSON schema in one answer");
    const auto schema = parseJson(request.schema);
    if (!schema || !schema->is_object())
        return failure(ErrorCode::InvalidArgument, "The JSON schema for the language model is no JSON object");
    return {};
}

std::vector<std::size_t> sentenceCounts(const ChatRequest& request)
{
    std::vector<std::size_t> counts;
    counts.reserve(request.documents.size());
    for (const ChatDocument& document : request.documents)
        counts.push_back(document.sentences.size());
    return counts;
}

std::size_t promptBytes(const ChatRequest& request)
{
    std::size_t bytes = request.system.size() + request.schema.size();
    for (const ChatDocument& document : request.documents) {
        bytes += document.title.text().size();
        for (const Redacted& sentence : document.sentences)
            bytes += sentence.text().size();
    }
    for (const ChatMessage& message : request.messages)
        bytes += message.text.text().size();
    return bytes;
}

bool pointsInto(const std::vector<std::size_t>& sentenceCounts, const ChatCitation& citation)
{
    return citation.document < sentenceCounts.size() && citation.firstSentence < citation.endSentence
        && citation.endSentence <= sentenceCounts[citation.document];
}

bool isBlank(std::string_view text)
{
    return text::trim(text).empty();
}

std::string joinUrl(std::string_view base, std::string_view path)
{
    while (base.ends_with('/'))
        base.remove_suffix(1);
    return std::string(base) + std::string(path);
}

Status checkProviderSettings(std::string_view baseUrl, std::string_view key, std::string_view model)
{
    if (!baseUrl.starts_with("https://") && !baseUrl.starts_with("http://"))
        return failure(ErrorCode::InvalidArgument, "The address of the language model must begin with https:// or http://");
    if (model.empty())
        return failure(ErrorCode::InvalidArgument, "The name of the language model is missing");
    if (hasControlCharacter(baseUrl) || hasControlCharacter(key) || hasControlCharacter(model))
        return failure(ErrorCode::InvalidArgument, "The address, key or name of the language model holds a control character");
    return {};
}

} // namespace tandem
