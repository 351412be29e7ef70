#include "privacy/PersonalDataScanners.h"
#include "privacy/PersonalDataTokens.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

// What German and Dutch compounds that name no person end with.
constexpr std::array<std::string_view, 44> institutions{"ung", "betrieb", "desk", "team", "stelle", "komitee", "leute",
    "controlling", "amt", "verband", "verein", "werk", "werke", "kasse", "archiv", "theater", "schaft", "heit", "keit", "leitung",
    "dienst", "büro", "zentrum", "gruppe", "bedarf", "handel", "technik", "service", "system", "portal", "bedrijf", "beheer",
    "groep", "schule", "klinik", "praxis", "markt", "versand", "verwaltung", "abteilung", "zugang", "modul", "export",
    "sicherung"};

constexpr std::size_t mostWords = 5; // of one name
constexpr std::size_t longestLine = 4; // words of a line that holds a name alone

// Names in Latin script, word by word: a known given name, or a word of no known meaning where the words around it speak of
// people.
class NameScan {
public:
    NameScan(const Source& source, Candidates& found)
        : m_text(source.text)
        , m_tokens(tokensOf(source.text))
        , m_german(std::ranges::count_if(m_tokens, [](const Token& token) { return token.is(germanWord); }) >= 2)
        , m_found(found)
    {
        m_hashes.reserve(m_tokens.size());
        for (const Token& token : m_tokens)
            m_hashes.push_back(token.hash);
        m_taken.resize(m_tokens.size());
    }

    void run()
    {
        for (std::size_t i = 0; i < m_tokens.size();) {
            const std::size_t after = nameAt(i);
            if (after > i)
                take(i, after);
            i = std::max(after, i + 1);
        }
        takeAgain();
    }

private:
    [[nodiscard]] std::string_view gap(std::size_t i) const // before token i
    {
        const std::size_t begin = i == 0 ? 0 : m_tokens[i - 1].end;
        return m_text.substr(begin, m_tokens[i].begin - begin);
    }
    [[nodiscard]] bool linked(std::size_t i) const // token i + 1 goes on with token i
    {
        if (i + 1 >= m_tokens.size())
            return false;
        const std::string_view between = gap(i + 1);
        return between == " " || (between == ". " && (m_tokens[i].isInitial() || isTitle(i)));
    }
    [[nodiscard]] bool isTitle(std::size_t i) const { return m_tokens[i].endsCue && has(cuesAt(&m_hashes[i], 0), Cue::Title); }
    // Nothing speaks against it as a part of a name.
    [[nodiscard]] static bool isOpen(const Token& token)
    {
        return !token.is(otherProper | nobodyWord | companyWord)
            || (token.is(givenName | surname) && !(token.allCapitals && token.is(otherProper)));
    }
    [[nodiscard]] static bool isUnknown(const Token& token)
    {
        return token.kinds == 0 && token.capital && token.end - token.begin >= 3;
    }
    [[nodiscard]] static bool isGiven(const Token& token)
    {
        return token.is(givenName) && !token.is(weakName | ordinaryWord | otherProper | nobodyWord);
    }
    [[nodiscard]] static bool isAnyGiven(const Token& token) { return token.is(givenName | weakName); }
    [[nodiscard]] static bool isSurname(const Token& token) { return token.is(surname) && !token.is(nobodyWord); }

    [[nodiscard]] bool isTeam(const Token& token) const
    {
        const std::string_view word = m_text.substr(token.begin, token.end - token.begin);
        return word == "team" || word == "Team" || word == "support" || word == "Support" || word == "crew" || word == "people";
    }
    [[nodiscard]] bool isInstitution(const Token& token) const
    {
        const std::string_view word = m_text.substr(token.begin, token.end - token.begin);
        return std::any_of(institutions.begin(), institutions.end(),
            [word](std::string_view ending) { return word.size() >= ending.size() + 4 && word.ends_with(ending); });
    }
    // In German "der" and "den" begin what comes next rather than a part of the name: "von der Heide", but "Quast den Zugang".
    [[nodiscard]] bool mayJoin(const Token& particle) const
    {
        static const std::uint64_t von = wordHash("von");
        return particle.is(particleWord) && (!m_german || !particle.is(germanWord) || particle.hash == von);
    }

    // One past the last word of the name whose first word is `i`: further names, initials and, between them, particles.
    [[nodiscard]] std::size_t nameEnd(std::size_t i) const
    {
        std::size_t end = i + 1;
        for (std::size_t count = 1; count < mostWords && linked(end - 1); ++count) {
            std::size_t next = end;
            while (next + 1 < m_tokens.size() && next < end + 2
                && (next > end ? m_tokens[next].is(particleWord) : mayJoin(m_tokens[next])) && linked(next)
                && (!m_tokens[next].capital || m_tokens[next + 1].capital)
                && (!m_tokens[next].capital || !isAnyGiven(m_tokens[next])))
                ++next;
            const Token& token = m_tokens[next];
            if (!token.capital || token.allCapitals != (m_tokens[i].allCapitals && !token.isInitial()) || !isOpen(token))
                break;
            if (!goesOn(i, end, next) || (next > end && token.isInitial()))
                break;
            end = next + 1;
        }
        // An initial alone at the end belongs to the name only with its full stop or before a surname.
        while (end > i + 1 && m_tokens[end - 1].isInitial() && !m_text.substr(m_tokens[end - 1].end).starts_with("."))
            --end;
        return end;
    }

    // Whether token `next` belongs to the name of tokens first…end.
    [[nodiscard]] bool goesOn(std::size_t first, std::size_t end, std::size_t next) const
    {
        const Token& token = m_tokens[next];
        if (isAnyGiven(token) || isSurname(token) || token.isInitial())
            return true;
        const bool complete = end > first + 1 && isSurname(m_tokens[end - 1]);
        if (isUnknown(token))
            return !complete || (!m_german && !token.is(ordinaryWord));
        // "Zoe Young": where only names have capitals.
        const bool last = next + 1 >= m_tokens.size() || !m_tokens[next + 1].capital || !linked(next);
        return token.kinds == ordinaryWord && !m_german && !complete && last && isGiven(m_tokens[first]) && end == first + 1;
    }

    [[nodiscard]] std::uint16_t cuesEndingAt(std::size_t i) const { return m_tokens[i].endsCue ? cuesAt(&m_hashes[i], i) : 0; }

    // Cues that end right before token `i`.
    [[nodiscard]] std::uint16_t cuesBefore(std::size_t i) const
    {
        if (i == 0)
            return 0;
        const std::string_view between = gap(i);
        const std::uint16_t cues = between.size() <= 8 ? cuesEndingAt(i - 1) : 0;
        if (cues == 0)
            return 0;
        const bool colon = between.contains(':');
        const bool comma = between.contains(',') || between.contains("，");
        const bool newLine = between.contains('\n');
        const bool other = between.find_first_not_of(" \t\r\n,:.!-*>\"'(") != std::string_view::npos;
        unsigned kept = 0;
        const auto keep = [&](Cue cue, bool when) { kept |= when && has(cues, cue) ? 1U << static_cast<unsigned>(cue) : 0U; };
        keep(Cue::NameIs, !newLine && !comma && !other);
        keep(Cue::IAm, !newLine && !other && (between == " " || colon));
        keep(Cue::Title, between == " " || between == ". ");
        keep(Cue::Greeting, !newLine && !colon && !other && !between.contains('.') && startsWithCue(i));
        keep(Cue::Closing, !other && (newLine || comma || between == " " || between == "! "));
        keep(Cue::Label, colon && !other);
        keep(Cue::Role, !newLine && !other && !between.contains('.'));
        keep(Cue::Beside, between == " ");
        return static_cast<std::uint16_t>(kept);
    }

    // A greeting opens its sentence: "Hi Ana", "Sehr geehrter Herr Otto".
    [[nodiscard]] bool startsWithCue(std::size_t i) const
    {
        for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
            if (m_tokens[i - back].startsSentence || m_tokens[i - back].startsLine)
                return true;
            if (gap(i - back + (back > 1 ? 1 : 0)) != " " && back > 1)
                return false;
        }
        return false;
    }

    [[nodiscard]] bool fillsLine(std::size_t begin, std::size_t end) const
    {
        if (end - begin > longestLine || !m_tokens[begin].startsLine)
            return false;
        const std::string_view rest = m_text.substr(m_tokens[end - 1].end);
        const std::size_t sign = rest.find_first_not_of(" \t\r,.!");
        return sign == std::string_view::npos || rest[sign] == '\n';
    }

    // One past the name that begins with token `i`; `i` when none does.
    [[nodiscard]] std::size_t nameAt(std::size_t i) const
    {
        const Token& token = m_tokens[i];
        const std::uint16_t cues = cuesBefore(i);
        // "Herr von Bülow"
        const bool noble = !token.capital && mayJoin(token) && (has(cues, Cue::Title) || has(cues, Cue::NameIs));
        if (noble && linked(i) && m_tokens[i + 1].capital && isOpen(m_tokens[i + 1]))
            return nameEnd(i + 1);
        if (!token.capital)
            return smallNameAt(i, cues);
        if ((token.is(nobodyWord) && !isGiven(token)) || isCueWord(i))
            return i;
        // In Spanish "D. Rodrigo" is a title, and an unknown word that opens a sentence rarely belongs to the name behind it.
        const bool next = linked(i) && m_tokens[i + 1].capital && isGiven(m_tokens[i + 1]);
        const bool don = token.isInitial() && m_text[token.begin] == 'D';
        if (next && (don || (isUnknown(token) && token.startsSentence && !fillsLine(i, nameEnd(i)))))
            return i;
        const std::size_t end = nameEnd(i);
        // "Alder Group", "Hello Fernway team"
        const bool follows = end < m_tokens.size() && gap(end) == " ";
        if (follows
            && ((m_tokens[end].is(companyWord) && m_tokens[end].capital)
                || (m_tokens[end].is(nobodyWord) && isUnknown(token) && end == i + 1 && isTeam(m_tokens[end]))))
            return i;
        const auto begin = m_tokens.begin();
        const bool institution = !isAnyGiven(token)
            && std::any_of(begin + static_cast<std::ptrdiff_t>(i), begin + static_cast<std::ptrdiff_t>(end),
                [this](const Token& each) { return isUnknown(each) && isInstitution(each); });
        return !institution && isNamed(i, end, cues) ? end : i;
    }

    // A greeting, role or title of its own, with the name behind it.
    [[nodiscard]] bool isCueWord(std::size_t i) const
    {
        const std::uint16_t cues = m_tokens[i].endsCue ? cuesAt(&m_hashes[i], 0) : 0;
        const bool title = has(cues, Cue::Title);
        const bool other = has(cues, Cue::Greeting) || has(cues, Cue::Closing) || has(cues, Cue::Role);
        return (title && (!isAnyGiven(m_tokens[i]) || (linked(i) && m_tokens[i + 1].capital))) || other;
    }

    // "Don't go, Mark!"
    [[nodiscard]] bool isCalled(std::size_t i) const
    {
        const std::size_t end = m_tokens[i].end;
        return i > 0 && gap(i) == ", " && end < m_text.size() && (m_text[end] == '!' || m_text[end] == '?');
    }

    [[nodiscard]] bool isNamed(std::size_t i, std::size_t end, std::uint16_t cues) const
    {
        const Token& token = m_tokens[i];
        const bool several = end > i + 1;
        const Token& second = m_tokens[several ? i + 1 : i];
        const bool hinted = has(cues, Cue::NameIs) || has(cues, Cue::Title) || has(cues, Cue::Greeting) || has(cues, Cue::Label)
            || has(cues, Cue::Role) || (has(cues, Cue::Closing) && (fillsLine(i, end) || isAnyGiven(token)));
        if (isGiven(token))
            return several || !token.allCapitals || hinted;
        if (isAnyGiven(token)) {
            if (hinted || has(cues, Cue::IAm) || isCalled(i))
                return isOpen(token) || several || has(cues, Cue::Title) || has(cues, Cue::NameIs);
            return several && (isSurname(second) || isUnknown(second) || second.isInitial());
        }
        if (token.isInitial())
            return several && (isSurname(m_tokens[end - 1]) || (isUnknown(m_tokens[end - 1]) && !token.startsSentence));
        if (!isOpen(token))
            return false;
        if (token.is(ordinaryWord))
            return (has(cues, Cue::NameIs) || has(cues, Cue::Title)) && !token.allCapitals && (isSurname(token) || several);
        if (isSurname(token))
            return hinted || (several && (isAnyGiven(second) || isSurname(second))) || (has(cues, Cue::IAm) && several);
        if (!isUnknown(token) || token.allCapitals)
            return false;
        return hinted || (has(cues, Cue::IAm) && !m_german) || isNamedBeside(i, end, cues);
    }

    // Words of no known meaning, side by side.
    [[nodiscard]] bool isNamedBeside(std::size_t i, std::size_t end, std::uint16_t cues) const
    {
        const bool next = end < m_tokens.size() && gap(end) == " ";
        if (next && m_tokens[end].is(titleAfter))
            return true;
        const bool verb = next && m_tokens[end].is(personVerb) && !m_tokens[end].capital && !m_german;
        if (end < i + 2)
            return verb;
        bool known = false;
        for (std::size_t k = i + 1; k < end; ++k) {
            const bool middle = m_tokens[k].isInitial() && k + 1 < end;
            known = known || middle || (!m_german && isSurname(m_tokens[k])) || isGiven(m_tokens[k]);
            if (m_tokens[k].is(particleWord) && !m_tokens[k].capital)
                return false; // "Brasserie du Moulin"
        }
        const bool possessive = m_text.substr(m_tokens[end - 1].end).starts_with("'s");
        return known || verb || fillsLine(i, end) || (!m_german && (has(cues, Cue::Beside) || possessive));
    }

    // "this is tom whitaker": chats have no capitals.
    [[nodiscard]] std::size_t smallNameAt(std::size_t i, std::uint16_t cues) const
    {
        const Token& token = m_tokens[i];
        if (!isAnyGiven(token) || token.is(nobodyWord))
            return i;
        const bool clear = isGiven(token);
        const bool next = linked(i) && !m_tokens[i + 1].capital;
        const bool family = next && isSurname(m_tokens[i + 1]) && !m_tokens[i + 1].is(ordinaryWord | weakName | particleWord);
        const bool hinted = has(cues, Cue::NameIs) || (clear && has(cues, Cue::Title))
            || ((clear || family) && has(cues, Cue::IAm)) || (clear && has(cues, Cue::Greeting))
            || (clear && has(cues, Cue::Closing) && fillsLine(i, i + 1)) || (clear && has(cues, Cue::Label));
        if (!hinted && !(clear && family))
            return i;
        const bool unknown = next && m_tokens[i + 1].kinds == 0 && has(cues, Cue::NameIs);
        return family || unknown ? i + 2 : i + 1;
    }

    void take(std::size_t begin, std::size_t end)
    {
        m_found.push_back({"person", m_tokens[begin].begin, endOf(end - 1), named});
        for (std::size_t i = begin; i < end; ++i)
            m_taken[i] = true;
    }
    [[nodiscard]] std::size_t endOf(std::size_t last) const
    {
        const std::size_t end = m_tokens[last].end;
        return m_tokens[last].isInitial() && m_text.substr(end).starts_with(".") ? end + 1 : end;
    }

    // Who was named once, or has an address here, is meant where a part of the name stands alone.
    void takeAgain()
    {
        std::vector<std::uint64_t> known;
        for (std::size_t i = 0; i < m_tokens.size(); ++i) {
            if (m_taken[i] && m_tokens[i].end - m_tokens[i].begin >= 4 && !m_tokens[i].is(ordinaryWord | particleWord))
                known.push_back(m_tokens[i].hash);
        }
        for (std::size_t at = m_text.find('@'); at != std::string_view::npos; at = m_text.find('@', at + 1))
            addMailbox(at, known);
        if (known.empty())
            return;
        std::sort(known.begin(), known.end());
        for (std::size_t i = 0; i < m_tokens.size(); ++i) {
            const std::size_t begin = i;
            while (i < m_tokens.size() && !m_taken[i] && m_tokens[i].capital && isOpen(m_tokens[i])
                && std::binary_search(known.begin(), known.end(), m_tokens[i].hash) && (i == begin || linked(i - 1)))
                ++i;
            if (i > begin)
                take(begin, i);
        }
    }

    // The words of "helen.marsh@…".
    void addMailbox(std::size_t at, std::vector<std::uint64_t>& known) const
    {
        std::size_t end = at;
        for (std::size_t begin = at; begin > 0 && at - begin < 64; --begin) {
            const char before = m_text[begin - 1];
            if (isLetter(before))
                continue;
            if (end - begin >= 4) {
                const std::uint64_t hash = wordHash(m_text.substr(begin, end - begin));
                if ((kindsOf(hash) & (ordinaryWord | nobodyWord | otherProper | companyWord)) == 0)
                    known.push_back(hash);
            }
            end = begin - 1;
            if (before != '.' && before != '_' && before != '-')
                break;
        }
    }

    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::vector<std::uint64_t> m_hashes;
    std::vector<bool> m_taken;
    bool m_german = false;
    Candidates& m_found;
};

} // namespace

void scanPeople(const Source& source, Candidates& found)
{
    NameScan(source, found).run();
    scanIdeographicPeople(source, found);
    scanArabicPeople(source, found);
}

} // namespace tandem::pii
