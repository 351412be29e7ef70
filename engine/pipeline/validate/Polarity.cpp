#include "pipeline/validate/Polarity.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace tandem {

namespace {

// Folded words of all languages with a Latin or Arabic script that deny, but for those that mean something else in another one.
constexpr std::string_view negations
    = "not no never cannot without neither nor none nobody nothing unable impossible except excluding isnt arent doesnt dont "
      "didnt "
      "cant wont wasnt werent shouldnt hasnt havent couldnt wouldnt unavailable unsupported disallowed forbidden "
      "nunca jamas sin tampoco ningun ninguna ninguno nadie nada excepto salvo "
      "pas jamais sans aucun aucune ni personne impossible sauf interdit "
      "nicht kein keine keinen keinem keiner keines nie niemals ohne weder ausser unmoglich "
      "non mai senza nessun nessuno nessuna neanche neppure tranne impossibile "
      "nao sem nenhum nenhuma nem ninguem exceto "
      "niet geen nooit zonder noch behalve nergens onmogelijk "
      "nie nigdy bez ani zaden zadna zadne oprocz nikt niemozliwe "
      "degil yok hic asla olmadan haric olmaz "
      "لا لم لن ليس ليست ليسوا غير بدون دون أبدا ابدا عدم باستثناء";
// Negations in one language that are other words elsewhere.
struct OwnNegation {
    Language language;
    std::string_view word;
};
constexpr auto ownNegations = std::to_array<OwnNegation>({{Language::Es, "no"}, {Language::It, "no"}, {Language::Fr, "ne"}});
// Words of the list above that another language uses otherwise.
constexpr auto otherwise = std::to_array<OwnNegation>({{Language::Pt, "no"}, {Language::It, "sin"}, {Language::It, "nie"},
    {Language::En, "mai"}, {Language::En, "sin"}, {Language::En, "ani"}, {Language::Fr, "personne"}, {Language::De, "ani"},
    {Language::Es, "nie"}, {Language::Pt, "mai"}, {Language::Pl, "no"}, {Language::Pl, "non"}, {Language::Tr, "no"},
    {Language::De, "mai"}, {Language::Nl, "nie"}, {Language::Fr, "mai"}, {Language::Tr, "sin"}});

constexpr std::string_view alwaysWords
    = "always siempre toujours immer stets sempre altijd zawsze daima دائما وقت 始终 总是 必ず 常に 永遠";
constexpr std::string_view neverWords = "never nunca jamas jamais niemals nie mai nooit nigdy asla أبدا ابدا";
constexpr std::string_view onlyWords = "only exclusively solely solo solamente unicamente seulement uniquement exclusivement nur "
                                       "ausschliesslich soltanto soltanto "
                                       "somente apenas alleen uitsluitend slechts tylko wylacznie yalnizca sadece فقط";
constexpr std::string_view mustWords
    = "must required mandatory obliged compulsory debe deben debes obligatorio doit doivent devez obligatoire muss mussen musst "
      "verpflichtend obligatorisch deve devono devi obbligatorio devem obrigatorio moet moeten verplicht musi musza musisz "
      "obowiazkowe zorunlu zorunludur gerekir يجب";
constexpr std::string_view mayWords
    = "can may could optional optionally puede pueden puedes opcional peut peuvent pouvez facultatif kann konnen darf durfen "
      "optional "
      "puo possono puoi facoltativo pode podem kan kunnen mag moze moga mozna opcjonalnie يمكن يستطيع يستطيعون اختياري";

constexpr std::string_view limitWords = "once einmal fois vez volta keer raz kez مرة";
constexpr std::string_view allWords = "all every each any everyone everybody anyone todos todas todo toda cada cualquier tous "
                                      "toutes tout toute chaque alle allen "
                                      "aller jeder jede jedes jeden tutti tutte ogni qualsiasi qualquer elke ieder iedere "
                                      "wszystkie wszystkich kazdy kazda butun tum "
                                      "her جميع كل";

constexpr auto ideographicNegations = std::to_array<std::string_view>(
    {"不", "没", "無", "无", "未", "勿", "禁止", "ません", "なし", "できない", "されない", "しない", "ではない", "くなる"});
constexpr auto ideographicExceptions = std::to_array<std::string_view>(
    {"不过", "不仅", "不同", "不断", "無料", "なければな", "不足", "无论", "不久", "不要な", "未来", "かもしれません", "くなる"});

constexpr std::size_t reach = 3; // content words on each side of a negation that it may be about

std::unordered_set<std::string_view> setOf(std::string_view words)
{
    const auto all = text::split(words, ' ');
    return {all.begin(), all.end()};
}

bool isDenying(std::string_view word, Language language)
{
    static const auto words = setOf(negations);
    const auto in = [&](const auto& list) {
        return std::ranges::any_of(list, [&](const OwnNegation& own) { return own.language == language && own.word == word; });
    };
    if (words.contains(word))
        return !in(otherwise);
    if (in(ownNegations))
        return true;
    // "doesn't" is one word; Turkish denies by an ending.
    if (language == Language::En && (word.ends_with("n't") || word.ends_with("n’t")))
        return true;
    constexpr auto endings = std::to_array<std::string_view>({"maz", "mez", "miyor", "muyor", "mamak", "memek", "madan", "meden",
        "mazsiniz", "mezsiniz", "mayin", "meyin", "mazlar", "mezler", "madi", "medi", "mamis", "memis", "mayan", "meyen"});
    return language == Language::Tr && word.size() >= 5 && word != "temmuz"
        && std::ranges::any_of(endings, [&](std::string_view ending) { return word.ends_with(ending); });
}

bool hasWord(const std::unordered_set<std::string_view>& set, std::string_view word)
{
    return set.contains(word);
}

void readMarks(Polarity& polarity, std::string_view word)
{
    static const auto always = setOf(alwaysWords);
    static const auto never = setOf(neverWords);
    static const auto only = setOf(onlyWords);
    static const auto must = setOf(mustWords);
    static const auto may = setOf(mayWords);
    static const auto limit = setOf(limitWords);
    static const auto all = setOf(allWords);
    polarity.always = polarity.always || hasWord(always, word);
    polarity.never = polarity.never || hasWord(never, word);
    polarity.only = polarity.only || hasWord(only, word);
    polarity.must = polarity.must || hasWord(must, word);
    polarity.may = polarity.may || hasWord(may, word);
    polarity.limited = polarity.limited || hasWord(limit, word);
    polarity.all = polarity.all || hasWord(all, word);
}

// The content words around a place, without crossing a full stop, semicolon or comma.
std::vector<std::string> around(std::string_view text, const std::vector<ContentWord>& words, std::size_t begin, std::size_t end)
{
    const auto isCut = [&](std::size_t from, std::size_t to) {
        const std::string_view between = text.substr(from, to - from);
        return between.find_first_of(".;,:") != std::string_view::npos || between.contains("。") || between.contains("、")
            || between.contains("，") || between.contains("،");
    };
    std::vector<std::string> stems;
    std::size_t count = 0;
    for (const ContentWord& word : words) {
        if (word.span.begin >= end && count < reach && !isCut(end, word.span.begin)) {
            stems.push_back(word.stem);
            ++count;
        }
    }
    count = 0;
    for (std::size_t i = words.size(); i-- > 0 && count < reach;) {
        const ContentWord& word = words[i];
        if (word.span.end <= begin && !isCut(word.span.end, begin)) {
            stems.push_back(word.stem);
            ++count;
        }
    }
    return stems;
}

void readIdeographs(Polarity& polarity, std::string_view text, const std::vector<ContentWord>& words)
{
    for (const std::string_view sign : ideographicNegations) {
        for (auto at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + sign.size())) {
            const bool exception = std::ranges::any_of(ideographicExceptions, [&](std::string_view word) {
                const auto from = at - std::min<std::size_t>(at, word.size());
                return text.substr(from, 2 * word.size() + sign.size()).contains(word);
            });
            if (!exception)
                polarity.denied.push_back(around(text, words, at, at + sign.size()));
        }
    }
    for (const std::string_view sign : {"始终", "总是", "必ず", "常に", "いつも"})
        polarity.always = polarity.always || text.contains(sign);
    for (const std::string_view sign : {"只有", "仅", "只能", "のみ", "だけ"})
        polarity.only = polarity.only || text.contains(sign);
    for (const std::string_view sign : {"必须", "必需", "なければなりません", "必須"})
        polarity.must = polarity.must || text.contains(sign);
    for (const std::string_view sign : {"从不", "绝不", "决不", "決して"})
        polarity.never = polarity.never || text.contains(sign);
}

} // namespace

Polarity polarityOf(std::string_view text, const std::vector<ContentWord>& words, Language language)
{
    Polarity polarity;
    const bool ideographic = language == Language::Zh || language == Language::Ja;
    if (ideographic) {
        readIdeographs(polarity, text, words);
        return polarity;
    }
    for (const text::Span& span : text::words(text)) {
        const std::string folded = text::foldAccents(span.of(text));
        if (folded == "once" && text.substr(0, span.begin).ends_with("at "))
            continue; // "at once"
        readMarks(polarity, folded);
        if (isDenying(folded, language))
            polarity.denied.push_back(around(text, words, span.begin, span.end));
    }
    return polarity;
}

} // namespace tandem
