#include "services/embedding/ModelText.h"

#include "base/Text.h"

namespace tandem {
namespace {

bool isSpace(char32_t point)
{
    // U+2581 is how the tokenizer itself writes a space; U+FFFD is what broken bytes become.
    return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 || point == 0xA0 || point == 0x1680
        || (point >= 0x2000 && point <= 0x200F) || point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x2581
        || point == 0x3000 || point == 0xFEFF || point == 0xFFFD;
}

bool isControl(char32_t point)
{
    return point < 0x20 || (point >= 0x7F && point <= 0x9F);
}

// NFKC but for U+FF5E, the wave that Japanese writes: the tokenizer knows it as it is, not as a tilde.
std::string composed(std::string_view text)
{
    constexpr std::string_view wave = "\xEF\xBD\x9E";
    std::string result;
    for (auto at = text.find(wave); at != std::string_view::npos; at = text.find(wave)) {
        result += text::nfkc(text.substr(0, at));
        result += wave;
        text.remove_prefix(at + wave.size());
    }
    return result + text::nfkc(text);
}

} // namespace

std::string modelText(std::string_view text, TextRole role, std::size_t bytes)
{
    const auto content = composed(text::truncate(text::trim(text), bytes));
    std::string result(role == TextRole::Query ? "query: " : "passage: ");
    result.reserve(result.size() + content.size());
    for (const auto point : text::codePoints(content)) {
        if (isSpace(point))
            result.push_back(' ');
        else if (!isControl(point))
            text::appendCodePoint(result, point);
    }
    return result;
}

} // namespace tandem
