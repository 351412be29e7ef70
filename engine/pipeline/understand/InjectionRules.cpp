#include "pipeline/understand/InjectionRules.h"

#include "base/Ascii.h"
#include "base/Text.h"
#include "pipeline/learn/Characters.h"
#include "pipeline/understand/InjectionHiding.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace tandem {

namespace {

constexpr std::array<std::string_view, injectionKindCount> kindNames{"override", "leak", "role", "action", "exfiltration",
    "answer", "indirect", "stealth", "marker", "hidden", "invisible", "encoded"};
constexpr std::size_t mostHits = 2000;
constexpr std::size_t mostExcused = 50; // more of them are no wish but a way to crowd out the rest
constexpr double excusedWeight = -2; // of patterns whose words are not judged
constexpr double markerWeight = 0.55;
constexpr double turnsWeight = 0.3;
constexpr std::size_t fewestSpoken = 4; // words of a made-up answer
constexpr std::size_t longestAddress = 400; // bytes
constexpr double imageWeight = 0.5;
constexpr double callWeight = 0.2;

std::optional<InjectionKind> kindFrom(std::string_view name)
{
    const auto found = std::find(kindNames.begin(), kindNames.end(), name);
    return found == kindNames.end() ? std::nullopt : std::optional(static_cast<InjectionKind>(found - kindNames.begin()));
}

void addLexicon(std::string_view text, const Lexicon& lexicon, std::vector<InjectionHit>& hits)
{
    const Tokens tokens = tokensOf(text);
    const std::vector<PatternMatch> matches = lexicon.injectionMatches(tokens);
    std::vector<std::size_t> begins; // of harmless talk
    std::vector<std::size_t> covered; // up to where it reaches, all that began so far
    for (const PatternMatch& match : matches) {
        if (match.pattern->weight >= 0)
            continue;
        if (match.pattern->weight <= excusedWeight && hits.size() < mostExcused)
            hits.push_back({InjectionKind::Answer, InjectionHit::excused, match.begin, match.end});
        begins.push_back(match.begin);
        covered.push_back(std::max(match.end, covered.empty() ? 0 : covered.back()));
    }
    for (const PatternMatch& match : matches) {
        const auto kind = match.pattern->weight > 0 ? kindFrom(match.pattern->note) : std::nullopt;
        if (!kind || hits.size() >= mostHits)
            continue;
        const auto before = std::lower_bound(begins.begin(), begins.end(), match.end) - begins.begin();
        if (before == 0 || covered[static_cast<std::size_t>(before) - 1] <= match.begin)
            hits.push_back({*kind, match.pattern->weight, match.begin, match.end});
    }
}

// Every place where one of the needles stands.
template <std::size_t count>
void addEach(std::string_view lower, const std::array<std::string_view, count>& needles, InjectionKind kind, double weight,
    std::vector<InjectionHit>& hits)
{
    for (const std::string_view needle : needles) {
        for (std::size_t at = lower.find(needle); at != std::string_view::npos && hits.size() < mostHits;
            at = lower.find(needle, at + needle.size()))
            hits.push_back({kind, weight, at, at + needle.size()});
    }
}

// "User: …" and "Assistant: …" as lines of one text.
bool opensTurn(std::string_view line, std::initializer_list<std::string_view> speakers)
{
    return std::any_of(speakers.begin(), speakers.end(), [line](std::string_view speaker) {
        if (!line.starts_with(speaker))
            return false;
        const std::string_view rest = line.substr(speaker.size());
        return rest.starts_with(":") || rest.starts_with(" :") || rest.starts_with("：");
    });
}

// Words, two characters of Chinese and Japanese counting as one.
std::size_t wordCount(std::string_view text)
{
    std::size_t words = 0;
    std::size_t characters = 0;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        const CharacterKind kind = kindOf(character.codePoint);
        characters += isIdeographic(kind) ? 1 : 0;
        words += !inside && isWordKind(kind) && !isIdeographic(kind) ? 1 : 0;
        inside = isWordKind(kind);
        at += character.length;
    }
    return words + characters / 2;
}

// Behind the speaker's name, or the next line where nothing stands there.
std::string_view spokenAt(std::string_view text, std::size_t begin, std::size_t end)
{
    const std::string_view line = text.substr(begin, end - begin);
    const std::size_t colon = std::min(line.find(':'), line.find("："));
    const std::string_view spoken = text::trim(line.substr(std::min(line.size(), colon + 1)));
    if (wordCount(spoken) > 0 || end >= text.size())
        return spoken;
    return text.substr(end + 1, text.find('\n', end + 1) - end - 1);
}

// What an assistant is made to have said; a short entry, as in a table of a system's parts, is none.
void addTurns(std::string_view text, std::vector<InjectionHit>& hits)
{
    bool user = false;
    std::optional<std::pair<std::size_t, std::size_t>> assistant;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text::trim(text.substr(at, end - at));
        if (const std::string_view opening = text::truncate(line, 40); opening.contains(":") || opening.contains("：")) {
            const std::string start = text::fold(opening);
            user = user
                || opensTurn(start,
                    {"user", "human", "customer", "usuario", "utilisateur", "benutzer", "nutzer", "utente", "utilizador",
                        "usuário", "gebruiker", "użytkownik", "kullanıcı", "المستخدم", "用户", "ユーザー"});
            if (opensTurn(start,
                    {"assistant", "ai", "bot", "asistente", "assistent", "assistente", "asystent", "asistan", "المساعد", "助手",
                        "アシスタント"})
                && wordCount(spokenAt(text, at, end)) >= fewestSpoken)
                assistant = {at, end};
        }
        at = end + 1;
    }
    if (user && assistant)
        hits.push_back({InjectionKind::Marker, turnsWeight, assistant->first, assistant->second});
}

void addHidden(std::string_view lower, std::vector<InjectionHit>& hits)
{
    for (const text::Span& stretch : hiddenStretches(lower, mostHits - std::min(mostHits, hits.size())))
        hits.push_back({InjectionKind::Hidden, 0, stretch.begin, stretch.end});
}

// A picture whose address takes something along: "![x](https://…?q=" with nothing or a placeholder behind it.
void addImages(std::string_view lower, std::vector<InjectionHit>& hits)
{
    for (std::size_t at = lower.find("]("); at != std::string_view::npos && hits.size() < mostHits;
        at = lower.find("](", at + 2)) {
        const std::string_view rest = lower.substr(at + 2, longestAddress);
        const std::string_view address = rest.substr(0, rest.find_first_of(")\n "));
        const std::size_t query = address.find('?');
        if (!address.starts_with("http") || query == std::string_view::npos)
            continue;
        const std::string_view carried = address.substr(query);
        const bool open = carried.ends_with('=') || carried.find_first_of("{[<$") != std::string_view::npos
            || carried.contains("conversation") || carried.contains("history") || carried.contains("secret")
            || carried.contains("insert");
        if (open)
            hits.push_back({InjectionKind::Exfiltration, imageWeight, at, at + 2 + address.size()});
    }
}

void addCalls(std::string_view lower, std::vector<InjectionHit>& hits)
{
    const std::size_t at = std::min(lower.find("\"arguments\""), lower.find("\"parameters\""));
    if (at == std::string_view::npos)
        return;
    const std::string_view before = lower.substr(at > 300 ? at - 300 : 0, std::min<std::size_t>(at, 300));
    if (before.contains("\"name\"") || before.contains("\"tool\"") || before.contains("\"function\""))
        hits.push_back({InjectionKind::Action, callWeight, at - before.size(), at + 11});
}

} // namespace

std::string_view name(InjectionKind kind)
{
    return kindNames[static_cast<std::size_t>(kind)];
}

std::vector<InjectionHit> injectionHits(std::string_view text, const Lexicon& lexicon)
{
    static constexpr std::array<std::string_view, 20> markers{"<|im_start|>", "<|im_end|>", "<|system|>", "<|user|>",
        "<|assistant|>", "<|endoftext|>", "<|eot_id|>", "<start_of_turn>", "[inst]", "[/inst]", "<<sys>>", "<</sys>>",
        "### system:", "### instruction", "### response", "<system>", "</system>", "[system]", "<tool_call>", "<system_prompt>"};
    std::vector<InjectionHit> hits;
    addLexicon(text, lexicon, hits);
    const std::string lower = text::lowerAscii(text);
    addEach(lower, markers, InjectionKind::Marker, markerWeight, hits);
    addHidden(lower, hits);
    addTurns(text, hits);
    addImages(lower, hits);
    addCalls(lower, hits);
    std::stable_sort(hits.begin(), hits.end(), [](const InjectionHit& a, const InjectionHit& b) { return a.begin < b.begin; });
    return hits;
}

InjectionKinds kindsWithin(const std::vector<InjectionHit>& hits, std::size_t begin, std::size_t end)
{
    InjectionKinds kinds;
    for (const InjectionHit& hit : hits) {
        if (hit.begin >= end)
            break;
        if (hit.end > begin && hit.weight >= 0)
            kinds.set(static_cast<std::size_t>(hit.kind));
    }
    return kinds;
}

} // namespace tandem
