#include "privacy/PersonalDataScanners.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <string>

// Postal addresses in Chinese, Japanese and Arabic script.
namespace tandem::pii {

namespace {

struct Letters {
    std::u32string characters;
    std::vector<std::size_t> begins; // one more than there are characters
};

Letters lettersOf(std::string_view text, std::size_t begin, std::size_t end)
{
    Letters letters;
    for (std::size_t at = begin; at < end;) {
        letters.begins.push_back(at);
        UChar32 character = 0;
        auto next = static_cast<int32_t>(at);
        const char* const bytes = text.data();
        U8_NEXT_OR_FFFD(bytes, next, static_cast<int32_t>(text.size()), character);
        letters.characters += static_cast<char32_t>(character);
        at = static_cast<std::size_t>(next);
    }
    letters.begins.push_back(end);
    return letters;
}

bool isHan(char32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || c == U'々';
}
bool isKatakana(char32_t c)
{
    return c >= 0x30A1 && c <= 0x30FC;
}
bool isHiragana(char32_t c)
{
    return c >= 0x3041 && c <= 0x3096;
}
bool isNumeral(char32_t c)
{
    return c >= U'0' && c <= U'9';
}
bool isOneOf(char32_t c, std::u32string_view characters)
{
    return characters.find(c) != std::u32string_view::npos;
}

// What stands before an address rather than in it.
constexpr std::u32string_view chineseBreaks = U"到了在址是于往寄住送搬为成改给从去的";
constexpr std::u32string_view chineseUnits = U"号栋幢座楼层室单元弄巷院门排户铺";

// "上海市徐汇区衡山路128号3栋502室": a street's mark, a number, its sign; then back to the province or town.
class IdeographicScan {
public:
    enum class Script : std::uint8_t {
        Chinese,
        Japanese,
        Perhaps, // Japanese by the names of its places alone
    };

    IdeographicScan(const Letters& letters, Script script, Candidates& found)
        : m_letters(letters)
        , m_text(letters.characters)
        , m_found(found)
        , m_script(script)
    {
    }

    void run()
    {
        for (std::size_t i = 0; i < m_text.size();) {
            const std::size_t end = m_script == Script::Chinese ? chineseEnd(i) : japaneseEnd(i);
            i = std::max(end, i + 1);
        }
    }

private:
    void take(std::size_t begin, std::size_t end)
    {
        m_found.push_back({"address", m_letters.begins[begin], m_letters.begins[end], formed});
    }
    [[nodiscard]] bool startsWith(std::size_t i, std::u32string_view word) const
    {
        return m_text.compare(i, word.size(), word) == 0;
    }

    // From the street's mark at `i`; 0 when there is no number behind it.
    std::size_t chineseEnd(std::size_t i)
    {
        const bool street
            = isOneOf(m_text[i], U"路街巷道") || startsWith(i, U"胡同") || startsWith(i, U"小区") || startsWith(i, U"村");
        if (!street || i == 0)
            return 0;
        std::size_t at = i + (startsWith(i, U"胡同") || startsWith(i, U"小区") ? 2 : 1);
        if (at < m_text.size() && isOneOf(m_text[at], U"东西南北中"))
            ++at;
        if (at < m_text.size() && isOneOf(m_text[at], U"路街"))
            ++at;
        std::size_t end = at;
        while (true) {
            std::size_t digits = end;
            while (digits < m_text.size()
                && (isNumeral(m_text[digits]) || m_text[digits] == U'-' || isOneOf(m_text[digits], U"ABCDEF")))
                ++digits;
            std::size_t units = digits;
            while (units < m_text.size() && units < digits + 2 && isOneOf(m_text[units], chineseUnits))
                ++units;
            if (digits == end || units == digits)
                break;
            end = units;
        }
        if (end == at || !isOneOf(m_text[end - 1], chineseUnits))
            return 0;
        std::size_t begin = i;
        while (begin > 0 && i - begin < 24 && (isHan(m_text[begin - 1]) || isNumeral(m_text[begin - 1]))
            && !isOneOf(m_text[begin - 1], chineseBreaks))
            --begin;
        if (i == begin)
            return 0;
        take(begin, end);
        return end;
    }

    // "〒150-0042 東京都渋谷区宇田川町15-1": from the prefecture or town to the last number.
    std::size_t japaneseEnd(std::size_t i)
    {
        if (i < 2 || !isOneOf(m_text[i], U"都道府県市区") || !isHan(m_text[i - 1]))
            return 0;
        std::size_t end = i + 1;
        std::size_t lastNumber = 0;
        bool parts = false;
        bool block = m_script == Script::Japanese; // "15-1", "2丁目", "4番9号"
        while (end < m_text.size() && end < i + 50 && belongs(end)) {
            parts = parts || isOneOf(m_text[end], U"市区町村郡") || startsWith(end, U"丁目");
            block = block || m_text[end] == U'-' || startsWith(end, U"丁目") || startsWith(end, U"番");
            if (isNumeral(m_text[end]) || isOneOf(m_text[end], U"号室階地目"))
                lastNumber = isNumeral(m_text[end]) || lastNumber > 0 ? end + 1 : lastNumber;
            ++end;
        }
        if (lastNumber == 0 || !block || (!parts && !isOneOf(m_text[i], U"市区")))
            return 0;
        std::size_t begin = i;
        while (begin > 0 && i - begin < 4 && isHan(m_text[begin - 1]) && !isOneOf(m_text[begin - 1], chineseBreaks))
            --begin;
        take(withPostcode(begin), lastNumber);
        return lastNumber;
    }
    [[nodiscard]] bool belongs(std::size_t i) const
    {
        const char32_t c = m_text[i];
        if (isHan(c) || isKatakana(c) || isNumeral(c) || (c == U'-' && i + 1 < m_text.size() && isNumeral(m_text[i + 1])))
            return true;
        const bool between = i + 1 < m_text.size() && i > 0;
        if (isHiragana(c)) // inside names of places: "下る", "つくば"
            return between && isHan(m_text[i - 1]) && (isNumeral(m_text[i + 1]) || isOneOf(c, U"ヶのケ")) && c != U'に'
                && c != U'で';
        return c == U' ' && between && isNumeral(m_text[i + 1]);
    }
    [[nodiscard]] std::size_t withPostcode(std::size_t begin) const
    {
        std::size_t at = begin;
        while (at > 0 && m_text[at - 1] == U' ')
            --at;
        std::size_t digits = 0;
        while (at > 0 && digits < 9 && (isNumeral(m_text[at - 1]) || m_text[at - 1] == U'-')) {
            --at;
            ++digits;
        }
        if (at > 0 && m_text[at - 1] == U'〒')
            return at - 1;
        return digits == 8 ? at : begin;
    }

    const Letters& m_letters;
    const std::u32string& m_text;
    Candidates& m_found;
    Script m_script;
};

// Signs of an address in Japan when there is no kana in the text.
constexpr std::array<std::string_view, 24> japanesePlaces{"丁目", "番地", "東京都", "北海道", "京都府", "大阪府", "大阪市",
    "京都市", "横浜市", "名古屋市", "札幌市", "神戸市", "福岡市", "川崎市", "広島市", "仙台市", "千葉市", "北九州市", "新潟市",
    "浜松市", "熊本市", "岡山市", "静岡市", "堺市"};

// "شارع الملك فهد 45، الرياض 11564": the street's word, up to four words, a number, then a town and its code.
void scanArabic(std::string_view text, Candidates& found)
{
    const auto isWordByte = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    for (const std::string_view cue : {"شارع ", "طريق ", "حي "}) {
        for (std::size_t at = text.find(cue); at != std::string_view::npos; at = text.find(cue, at + cue.size())) {
            if (at > 0 && isWordByte(text[at - 1]))
                continue;
            std::size_t end = at + cue.size();
            std::size_t number = 0;
            for (int words = 0; words < 9 && end < text.size(); ++words) {
                std::size_t stop = end;
                while (stop < text.size() && isWordByte(text[stop]) && text.substr(stop, 2) != "،" && text.substr(stop, 2) != "؟")
                    ++stop;
                std::size_t digits = stop;
                while (stop == end && digits < text.size() && isDigit(text[digits]))
                    ++digits;
                if (digits > stop)
                    number = digits;
                else if (number > 0 && stop > end)
                    number = text.substr(at, end - at).ends_with("، ") || text.substr(number, end - number).contains("،")
                        ? stop
                        : number;
                if (digits == end)
                    break;
                end = digits;
                if (text.substr(end, 3) == "، ")
                    end += 3;
                else if (end < text.size() && (text[end] == ' ' || text[end] == ','))
                    ++end;
                else
                    break;
                if (number > 0 && words > 5)
                    break;
            }
            if (number > 0)
                found.push_back({"address", at, number, formed});
        }
    }
}

} // namespace

void scanEasternAddresses(const Source& source, Candidates& found)
{
    const std::string_view text = source.text;
    const bool other = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xD8; });
    if (!other)
        return;
    const bool kana = text.contains("\xE3\x81") || text.contains("\xE3\x82") || text.contains("\xE3\x83");
    const bool japanese = kana || text.contains("〒") || text.contains("県");
    const bool perhaps = !japanese && std::any_of(japanesePlaces.begin(), japanesePlaces.end(), [text](std::string_view each) {
        return text.contains(each);
    });
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min({text.find('\n', begin), begin + 3000, text.size()});
        const Letters letters = lettersOf(text, begin, end);
        using Script = IdeographicScan::Script;
        IdeographicScan(letters, japanese ? Script::Japanese : Script::Chinese, found).run();
        if (perhaps)
            IdeographicScan(letters, Script::Perhaps, found).run();
        begin = end < text.size() && text[end] == '\n' ? end + 1 : end;
    }
    scanArabic(text, found);
}

} // namespace tandem::pii
