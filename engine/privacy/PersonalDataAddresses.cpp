#include "privacy/PersonalDataScanners.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

// A word or number of one line; bytes of other scripts count as letters.
struct Piece {
    std::size_t begin;
    std::size_t end;
};

bool isWordByte(char c)
{
    return isAlnum(c) || static_cast<unsigned char>(c) >= 0x80 || c == '\'';
}

std::vector<Piece> piecesOf(std::string_view text, std::size_t begin, std::size_t end)
{
    std::vector<Piece> pieces;
    for (std::size_t at = begin; at < end;) {
        if (!isWordByte(text[at])) {
            ++at;
            continue;
        }
        std::size_t stop = at;
        while (stop < end && (isWordByte(text[stop]) || (text[stop] == '-' && stop + 1 < end && isWordByte(text[stop + 1]))))
            ++stop;
        pieces.push_back({at, stop});
        at = stop;
    }
    return pieces;
}

bool isOneOf(std::string_view word, std::string_view wordsByBar)
{
    while (!wordsByBar.empty()) {
        const std::size_t bar = std::min(wordsByBar.find('|'), wordsByBar.size());
        if (wordsByBar.substr(0, bar) == word)
            return true;
        wordsByBar.remove_prefix(std::min(bar + 1, wordsByBar.size()));
    }
    return false;
}

bool endsWithOneOf(std::string_view word, std::string_view endingsByBar)
{
    while (!endingsByBar.empty()) {
        const std::size_t bar = std::min(endingsByBar.find('|'), endingsByBar.size());
        const std::string_view ending = endingsByBar.substr(0, bar);
        if (word.size() > ending.size() + 2 && word.ends_with(ending))
            return true;
        endingsByBar.remove_prefix(std::min(bar + 1, endingsByBar.size()));
    }
    return false;
}

constexpr std::string_view streetsAfter
    = "street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|square|sq|terrace|close|"
      "crescent|highway|hwy|parkway|pkwy|circle|trail|alley|row|gardens|hill|mews|grove";
constexpr std::string_view streetsBefore
    = "calle|avenida|avda|plaza|paseo|carrera|rue|avenue|boulevard|chemin|allée|place|impasse|quai|via|viale|piazza|corso|"
      "largo|vicolo|rua|travessa|alameda|praça|rodovia|estrada|ul|ulica|aleja|al|plac|os";
constexpr std::string_view streetEndings
    = "straße|strasse|str|weg|platz|allee|gasse|damm|ufer|straat|laan|plein|gracht|kade|singel|dijk|steeg|chaussee";
constexpr std::string_view turkishStreets = "caddesi|cad|cd|sokak|sokağı|sk|bulvarı|mahallesi|mah";

bool isNumber(std::string_view word)
{
    return !word.empty() && isDigit(word.front()) && word.size() <= 6;
}

bool isCapital(std::string_view word)
{
    return !word.empty() && ((word.front() >= 'A' && word.front() <= 'Z') || static_cast<unsigned char>(word.front()) >= 0x80);
}

// Only blanks, and at most one comma or full stop, stand between two pieces.
bool adjoins(std::string_view text, const Piece& a, const Piece& b)
{
    const std::string_view between = text.substr(a.end, b.begin - a.end);
    return between.size() <= 3 && between.find_first_not_of(" ,.º°#") == std::string_view::npos;
}

class LineScan {
public:
    LineScan(const Source& source, std::size_t begin, std::size_t end, Candidates& found)
        : m_source(source)
        , m_pieces(piecesOf(source.text, begin, end))
        , m_found(found)
    {
    }

    void run()
    {
        for (std::size_t i = 0; i < m_pieces.size(); ++i) {
            if (const std::size_t last = addressAt(i); last > i) {
                const std::size_t whole = withTown(last);
                m_found.push_back({"address", m_pieces[i].begin, m_pieces[whole].end, formed});
                i = whole;
            }
        }
    }

private:
    [[nodiscard]] std::string_view raw(std::size_t i) const
    {
        return m_source.text.substr(m_pieces[i].begin, m_pieces[i].end - m_pieces[i].begin);
    }
    [[nodiscard]] std::string_view lower(std::size_t i) const
    {
        return std::string_view(m_source.lower).substr(m_pieces[i].begin, m_pieces[i].end - m_pieces[i].begin);
    }
    [[nodiscard]] bool linked(std::size_t i) const
    {
        return i + 1 < m_pieces.size() && adjoins(m_source.text, m_pieces[i], m_pieces[i + 1]);
    }

    // Index of the last piece of a street with its number that begins at `i`; `i` when none does.
    [[nodiscard]] std::size_t addressAt(std::size_t i) const
    {
        if (isNumber(raw(i)))
            return numberFirst(i);
        if (endsWithOneOf(lower(i), streetEndings) && linked(i) && isNumber(raw(i + 1)))
            return i + 1;
        if (isOneOf(lower(i), streetsBefore))
            return typeFirst(i);
        for (std::size_t last = i + 1; last < std::min(i + 4, m_pieces.size()) && linked(last - 1) && isCapital(raw(i)); ++last) {
            const bool street = isOneOf(lower(last), turkishStreets)
                || isOneOf(lower(last), "straße|strasse|allee|weg|platz|laan|plein|straat");
            if (!street || !linked(last))
                continue;
            const std::size_t number = isOneOf(lower(last + 1), "no|nr") && linked(last + 1) ? last + 2 : last + 1;
            if (isNumber(raw(number)))
                return number;
        }
        return i;
    }

    // "12 rue de la Paix", "221B Baker Street".
    [[nodiscard]] std::size_t numberFirst(std::size_t i) const
    {
        std::size_t at = i;
        if (linked(at) && isOneOf(lower(at + 1), "bis|ter"))
            ++at;
        if (linked(at) && isOneOf(lower(at + 1), "rue|avenue|boulevard|chemin|allée|place|impasse|quai|route|cours")) {
            std::size_t last = at + 1;
            while (linked(last) && last < at + 6
                && (isCapital(raw(last + 1)) || isOneOf(lower(last + 1), "de|du|des|la|le|les|l|d")))
                ++last;
            return last > at + 1 ? last : i;
        }
        for (std::size_t last = at + 1; last < std::min(at + 6, m_pieces.size()) && linked(last - 1); ++last) {
            if (!isCapital(raw(last)) && !isNumber(raw(last)))
                break;
            if (last > at + 1 && isOneOf(lower(last), streetsAfter))
                return last;
        }
        return i;
    }

    // "Calle Mayor 12", "Via Roma, 10", "ul. Długa 5".
    [[nodiscard]] std::size_t typeFirst(std::size_t i) const
    {
        std::size_t names = 0;
        for (std::size_t last = i + 1; last < std::min(i + 8, m_pieces.size()) && linked(last - 1); ++last) {
            if (isNumber(raw(last)))
                return names > 0 ? last : i;
            if (isCapital(raw(last)))
                ++names;
            else if (!isOneOf(lower(last),
                         "de|del|la|las|los|el|da|do|das|dos|di|della|dei|du|des|le|les|y|e|n|nº|no|número|numero|nr"))
                return i;
        }
        return i;
    }

    // A flat, a town and a postal code that follow after commas.
    [[nodiscard]] std::size_t withTown(std::size_t last) const
    {
        std::size_t whole = last;
        for (std::size_t next = last + 1; next < std::min(last + 8, m_pieces.size()); ++next) {
            const std::string_view between
                = m_source.text.substr(m_pieces[next - 1].end, m_pieces[next].begin - m_pieces[next - 1].end);
            const bool follows = between == ", " || between == " " || between == " - " || between == ". ";
            const bool flat = isOneOf(lower(next), "apt|apartment|suite|unit|flat|floor|piso|etage|daire|no|kat");
            const bool code = isDigit(raw(next).front()) && raw(next).size() >= (flat ? 1U : 2U);
            if (!follows || between == ". " || !(code || flat || (isCapital(raw(next)) && (between == ", " || whole > last))))
                break;
            if (code || raw(next).size() == 2 || between == ", ")
                whole = next;
            else if (whole + 1 == next && next > last + 1)
                whole = next;
            else if (whole == last)
                break;
        }
        return whole;
    }

    const Source& m_source;
    std::vector<Piece> m_pieces;
    Candidates& m_found;
};

// "中山路123号", "〒150-0001": from the start of the run of characters to the number's mark.
void scanIdeographic(const Source& source, Candidates& found)
{
    static constexpr std::array<std::string_view, 6> marks{"路", "街", "巷", "大道", "丁目", "番地"};
    const std::string_view text = source.text;
    for (const std::string_view mark : marks) {
        for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size())) {
            std::size_t end = at + mark.size();
            const bool japanese = mark == "丁目" || mark == "番地";
            std::size_t digits = 0;
            while (end < text.size() && (isDigit(text[end]) || text[end] == '-')) {
                ++end;
                ++digits;
            }
            const bool numbered
                = digits > 0 && (text.substr(end).starts_with("号") || text.substr(end).starts_with("弄") || japanese);
            const bool before = japanese && at > 0 && isDigit(text[at - 1]);
            if (!numbered && !before)
                continue;
            if (text.substr(end).starts_with("号") || text.substr(end).starts_with("弄"))
                end += 3;
            std::size_t begin = at;
            while (begin > 0 && at - begin < 60
                && (static_cast<unsigned char>(text[begin - 1]) >= 0x80 || isDigit(text[begin - 1]))) {
                // Punctuation of these scripts begins with the bytes E3 80 or EF BC.
                if (begin >= 3 && (text.substr(begin - 3, 2) == "\xE3\x80" || text.substr(begin - 3, 2) == "\xEF\xBC"))
                    break;
                --begin;
            }
            while (begin < at && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80)
                ++begin;
            found.push_back({"address", begin, end, formed});
        }
    }
}

} // namespace

void scanAddresses(const Source& source, Candidates& found)
{
    for (std::size_t begin = 0; begin < source.text.size();) {
        // A long line is cut; addresses are short.
        const std::size_t end = std::min({source.text.find('\n', begin), begin + 4000, source.text.size()});
        LineScan(source, begin, end, found).run();
        begin = end < source.text.size() && source.text[end] == '\n' ? end + 1 : end;
    }
    scanIdeographic(source, found);
}

} // namespace tandem::pii
