#include "pipeline/validate/WordExchange.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tandem {

namespace {

constexpr double nearlyEqual = 0.6; // share of words in common order from which two sentences are compared word by word
constexpr std::size_t longestGap = 4; // words
constexpr std::size_t mostWords = 200; // longer sentences are not compared: the cost grows with the square

struct Word {
    std::string folded;
    std::string_view shown;
    bool capital = false; // and not the first word
    std::string before; // the stem of the word before
    const Fact* fact = nullptr; // the number, date or time that the word is part of
};

// Groups of words of which one must not stand for another; both directions.
constexpr auto opposites = std::to_array<std::pair<std::string_view, std::string_view>>({{"before", "after"},
    {"enable", "disable"}, {"enabled", "disabled"}, {"on", "off"}, {"more", "less"}, {"more", "fewer"}, {"least", "most"},
    {"minimum", "maximum"}, {"smallest", "largest"}, {"shortest", "longest"}, {"first", "last"}, {"open", "close"},
    {"opened", "closed"}, {"include", "exclude"}, {"included", "excluded"}, {"allowed", "forbidden"}, {"allow", "block"},
    {"allowed", "blocked"}, {"increase", "decrease"}, {"add", "remove"}, {"added", "removed"}, {"above", "below"},
    {"over", "under"}, {"monthly", "annual"}, {"monthly", "yearly"}, {"daily", "weekly"}, {"free", "paid"}, {"with", "without"},
    {"can", "cannot"}, {"public", "private"}, {"upgrade", "downgrade"}, {"start", "end"}, {"starts", "ends"}, {"owner", "member"},
    {"owners", "members"}, {"owner", "admin"}, {"owners", "admins"}, {"admins", "members"}, {"guests", "members"},
    {"guest", "member"}, {"earlier", "later"}, {"valid", "invalid"}, {"possible", "impossible"}, {"never", "always"},
    {"all", "none"}, {"antes", "despues"}, {"minimo", "maximo"}, {"con", "sin"}, {"avant", "apres"}, {"minimum", "maximal"},
    {"avec", "sans"}, {"vor", "nach"}, {"mindestens", "hochstens"}, {"mit", "ohne"}, {"prima", "dopo"}, {"depois", "antes"},
    {"com", "sem"}, {"voor", "na"}, {"minimaal", "maximaal"}, {"met", "zonder"}, {"przed", "po"}, {"once", "sonra"},
    {"قبل", "بعد"}, {"monatlich", "jahrlich"}, {"mensuel", "annuel"}, {"mensual", "anual"}, {"mensile", "annuale"}});

std::vector<Word> wordsOf(const ReadSentence& sentence)
{
    std::vector<Word> words;
    for (const text::Span& span : text::words(sentence.facts.text)) {
        Word word;
        word.shown = span.of(sentence.facts.text);
        word.folded = text::foldAccents(word.shown);
        const char initial = word.shown.front();
        word.before = words.empty() ? std::string() : stemOf(words.back().folded);
        for (const Fact& fact : sentence.facts.facts) {
            const bool amount = fact.kind == FactKind::Number || fact.kind == FactKind::Date || fact.kind == FactKind::TimeOfDay;
            if (amount && fact.span.begin <= span.begin && span.end <= fact.span.end)
                word.fact = &fact;
        }
        word.capital = !words.empty() && initial >= 'A' && initial <= 'Z';
        words.push_back(std::move(word));
    }
    return words;
}

// Lengths of the longest common subsequence of the tails from each pair of places.
std::vector<std::vector<int>> commonTails(const std::vector<Word>& left, const std::vector<Word>& right)
{
    std::vector<std::vector<int>> common(left.size() + 1, std::vector<int>(right.size() + 1, 0));
    for (std::size_t i = left.size(); i-- > 0;) {
        for (std::size_t j = right.size(); j-- > 0;)
            common[i][j]
                = left[i].folded == right[j].folded ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
    return common;
}

bool isOpposite(const Word& left, const Word& right)
{
    const auto isPair = [](std::string_view one, std::string_view other) {
        return std::ranges::any_of(opposites, [&](const auto& pair) {
            return (pair.first == one && pair.second == other) || (pair.first == other && pair.second == one);
        });
    };
    // "turned on" and "turned off"; elsewhere the two are prepositions.
    if (left.folded == "on" || left.folded == "off")
        return isPair(left.folded, right.folded) && left.before == right.before;
    return isPair(left.folded, right.folded) || isPair(stemOf(left.folded), stemOf(right.folded));
}

bool contains(const std::vector<Word>& words, const Word& word)
{
    return std::ranges::any_of(
        words, [&](const Word& other) { return other.folded == word.folded || stemOf(other.folded) == stemOf(word.folded); });
}

struct Gap {
    std::vector<Word> answer;
    std::vector<Word> evidence;
};

std::vector<Gap> gapsOf(const std::vector<Word>& answer, const std::vector<Word>& evidence)
{
    const auto common = commonTails(answer, evidence);
    std::vector<Gap> gaps;
    Gap gap;
    std::size_t i = 0;
    std::size_t j = 0;
    const auto close = [&] {
        if (!gap.answer.empty() && !gap.evidence.empty())
            gaps.push_back(std::move(gap));
        gap = {};
    };
    while (i < answer.size() || j < evidence.size()) {
        if (i < answer.size() && j < evidence.size() && answer[i].folded == evidence[j].folded) {
            close();
            ++i;
            ++j;
        } else if (j == evidence.size() || (i < answer.size() && common[i + 1][j] >= common[i][j + 1])) {
            gap.answer.push_back(answer[i++]);
        } else {
            gap.evidence.push_back(evidence[j++]);
        }
    }
    close();
    return gaps;
}

// What stands in the answer where the evidence has something else of the same kind.
std::string exchangeIn(const Gap& gap)
{
    if (gap.answer.size() > longestGap || gap.evidence.size() > longestGap)
        return {};
    for (const Word& said : gap.answer) {
        for (const Word& meant : gap.evidence) {
            if (isOpposite(said, meant))
                return "It says \"" + std::string(said.shown) + "\" where the evidence says \"" + std::string(meant.shown) + "\"";
            const bool bare = said.fact == nullptr && meant.fact == nullptr;
            const bool names
                = bare && said.capital && meant.capital && !contains(gap.evidence, said) && !contains(gap.answer, meant);
            const bool amounts = !bare && said.fact != nullptr && meant.fact != nullptr && sameSort(*said.fact, *meant.fact)
                && !sameFact(*said.fact, *meant.fact);
            if (names || amounts)
                return "It says \"" + std::string(said.shown) + "\" where the evidence says \"" + std::string(meant.shown) + "\"";
        }
    }
    return {};
}

// Who may do something, in the languages of the demo's interface; stems.
constexpr auto roles = std::to_array<std::string_view>({"owner", "admin", "administ", "memb", "guest", "manag", "agent", "viewer",
    "inhab", "mitglied", "gast", "verwalt", "propriet", "administr", "membr", "invite", "miembr", "invitad", "membro", "ospit",
    "eigena", "beheerd", "lid", "leden", "wlascici", "czlon", "gosc"});

std::vector<std::string_view> rolesIn(const ReadSentence& sentence)
{
    std::vector<std::string_view> found;
    for (const std::string& stem : sentence.stems) {
        if (std::ranges::find(roles, stem) != roles.end())
            found.push_back(stem);
    }
    return found;
}

} // namespace

std::string exchangedRole(const ReadSentence& answer, const ReadSentence& evidence)
{
    const auto said = rolesIn(answer);
    const auto meant = rolesIn(evidence);
    const auto lacks = [](const std::vector<std::string_view>& all, std::string_view role) {
        return std::ranges::find(all, role) == all.end();
    };
    const bool other = std::ranges::any_of(meant, [&](std::string_view role) { return lacks(said, role); });
    for (const ContentWord& word : answer.words) {
        const bool isRole = std::ranges::find(said, word.stem) != said.end();
        if (isRole && other && lacks(meant, word.stem))
            return "It says this of \"" + std::string(word.span.of(answer.facts.text)) + "\", the evidence of somebody else";
    }
    return {};
}

double commonOrder(const ReadSentence& answer, const ReadSentence& evidence)
{
    const std::vector<Word> said = wordsOf(answer);
    const std::vector<Word> meant = wordsOf(evidence);
    if (said.empty() || meant.empty() || said.size() > mostWords || meant.size() > mostWords)
        return 0;
    return 2.0 * commonTails(said, meant)[0][0] / static_cast<double>(said.size() + meant.size());
}

std::string exchangedWord(const ReadSentence& answer, const ReadSentence& evidence)
{
    const std::vector<Word> said = wordsOf(answer);
    const std::vector<Word> meant = wordsOf(evidence);
    if (said.empty() || meant.empty() || said.size() > mostWords || meant.size() > mostWords)
        return {};
    const int common = commonTails(said, meant)[0][0];
    if (common < nearlyEqual * static_cast<double>(std::min(said.size(), meant.size())))
        return {};
    for (const Gap& gap : gapsOf(said, meant)) {
        if (std::string reason = exchangeIn(gap); !reason.empty())
            return reason;
    }
    return {};
}

} // namespace tandem
