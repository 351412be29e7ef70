#include "privacy/PersonalDataWords.h"
#include "privacy/PersonalDataLexicons.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <unordered_map>

namespace tandem::pii {

namespace {

constexpr std::uint64_t hashSeed = 14695981039346656037ULL;

std::uint64_t mixed(std::uint64_t hash, char c)
{
    return (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
}

constexpr UChar32 firstLetter = 0xC0;
constexpr UChar32 afterLatinB = 0x250;
constexpr UChar32 firstAdditional = 0x1E00;
constexpr UChar32 afterAdditional = 0x1F00;

// A Latin letter beyond ASCII: what it is compared as, up to two ASCII letters.
struct Letter {
    std::array<char, 2> folded{};
    bool isLetter = false;
    bool isCapital = false;
};

Letter letterOf(UChar32 character)
{
    Letter letter;
    letter.isLetter = u_isalpha(character) != 0;
    letter.isCapital = u_isupper(character) != 0 || u_istitle(character) != 0;
    switch (u_tolower(character)) {
    case 0xDF: letter.folded = {'s', 's'}; return letter;
    case 0xE6: letter.folded = {'a', 'e'}; return letter;
    case 0x153: letter.folded = {'o', 'e'}; return letter;
    case 0xF8: letter.folded = {'o', 0}; return letter;
    case 0xFE: letter.folded = {'t', 'h'}; return letter;
    case 0xF0:
    case 0x111: letter.folded = {'d', 0}; return letter;
    case 0x131: letter.folded = {'i', 0}; return letter;
    case 0x142: letter.folded = {'l', 0}; return letter;
    default: break;
    }
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* const decomposition = unorm2_getNFDInstance(&status);
    std::array<UChar, 8> parts{};
    if (U_FAILURE(status) == 0
        && unorm2_getRawDecomposition(decomposition, character, parts.data(), static_cast<int32_t>(parts.size()), &status) > 0
        && U_FAILURE(status) == 0) {
        // "ế" is "ê" with an accent, which is "e" with another.
        if (parts[0] >= firstLetter)
            return {letterOf(parts[0]).folded, letter.isLetter, letter.isCapital};
        letter.folded[0] = static_cast<char>(u_tolower(parts[0]));
    }
    return letter;
}

class Letters {
public:
    Letters()
    {
        for (UChar32 c = firstLetter; c < afterLatinB; ++c)
            m_early[static_cast<std::size_t>(c - firstLetter)] = letterOf(c);
        for (UChar32 c = firstAdditional; c < afterAdditional; ++c)
            m_additional[static_cast<std::size_t>(c - firstAdditional)] = letterOf(c);
    }
    // Null outside the two blocks.
    [[nodiscard]] const Letter* find(UChar32 c) const
    {
        if (c >= firstLetter && c < afterLatinB)
            return &m_early[static_cast<std::size_t>(c - firstLetter)];
        if (c >= firstAdditional && c < afterAdditional)
            return &m_additional[static_cast<std::size_t>(c - firstAdditional)];
        return nullptr;
    }

private:
    std::array<Letter, afterLatinB - firstLetter> m_early;
    std::array<Letter, afterAdditional - firstAdditional> m_additional;
};

const Letters& letters()
{
    static const Letters table;
    return table;
}

unsigned byteAt(std::string_view text, std::size_t at)
{
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

// The letter of two or three bytes at `at`, null when there is none.
const Letter* letterAt(std::string_view text, std::size_t at, std::size_t& bytes)
{
    const unsigned lead = byteAt(text, at);
    const unsigned second = byteAt(text, at + 1);
    if ((second & 0xC0U) != 0x80)
        return nullptr;
    UChar32 character = 0;
    if (lead >= 0xC3 && lead <= 0xC9) {
        bytes = 2;
        character = static_cast<UChar32>((lead & 0x1FU) << 6U | (second & 0x3FU));
    } else if (lead == 0xE1 && second >= 0xB8 && second <= 0xBB && (byteAt(text, at + 2) & 0xC0U) == 0x80) {
        bytes = 3;
        character = static_cast<UChar32>((lead & 0xFU) << 12U | (second & 0x3FU) << 6U | (byteAt(text, at + 2) & 0x3FU));
    } else {
        return nullptr;
    }
    const Letter* const letter = letters().find(character);
    return letter != nullptr && letter->isLetter ? letter : nullptr;
}

struct Phrase {
    std::vector<std::uint64_t> before; // the words before the last one, last first
    Cue cue;
};

template <typename Take>
void eachPart(std::string_view text, char separator, Take take)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0)
            take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

constexpr std::array<std::pair<std::string_view, WordKinds>, 10> wordKinds{{{"given", givenName}, {"weak", weakName},
    {"surname", surname}, {"other", otherProper}, {"nobody", nobodyWord}, {"particle", particleWord}, {"company", companyWord},
    {"title_after", titleAfter}, {"says", personVerb}, {"german", germanWord}}};
constexpr std::array<std::pair<std::string_view, Cue>, 8> cueKinds{
    {{"name_is", Cue::NameIs}, {"i_am", Cue::IAm}, {"title", Cue::Title}, {"greeting", Cue::Greeting}, {"closing", Cue::Closing},
        {"label", Cue::Label}, {"role", Cue::Role}, {"beside", Cue::Beside}}};

class Words {
public:
    Words()
    {
        m_slots.resize(1U << 16U); // twice as many as there are words
        eachPart(namesLexicon, '\n', [this](std::string_view line) { readLine(line, ' '); });
        eachPart(nameCuesLexicon, '\n', [this](std::string_view line) { readLine(line, '|'); });
        eachPart(ordinaryWordsLexicon, '\n', [this](std::string_view line) {
            if (!line.starts_with('#'))
                eachPart(line, ' ', [this](std::string_view word) { add(word, ordinaryWord); });
        });
    }

    [[nodiscard]] WordKinds find(std::uint64_t hash) const
    {
        for (std::size_t at = hash & (m_slots.size() - 1);; at = (at + 1) & (m_slots.size() - 1)) {
            if (m_slots[at].hash == hash || m_slots[at].kinds == 0)
                return m_slots[at].kinds;
        }
    }
    [[nodiscard]] const std::vector<Phrase>* phrases(std::uint64_t lastWord) const
    {
        const auto found = m_phrases.find(lastWord);
        return found == m_phrases.end() ? nullptr : &found->second;
    }
    [[nodiscard]] const std::vector<std::string_view>& list(std::string_view kind) const
    {
        static const std::vector<std::string_view> none;
        const auto found = m_lists.find(kind);
        return found == m_lists.end() ? none : found->second;
    }

private:
    struct Slot {
        std::uint64_t hash = 0;
        WordKinds kinds = 0;
    };

    void add(std::string_view word, WordKinds kind)
    {
        const std::uint64_t hash = wordHash(word);
        std::size_t at = hash & (m_slots.size() - 1);
        while (m_slots[at].kinds != 0 && m_slots[at].hash != hash)
            at = (at + 1) & (m_slots.size() - 1);
        m_slots[at].hash = hash;
        m_slots[at].kinds |= kind;
    }

    void readLine(std::string_view line, char separator)
    {
        const std::size_t tab = line.find('\t');
        if (line.starts_with('#') || tab == std::string_view::npos)
            return;
        const std::string_view kind = line.substr(0, tab);
        const std::string_view values = line.substr(tab + 1);
        const auto cue = std::find_if(cueKinds.begin(), cueKinds.end(), [kind](const auto& each) { return each.first == kind; });
        const auto word
            = std::find_if(wordKinds.begin(), wordKinds.end(), [kind](const auto& each) { return each.first == kind; });
        if (cue != cueKinds.end())
            eachPart(values, separator, [&](std::string_view phrase) { addPhrase(phrase, cue->second); });
        else if (word != wordKinds.end())
            eachPart(values, separator, [&](std::string_view each) { add(each, word->second); });
        else
            eachPart(values, separator, [&](std::string_view each) { m_lists[kind].push_back(each); });
    }

    void addPhrase(std::string_view text, Cue cue)
    {
        std::vector<std::uint64_t> hashes;
        eachPart(text, ' ', [&](std::string_view word) { hashes.push_back(wordHash(word)); });
        const std::uint64_t last = hashes.back();
        add(text.substr(text.rfind(' ') + 1), endsCue);
        hashes.pop_back();
        std::reverse(hashes.begin(), hashes.end());
        m_phrases[last].push_back({std::move(hashes), cue});
    }

    std::vector<Slot> m_slots; // a power of two of them; a free one has no kinds
    std::unordered_map<std::uint64_t, std::vector<Phrase>> m_phrases;
    std::map<std::string_view, std::vector<std::string_view>> m_lists;
};

const Words& words()
{
    static const Words table;
    return table;
}

} // namespace

std::size_t latinLetter(std::string_view text, std::size_t at, bool& capital)
{
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
        capital = c >= 'A' && c <= 'Z';
        return capital || (c >= 'a' && c <= 'z') ? 1 : 0;
    }
    std::size_t bytes = 0;
    const Letter* const letter = letterAt(text, at, bytes);
    if (letter == nullptr)
        return 0;
    capital = letter->isCapital;
    return bytes;
}

std::uint64_t wordHash(std::string_view word)
{
    std::uint64_t hash = hashSeed;
    for (std::size_t at = 0; at < word.size();) {
        const char c = word[at];
        std::size_t bytes = 1;
        if (c >= 'a' && c <= 'z') {
            hash = mixed(hash, c);
        } else if (c >= 'A' && c <= 'Z') {
            hash = mixed(hash, static_cast<char>(c + ('a' - 'A')));
        } else if (c == '\'' || word.substr(at).starts_with("’")) {
            hash = mixed(hash, '\'');
            bytes = c == '\'' ? 1 : 3;
        } else if (const Letter* const letter = letterAt(word, at, bytes)) {
            for (const char folded : letter->folded)
                hash = folded == 0 ? hash : mixed(hash, folded);
        }
        at += bytes;
    }
    return hash;
}

WordKinds kindsOf(std::uint64_t wordHash)
{
    return words().find(wordHash);
}

std::uint16_t cuesAt(const std::uint64_t* lastWord, std::size_t wordsBefore)
{
    const std::vector<Phrase>* const phrases = words().phrases(*lastWord);
    if (phrases == nullptr)
        return 0;
    unsigned cues = 0;
    for (const Phrase& phrase : *phrases) {
        if (phrase.before.size() > wordsBefore)
            continue;
        bool same = true;
        for (std::size_t i = 0; i < phrase.before.size() && same; ++i)
            same = *(lastWord - 1 - i) == phrase.before[i];
        if (same)
            cues |= 1U << static_cast<unsigned>(phrase.cue);
    }
    return static_cast<std::uint16_t>(cues);
}

const std::vector<std::string_view>& namesOfKind(std::string_view kind)
{
    return words().list(kind);
}

} // namespace tandem::pii
