#include "pipeline/ingest/Ingest.h"

#include "base/Text.h"

namespace tandem {

namespace {

constexpr std::size_t longestId = 200;
constexpr std::size_t longestSubject = 1000;
constexpr std::size_t longestText = 1U << 20U;
constexpr std::size_t longestName = 300;
constexpr std::size_t longestMetadata = 64U << 10U;
constexpr std::size_t longestPreview = 160; // code points
constexpr std::size_t previewBytes = 4096; // of a message that its preview is looked for in

// NFKC, "\n" line ends, tabs and line ends as the only control characters; bidirectional overrides, which can show a text in
// another order than it is read, are dropped (isolates and marks, which real Arabic text uses, stay).
std::string cleaned(std::string_view text)
{
    std::string out;
    const std::string composed = text::nfkc(text);
    out.reserve(composed.size());
    for (const char32_t codePoint : text::codePoints(composed)) {
        const bool isControl
            = (codePoint < 0x20 && codePoint != U'\n' && codePoint != U'\t') || (codePoint >= 0x7F && codePoint < 0xA0);
        const bool isOverride = codePoint == 0x202D || codePoint == 0x202E;
        if (!isControl && !isOverride)
            text::appendCodePoint(out, codePoint);
    }
    return out;
}

std::string oneLine(std::string_view text)
{
    return text::collapseWhitespace(cleaned(text));
}

Status checkLength(std::string_view member, std::string_view value, std::size_t most)
{
    if (value.size() <= most)
        return {};
    return failure(ErrorCode::InvalidArgument,
        "'" + std::string(member) + "' has " + std::to_string(value.size()) + " bytes; at most " + std::to_string(most)
            + " are taken");
}

Status checkEncoding(const IncomingMessage& message)
{
    for (const auto& [member, value] : {std::pair<std::string_view, std::string_view>{"customer_id", message.customerId},
             {"subject", message.subject}, {"description", message.text}, {"customer.name", message.customerName},
             {"customer.email", message.customerEmail}, {"metadata", message.metadataJson}}) {
        if (!text::isValidUtf8(value))
            return failure(ErrorCode::InvalidArgument, "'" + std::string(member) + "' is not valid UTF-8");
        if (value.find('\0') != std::string_view::npos)
            return failure(ErrorCode::InvalidArgument, "'" + std::string(member) + "' holds a NUL character");
    }
    return {};
}

} // namespace

Result<IncomingMessage> normalised(IncomingMessage message)
{
    TRY(checkEncoding(message));
    TRY(checkLength("customer_id", message.customerId, longestId));
    TRY(checkLength("subject", message.subject, longestSubject));
    TRY(checkLength("description", message.text, longestText));
    TRY(checkLength("customer.name", message.customerName, longestName));
    TRY(checkLength("customer.email", message.customerEmail, longestName));
    TRY(checkLength("metadata", message.metadataJson, longestMetadata));
    message.customerId = oneLine(message.customerId);
    message.subject = oneLine(message.subject);
    message.text = std::string(text::trim(cleaned(message.text)));
    message.customerName = oneLine(message.customerName);
    message.customerEmail = oneLine(message.customerEmail);
    if (message.customerId.empty())
        return failure(ErrorCode::InvalidArgument, "'customer_id' is empty");
    if (message.text.empty())
        return failure(ErrorCode::InvalidArgument, "'description' is empty");
    return message;
}

Result<std::string> normalisedText(std::string_view text, std::string_view member, std::size_t codePoints)
{
    const std::string quoted = "'" + std::string(member) + "'";
    if (text.size() > 4 * codePoints)
        return failure(ErrorCode::InvalidArgument, quoted + " is longer than " + std::to_string(codePoints) + " characters");
    if (!text::isValidUtf8(text) || text.find('\0') != std::string_view::npos)
        return failure(ErrorCode::InvalidArgument, quoted + " is not valid UTF-8, or holds a NUL character");
    std::string clean(text::trim(cleaned(text)));
    if (clean.empty())
        return failure(ErrorCode::InvalidArgument, quoted + " is empty");
    if (text::codePointCount(clean) > codePoints)
        return failure(ErrorCode::InvalidArgument, quoted + " is longer than " + std::to_string(codePoints) + " characters");
    return clean;
}

std::string previewOf(std::string_view text)
{
    const std::string line = text::collapseWhitespace(text::truncate(text, previewBytes));
    std::size_t end = 0;
    for (std::size_t count = 0; end < line.size(); ++end) {
        const bool begins = (static_cast<unsigned char>(line[end]) & 0xC0U) != 0x80U;
        if (begins && ++count > longestPreview)
            break;
    }
    return line.substr(0, end);
}

} // namespace tandem
