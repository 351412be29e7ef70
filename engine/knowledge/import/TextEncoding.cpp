#include "knowledge/import/TextEncoding.h"

#include "base/Text.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace tandem {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longestForeign = 500'000'000;

struct Beginning {
    std::size_t at;
    std::string_view bytes;
    std::string_view kind;
};

constexpr auto beginnings
    = std::to_array<Beginning>({{0, "%PDF-"sv, "a PDF document"}, {0, "PK\x03\x04"sv, "a zip archive or an Office document"},
        {0, "PK\x05\x06"sv, "an empty zip archive"}, {0, "\x89PNG"sv, "a PNG picture"}, {0, "\xFF\xD8\xFF"sv, "a JPEG picture"},
        {0, "GIF8"sv, "a GIF picture"}, {8, "WEBP"sv, "a WebP picture"}, {0, "II*\0"sv, "a TIFF picture"},
        {0, "MM\0*"sv, "a TIFF picture"}, {0, "\x1F\x8B"sv, "a gzip archive"}, {0, "BZh"sv, "a bzip2 archive"},
        {0,
            "\xFD"
            "7zXZ"sv,
            "an xz archive"},
        {0, "7z\xBC\xAF"sv, "a 7z archive"}, {0, "Rar!"sv, "a RAR archive"}, {257, "ustar"sv, "a tar archive"},
        {0,
            "\x7F"
            "ELF"sv,
            "a program"},
        {0, "MZ\x90\0"sv, "a program"}, {0, "\xD0\xCF\x11\xE0"sv, "an Office document of the old kind"},
        {0, "SQLite format 3"sv, "a database"}, {0, R"({\rtf)", "an RTF document"}, {0, "%!PS"sv, "a PostScript document"},
        {4, "ftyp"sv, "a film or sound"}, {0, "OggS"sv, "a film or sound"}, {0, "ID3"sv, "a sound"}, {0, "wOFF"sv, "a font"}});

std::unexpected<Error> isBinary()
{
    return failure(ErrorCode::InvalidArgument, "it is a binary file and no text");
}

// Strict: nullopt when a sequence is not of this charset.
std::optional<std::string> converted(std::string_view bytes, const char* charset)
{
    if (bytes.size() > longestForeign)
        return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(charset, &status), &ucnv_close);
    if (U_FAILURE(status) != 0)
        return std::nullopt;
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    // No charset makes more units than bytes.
    std::u16string units(bytes.size() + 1, u'\0');
    const std::int32_t length = ucnv_toUChars(converter.get(), units.data(), static_cast<std::int32_t>(units.size()),
        bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
    if (U_FAILURE(status) != 0)
        return std::nullopt;
    std::string result;
    icu::UnicodeString(false, units.data(), length).toUTF8String(result);
    return result;
}

bool isControl(char32_t point)
{
    return (point < 0x20 && point != '\t' && point != '\n' && point != '\r' && point != '\f') || (point >= 0x7F && point < 0xA0);
}

// Text of people: no control characters, nothing private or without a meaning.
bool isPlausible(std::string_view utf8)
{
    return std::ranges::none_of(text::codePoints(utf8), [](char32_t point) {
        if (isControl(point) || point == 0xFFFD)
            return true;
        const auto type = u_charType(static_cast<UChar32>(point));
        return type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR || type == U_SURROGATE;
    });
}

// "Ogl¹dasz", "ﾊ跂", "Gr鲚e": signs inside a word, half-width kana and a lone ideograph between small letters are what a wrong
// table makes of other letters.
bool looksWrong(std::string_view utf8)
{
    const std::vector<char32_t> points = text::codePoints(utf8);
    const auto isLetter = [&](std::size_t i) { return i < points.size() && u_isalpha(static_cast<UChar32>(points[i])) != 0; };
    const auto isSmall = [&](std::size_t i) { return i < points.size() && points[i] >= 'a' && points[i] <= 'z'; };
    for (std::size_t i = 0; i < points.size(); ++i) {
        const char32_t point = points[i];
        const bool isKana = point >= 0xFF65 && point <= 0xFF9F;
        const bool isSign = point >= 0xA1 && point < 0x300 && point != 0xB7 && !isLetter(i) && isLetter(i - 1) && isLetter(i + 1);
        const bool isLone = point >= 0x3400 && point <= 0x9FFF && isSmall(i - 1) && isSmall(i + 1);
        if (isKana || isSign || isLone)
            return true;
    }
    return false;
}

std::optional<std::string> plausible(std::string_view bytes, const char* charset)
{
    auto text = converted(bytes, charset);
    return text && isPlausible(*text) ? text : std::nullopt;
}

// Without a mark, UTF-16 shows by zeros that stand at every other place.
const char* wideByZeros(std::string_view bytes)
{
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
    const std::size_t least = bytes.size() / 20;
    if (bytes.size() % 2 != 0 || (zeros[0] > 0) == (zeros[1] > 0) || std::max(zeros[0], zeros[1]) <= least)
        return nullptr;
    return zeros[1] > 0 ? "UTF-16LE" : "UTF-16BE";
}

// What ICU may say, and what is tried: files that name ISO-8859 mean Windows' wider tables, which hold the same and more.
struct Guessed {
    std::string_view icu;
    const char* charset;
};
constexpr auto guessable = std::to_array<Guessed>({{"ISO-8859-1", "windows-1252"}, {"windows-1252", "windows-1252"},
    {"ISO-8859-2", "ISO-8859-2"}, {"windows-1250", "windows-1250"}, {"ISO-8859-9", "windows-1254"},
    {"windows-1254", "windows-1254"}, {"ISO-8859-6", "ISO-8859-6"}, {"windows-1256", "windows-1256"}, {"GB18030", "GB18030"},
    {"Big5", "Big5"}, {"Shift_JIS", "windows-31j"}, {"EUC-JP", "EUC-JP"}, {"ISO-2022-JP", "ISO-2022-JP"}, {"EUC-KR", "EUC-KR"}});

std::optional<std::string> byItsLook(std::string_view bytes)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
    if (U_FAILURE(status) != 0)
        return std::nullopt;
    const std::string_view sample = bytes.substr(0, 200'000);
    ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &status);
    std::int32_t count = 0;
    const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &status);
    std::optional<std::string> best;
    const auto take = [&](const char* charset) {
        auto text = plausible(bytes, charset);
        const bool isGood = text && !looksWrong(*text);
        if (isGood || (text && !best))
            best = std::move(text);
        return isGood;
    };
    for (std::int32_t i = 0; U_FAILURE(status) == 0 && i < count; ++i) {
        const char* name = ucsdet_getName(matches[i], &status);
        const auto known = std::ranges::find(guessable, std::string_view(name == nullptr ? "" : name), &Guessed::icu);
        if (known != guessable.end() && take(known->charset))
            return best;
    }
    for (const char* charset : {"windows-1252", "windows-1250", "ISO-8859-2", "windows-1254"}) {
        if (take(charset))
            return best;
    }
    return best;
}

std::optional<std::string> byMark(const std::string& bytes)
{
    struct Mark {
        std::string_view bytes;
        const char* charset;
    };
    static constexpr auto marks = std::to_array<Mark>({{"\xEF\xBB\xBF"sv, "UTF-8"}, {"\xFF\xFE\0\0"sv, "UTF-32LE"},
        {"\0\0\xFE\xFF"sv, "UTF-32BE"}, {"\xFF\xFE"sv, "UTF-16LE"}, {"\xFE\xFF"sv, "UTF-16BE"}});
    for (const Mark& mark : marks) {
        if (bytes.starts_with(mark.bytes))
            return plausible(std::string_view(bytes).substr(mark.bytes.size()), mark.charset);
    }
    return std::nullopt;
}

// Bytes of the character in UTF-8 that begins here; 0 when none does.
std::size_t utf8Length(std::string_view bytes)
{
    const auto lead = static_cast<unsigned char>(bytes.front());
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    return length <= bytes.size() && text::isValidUtf8(bytes.substr(0, length)) ? length : 0;
}

// A file that was put together from parts in UTF-8 and parts in one of Windows' tables; nullopt when it is no such.
std::optional<std::string> ofTwoCharsets(std::string_view bytes)
{
    std::size_t ours = 0; // characters beyond ASCII
    std::size_t foreign = 0; // bytes
    for (std::size_t i = 0, length = 0; i < bytes.size(); i += std::max<std::size_t>(length, 1)) {
        length = utf8Length(bytes.substr(i));
        ours += length > 1 ? 1 : 0;
        foreign += length == 0 ? 1 : 0;
    }
    // By chance a few pairs of another table's bytes look like UTF-8.
    if (ours * 2 < foreign)
        return std::nullopt;
    for (const char* charset : {"windows-1252", "windows-1250", "windows-1254"}) {
        std::array<std::optional<std::string>, 256> letters;
        for (std::size_t byte = 0x80; byte < letters.size(); ++byte)
            letters[byte] = plausible(std::string(1, static_cast<char>(byte)), charset);
        std::string text;
        bool known = true;
        for (std::size_t i = 0, length = 0; i < bytes.size() && known; i += std::max<std::size_t>(length, 1)) {
            length = utf8Length(bytes.substr(i));
            const auto& letter = letters[static_cast<unsigned char>(bytes[i])];
            known = length > 0 || letter;
            text += length > 0 || !letter ? bytes.substr(i, length) : std::string_view(*letter);
        }
        if (known && isPlausible(text) && !looksWrong(text))
            return text;
    }
    return std::nullopt;
}

bool isCharsetName(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool hasForeignControls(std::string_view bytes)
{
    return std::ranges::any_of(bytes, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != '\x1B' && c != '\b';
    });
}

} // namespace

std::optional<std::string_view> binaryKind(std::string_view bytes)
{
    for (const Beginning& beginning : beginnings) {
        if (bytes.size() > beginning.at && bytes.substr(beginning.at).starts_with(beginning.bytes))
            return beginning.kind;
    }
    return std::nullopt;
}

Result<std::string> utf8Of(std::string bytes, std::string_view declared)
{
    if (auto text = byMark(bytes))
        return std::move(*text);
    if (bytes.find('\0') != std::string::npos) {
        const char* wide = wideByZeros(bytes);
        auto text = wide == nullptr ? std::nullopt : plausible(bytes, wide);
        if (!text)
            return isBinary();
        return std::move(*text);
    }
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.erase(0, 3);
    if (text::isValidUtf8(bytes) && bytes.find("\x1B$") == std::string::npos)
        return bytes;
    if (hasForeignControls(bytes))
        return isBinary();
    if (auto text = ofTwoCharsets(bytes))
        return std::move(*text);
    if (isCharsetName(declared) && text::fold(declared) != "utf-8") {
        if (auto text = plausible(bytes, std::string(declared).c_str()))
            return std::move(*text);
    }
    if (auto text = byItsLook(bytes))
        return std::move(*text);
    return failure(ErrorCode::InvalidArgument, "its character encoding cannot be told; save it as UTF-8");
}

std::string declaredCharset(std::string_view html)
{
    const std::string head = text::fold(text::repairUtf8(html.substr(0, 4096)));
    const std::size_t at = std::min(head.find("charset="), head.find("encoding="));
    if (at == std::string::npos)
        return {};
    std::string_view rest = std::string_view(head).substr(head.find('=', at) + 1);
    if (rest.starts_with('"') || rest.starts_with('\''))
        rest.remove_prefix(1);
    const std::size_t end = rest.find_first_of("\"' />;?\r\n");
    return std::string(text::truncate(rest.substr(0, end), 40));
}

} // namespace tandem
