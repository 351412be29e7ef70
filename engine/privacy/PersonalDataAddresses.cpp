#include "privacy/PersonalDataScanners.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <unordered_set>

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

// Words between bars, looked up by hash.
class WordSet {
public:
    explicit WordSet(std::string_view wordsByBar)
    {
        while (!wordsByBar.empty()) {
            const std::size_t bar = std::min(wordsByBar.find('|'), wordsByBar.size());
            m_words.insert(wordsByBar.substr(0, bar));
            wordsByBar.remove_prefix(std::min(bar + 1, wordsByBar.size()));
        }
    }
    [[nodiscard]] bool contains(std::string_view word) const { return word.size() <= 14 && m_words.contains(word); }

private:
    std::unordered_set<std::string_view> m_words;
};

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
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

constexpr std::string_view streetEndings
    = "straße|strasse|str|weg|platz|allee|gasse|damm|ufer|stieg|steig|ring|straat|laan|plein|gracht|kade|singel|dijk|steeg|"
      "chaussee|gatan|vägen|vej|gade|veien|gata|katu|utca|tie";

struct StreetWords {
    WordSet streetsAfter{
        "street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|square|sq|terrace|close|crescent|"
        "cres|"
        "highway|hwy|parkway|pkwy|circle|trail|alley|row|gardens|hill|mews|grove|walk|quay|wharf|green|loop|plaza|heights|rise|"
        "vale"};
    WordSet streetsBefore{
        "calle|c/|avenida|avda|av|plaza|paseo|carrera|camino|ronda|travesía|rue|avenue|boulevard|chemin|allée|place|impasse|quai|"
        "route|via|viale|piazza|piazzale|corso|largo|vicolo|strada|rua|travessa|alameda|praça|rodovia|estrada|ladeira|ul|ulica|"
        "ulicy|aleja|aleje|al|plac|os|osiedle"};
    WordSet streetsOfFrance{"rue|avenue|boulevard|bd|chemin|allée|place|impasse|quai|route|cours|square|passage|villa"};
    WordSet streetsBehind{"caddesi|cad|cd|sokak|sokağı|sk|bulvarı|blv|mahallesi|mah|straße|strasse|str|allee|"
                          "weg|platz|ring|damm|gasse|ufer|laan|plein|"
                          "straat|utca|út|ulice|gade|vej"};
    WordSet joiners{"de|del|la|las|los|el|da|do|das|dos|di|della|dei|degli|delle|du|des|le|les|y|e|n|i|l|d|w|im|"
                    "am|an|der|den|zum|zur|van|het|of|the|"
                    "nº|no|número|numero|nr|núm|num|bis|ter|san|santa|sta|s/n|gen|ks|św|dr|prof"};
    WordSet flats{"apt|apartment|suite|ste|unit|flat|floor|fl|room|piso|bajo|puerta|esc|etage|étage|bât|bat|"
                  "apto|apartamento|bloco|andar|casa|"
                  "daire|no|kat|blok|d|m|lok|bus|int|interno|scala|box|po"};
};

const StreetWords& streetWords()
{
    static const StreetWords all;
    return all;
}

bool isNumber(std::string_view word)
{
    return !word.empty() && isDigit(word.front()) && word.size() <= 7 && std::count_if(word.begin(), word.end(), isLetter) <= 1;
}

bool isCapital(std::string_view word)
{
    return !word.empty() && ((word.front() >= 'A' && word.front() <= 'Z') || static_cast<unsigned char>(word.front()) >= 0x80);
}

// Streets, their numbers and what follows, in one line of Latin script.
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
            const std::size_t last = addressAt(i);
            if (last == none)
                continue;
            const std::size_t whole = withTown(last);
            // "Unit 6, 31 Foundry Lane"
            const bool unit = i >= 2 && isOneOf(lower(i - 2), {"unit", "flat", "apt", "apartment", "suite", "room"})
                && isNumber(raw(i - 1)) && gap(i).starts_with(",");
            m_found.push_back({"address", m_pieces[unit ? i - 2 : i].begin, m_pieces[whole].end, formed});
            i = whole;
        }
    }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    [[nodiscard]] std::string_view raw(std::size_t i) const
    {
        return m_source.text.substr(m_pieces[i].begin, m_pieces[i].end - m_pieces[i].begin);
    }
    [[nodiscard]] std::string_view lower(std::size_t i) const
    {
        return std::string_view(m_source.lower).substr(m_pieces[i].begin, m_pieces[i].end - m_pieces[i].begin);
    }
    [[nodiscard]] std::string_view gap(std::size_t i) const // before piece i > 0
    {
        return m_source.text.substr(m_pieces[i - 1].end, m_pieces[i].begin - m_pieces[i - 1].end);
    }
    // Piece i + 1 goes on, behind nothing but blanks and the signs given.
    [[nodiscard]] bool linked(std::size_t i, std::string_view signs) const
    {
        return i + 1 < m_pieces.size() && gap(i + 1).size() <= 4 && gap(i + 1).find_first_not_of(signs) == std::string_view::npos;
    }

    // Index of the last piece of a street with its number that begins at `i`; none when there is none.
    [[nodiscard]] std::size_t addressAt(std::size_t i) const
    {
        if (isNumber(raw(i)))
            return numberFirst(i);
        const bool capital = isCapital(raw(i));
        if (capital && linked(i, " ,.") && endsWithOneOf(lower(i), streetEndings))
            return numberBehind(i);
        if (lower(i) == "c" && i + 1 < m_pieces.size() && gap(i + 1).starts_with("/"))
            return typeFirst(i); // "C/ Mayor, 5"
        if (streetWords().streetsBefore.contains(lower(i)) && (capital || linked(i, " .")))
            return typeFirst(i);
        return capital ? nameFirst(i) : none;
    }

    // The number of a street whose last word is `last`: "12", "12a", "Nr. 12", "No: 12/4".
    [[nodiscard]] std::size_t numberBehind(std::size_t last) const
    {
        std::size_t at = last + 1;
        if (at < m_pieces.size() && isOneOf(lower(at), {"no", "nr", "nº", "num", "n"}) && linked(at, " .:°º"))
            ++at;
        if (at >= m_pieces.size() || !isNumber(raw(at)))
            return none;
        return withLetter(at);
    }
    // "512 B", "14/3", "31-33".
    [[nodiscard]] std::size_t withLetter(std::size_t at) const
    {
        if (at + 1 >= m_pieces.size())
            return at;
        const std::string_view next = raw(at + 1);
        const bool letter = next.size() == 1 && isCapital(next) && gap(at + 1) == " " && raw(at).size() <= 4;
        const bool part = (gap(at + 1) == "/" || gap(at + 1) == " / ") && isNumber(next);
        const bool repeated = isOneOf(lower(at + 1), {"bis", "ter"}) && gap(at + 1) == " ";
        return letter || part || repeated ? at + 1 : at;
    }

    // "Gül Sokak No 7", "Lange Straße 7a": capitals, the word for street, the number.
    [[nodiscard]] std::size_t nameFirst(std::size_t i, bool inQuarter = false) const
    {
        for (std::size_t last = i; last < std::min(i + 5, m_pieces.size()); ++last) {
            const bool street = last > i && streetWords().streetsBehind.contains(lower(last));
            if (street && linked(last, " .")) {
                if (const std::size_t number = numberBehind(last); number != none)
                    return number;
            }
            // A quarter, then its street: "Lale Mahallesi, Gül Sokak 4".
            const bool quarter = street && !inQuarter && isOneOf(lower(last), {"mahallesi", "mah"}) && linked(last, " ,.");
            if (quarter) {
                const std::size_t inner
                    = last + 1 < m_pieces.size() && isCapital(raw(last + 1)) ? nameFirst(last + 1, true) : none;
                return inner;
            }
            if (!isCapital(raw(last)) || !linked(last, " "))
                return none;
        }
        return none;
    }

    // "12 rue de la Paix", "221B Baker Street", "3 bis avenue Jean Jaurès".
    [[nodiscard]] std::size_t numberFirst(std::size_t i) const
    {
        std::size_t at = i;
        if (linked(at, " ,") && isOneOf(lower(at + 1), {"bis", "ter"}))
            ++at;
        if (linked(at, " ,") && streetWords().streetsOfFrance.contains(lower(at + 1))) {
            std::size_t last = at + 1;
            std::size_t names = 0;
            while (linked(last, " .'") && last < at + 7
                && (isCapital(raw(last + 1)) || streetWords().joiners.contains(lower(last + 1)))) {
                ++last;
                names += isCapital(raw(last)) ? 1 : 0;
            }
            while (last > at + 1 && !isCapital(raw(last)))
                --last;
            return names > 0 ? last : none;
        }
        for (std::size_t last = at + 1; last < std::min(at + 6, m_pieces.size()) && linked(last - 1, " "); ++last) {
            if (last > at + 1 && streetWords().streetsAfter.contains(lower(last)) && isStreet(last))
                return last;
            if (!isCapital(raw(last)) && !isNumber(raw(last)))
                break;
        }
        return none;
    }
    // "3 Blue Green" is no street: short words count where a capital begins them.
    [[nodiscard]] bool isStreet(std::size_t i) const
    {
        return isCapital(raw(i)) || isOneOf(lower(i), {"street", "avenue", "road", "lane", "drive", "boulevard"});
    }

    // "Calle Mayor 12", "Via Roma, 10", "ul. Długa 5", "Rua das Acácias, 320".
    [[nodiscard]] std::size_t typeFirst(std::size_t i) const
    {
        std::size_t names = 0;
        for (std::size_t last = i + 1; last < std::min(i + 9, m_pieces.size()) && linked(last - 1, " ,.ºª°/'"); ++last) {
            if (isNumber(raw(last)) && (names > 0 || raw(last).size() <= 3))
                return names > 0 ? withLetter(last) : none;
            const bool comma = gap(last).contains(',');
            if (comma && !isOneOf(lower(last), {"nº", "no", "n", "nr", "numero", "número"}))
                return none;
            if (isCapital(raw(last)))
                ++names;
            else if (!streetWords().joiners.contains(lower(last)))
                return none;
        }
        return none;
    }

    // A flat, a town, a state and postal codes that follow, mostly after commas.
    [[nodiscard]] std::size_t withTown(std::size_t last) const
    {
        std::size_t whole = last;
        bool inTown = false;
        for (std::size_t next = last + 1; next < std::min(last + 14, m_pieces.size()); ++next) {
            const std::string_view between = gap(next);
            const bool comma = between == ", " || between == " - " || between == "," || between == " — " || between == "-";
            const bool joined = comma || between == " " || between == "/" || between == ". " || between == ".º "
                || between == "º " || between == "ª ";
            if (!joined)
                break;
            const std::string_view word = raw(next);
            static const WordSet labels(
                "tel|tél|telefon|telephone|phone|mobile|mobil|fax|email|e-mail|mail|tlf|cell|handy|cep|iban|bic");
            if (labels.contains(lower(next)))
                break;
            const bool flat = streetWords().flats.contains(lower(next));
            const bool code = isDigit(word.front()) && (comma || inTown || flatBefore(next, last) || word.size() >= 4);
            const bool postcode = word.size() <= 4 && isCapital(word) && std::any_of(word.begin(), word.end(), isDigit);
            const bool town = isCapital(word)
                && (comma || inTown || (next + 1 < m_pieces.size() && gap(next + 1) == "/") || between == "/"
                    || isDigit(raw(next - 1).front()));
            if (between.starts_with('.') && !flatBefore(next, last))
                break;
            if (!code && !postcode && !(flat && (comma || between == " ")) && !(town && startsTown(next, comma)))
                break;
            inTown = inTown || code || (town && (comma || between == "/"));
            if (!flat || code)
                whole = next;
        }
        return whole;
    }
    [[nodiscard]] bool flatBefore(std::size_t next, std::size_t last) const
    {
        return next > last + 1 && streetWords().flats.contains(lower(next - 1));
    }
    // A capital behind the number alone begins the next sentence or a noun more often than a town.
    [[nodiscard]] bool startsTown(std::size_t next, bool comma) const
    {
        const std::string_view before = raw(next - 1);
        const bool pair = next + 1 < m_pieces.size() && gap(next + 1) == "/"; // "Kadıköy/İstanbul"
        return comma || pair || isCapital(before) || (isDigit(before.front()) && before.size() >= 4) || gap(next) == "/";
    }

    const Source& m_source;
    std::vector<Piece> m_pieces;
    Candidates& m_found;
};

// Whether a line goes on with the address of the line before: a flat, or a town with its postal code, and nothing else.
bool isAddressLine(const Source& source, std::size_t begin, std::size_t end)
{
    const std::string_view line = source.text.substr(begin, end - begin);
    if (line.size() < 3 || line.size() > 48 || line.find_first_of("@:?!=<") != std::string_view::npos)
        return false;
    const std::vector<Piece> pieces = piecesOf(source.text, begin, end);
    bool digits = false;
    std::size_t words = 0;
    for (const Piece& piece : pieces) {
        const std::string_view word = source.text.substr(piece.begin, piece.end - piece.begin);
        const std::string_view small = std::string_view(source.lower).substr(piece.begin, piece.end - piece.begin);
        digits = digits || isDigit(word.front()) || isDigit(word.back());
        if (!isDigit(word.front()) && !isCapital(word) && !streetWords().joiners.contains(small)
            && !streetWords().flats.contains(small))
            return false;
        ++words;
    }
    return digits && words >= 2 && words <= 6;
}

// An address that ends its line goes on in the next ones.
std::size_t withNextLines(const Source& source, std::size_t end)
{
    for (int lines = 0; lines < 3; ++lines) {
        std::size_t next = end;
        while (next < source.text.size() && (source.text[next] == ' ' || source.text[next] == ',' || source.text[next] == '\r'))
            ++next;
        if (next >= source.text.size() || source.text[next] != '\n')
            break;
        ++next;
        while (next < source.text.size() && source.text[next] == ' ')
            ++next;
        std::size_t stop = next;
        while (stop < source.text.size() && stop < next + 60 && source.text[stop] != '\n' && source.text[stop] != '\r')
            ++stop;
        while (stop > next && (source.text[stop - 1] == ' ' || source.text[stop - 1] == '.' || source.text[stop - 1] == ','))
            --stop;
        if (!isAddressLine(source, next, stop))
            break;
        end = stop;
    }
    return end;
}

} // namespace

void scanAddresses(const Source& source, Candidates& found)
{
    // A long line is cut; addresses are short.
    for (std::size_t begin = 0; begin < source.text.size();) {
        const std::size_t end = std::min({source.text.find('\n', begin), begin + 4000, source.text.size()});
        // Every address has a number.
        if (source.text.substr(begin, end - begin).find_first_of("0123456789") != std::string_view::npos)
            LineScan(source, begin, end, found).run();
        begin = end < source.text.size() && source.text[end] == '\n' ? end + 1 : end;
    }
    for (Candidate& each : found)
        each.end = each.type == "address" ? withNextLines(source, each.end) : each.end;
    scanLabelledAddresses(source, found);
    scanEasternAddresses(source, found);
}

} // namespace tandem::pii
