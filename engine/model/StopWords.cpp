#include "model/StopWords.h"

#include "base/Text.h"
#include "model/ContentWords.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace tandem {

namespace {

struct WordList {
    Language language;
    std::string_view words; // folded, without accents, separated by spaces
};

constexpr std::array<WordList, 10> stopLists{{
    {Language::En,
        "a an the and or but if then of to in on at by for from with about as into than that this these those it its is are was "
        "were be been being am do does did has have had will would shall should can could may might must i you he she we they me "
        "him her us them my your his our their what which who whom when where why how there here so such not no nor too very "
        "just also only own same some any all each every both more most other s t d ll re ve m up out over under again once "
        "always never must"},
    {Language::Es,
        "el la los las un una unos unas y o u e pero si de del a al en con por para sin sobre que como cuando donde quien cual "
        "cuanto cuantos cuanta cuantas es son era fue ser estar esta estan este esto estos estas ese eso su sus mi mis tu tus me "
        "te se nos lo le les no ni ya mas muy tambien ha han he hay puede pueden puedo tiene tienen tengo yo usted nuestro "
        "siempre nunca"},
    {Language::Fr,
        "le la les un une des du de d l et ou mais si a au aux en dans sur avec sans pour par que qui quoi dont quand comment "
        "combien est sont etait etre ete ce cet cette ces son sa ses mon ma mes votre vos notre nos leur leurs je tu il elle on "
        "nous vous ils elles me te se y ne pas plus qu c j n s m t peut peuvent puis ai as avez ont avoir quel quelle quels "
        "quelles tout tous toute toutes toujours jamais"},
    {Language::De,
        "der die das den dem des ein eine einen einem einer eines und oder aber wenn dann von zu zum zur im in am an auf bei mit "
        "nach aus fur uber unter als wie was wer wann wo warum ob dass es ist sind war waren sein wird werden wurde wurden hat "
        "haben hatte kann konnen konnte muss mussen soll darf ich sie er wir ihr mich mir uns ihnen mein meine unser unsere ihre "
        "ihrer ihren sich nicht kein keine keinen nur auch noch schon so sehr man immer nie niemals"},
    {Language::It,
        "il lo la i gli le un uno una e ed o ma se di del dello della dei degli delle a al allo alla ai alle da dal dalla in nel "
        "nella nei con su sul sulla per tra fra che chi cui come quando dove quanto quanti quanta quante perche e sono era "
        "essere "
        "stato ha hanno ho avere puo possono posso questo questa questi queste suo sua suoi mio mia nostro vostro io tu lei noi "
        "voi loro mi ti si ci vi ne non piu anche solo l d sempre mai"},
    {Language::Pt,
        "o a os as um uma uns umas e ou mas se de do da dos das em no na nos nas ao aos com por para pelo pela sem sobre que "
        "quem "
        "qual quais quando onde como quanto quantos quanta quantas e sao era foi ser estar esta estao este isto estes estas esse "
        "isso seu sua seus suas meu minha meus nosso nossa eu voce ele ela nos eles me te lhe nao mais muito tambem tem tenho ha "
        "pode podem posso"},
    {Language::Nl,
        "de het een en of maar als dan van naar in op aan bij met voor door uit over onder te om tot dat die dit deze wat wie "
        "wanneer waar waarom hoe hoeveel is zijn was waren wordt worden werd heeft hebben had kan kunnen kon moet moeten mag zal "
        "ik je jij u hij zij ze we wij jullie mij me ons mijn uw jouw hun haar er niet geen ook nog al zo zeer wel altijd nooit"},
    {Language::Pl,
        "i oraz a ale lub albo czy jesli gdy w we z ze na do od po za o u przez dla przy pod nad jak co kto kiedy gdzie dlaczego "
        "ile jaki jaka jakie ktory ktora ktore jest sa byl byla bylo byc bedzie beda moze moga mozna moge ma maja mam ten ta to "
        "te tego tej tym tych jego jej ich moj moja moje nasz nasza wasz ja ty on ona my wy oni sie mnie nam was nie tez juz "
        "tylko bardzo aby zeby zawsze nigdy"},
    {Language::Tr,
        "ve veya ya da de ki ama ile icin bir bu su o bunu onu ben sen biz siz onlar benim sizin bizim ne nasil kim hangi kac "
        "neden nerede zaman mi mu musunuz gibi kadar daha en cok her sonra once olan olarak olur oldu ise eger var degil icinde "
        "uzere tarafindan"},
    {Language::Ar,
        "في من على الى إلى عن مع هذا هذه ذلك تلك التي الذي الذين و او أو ثم لا لم لن ما ماذا متى كيف اين أين هل كم هو هي هم نحن "
        "انا "
        "أنا ان أن إن كان كانت يكون تكون قد لقد كل بعد قبل بين عند عبر لي لنا له لها لدى لدي به بها فيه فيها منه منها عليه عليها "
        "اي "
        "أي اذا إذا حتى غير لكن"},
}};

constexpr std::string_view weakWords
    = "hello hi hey dear please note thanks thank want wants need needs get gets got use used using make makes made help "
      "question "
      "know tell say see try tried work works working possible way thing something anything happen happens still now today like "
      "long many much soon quickly often until far large big largest longest mean means "
      "lange viele hoch gross gibt es long temps delai cuanto tiempo tempo lang hoeveel dlugo ile sure surede gerekir olmali "
      "hallo guten tag bitte danke mochte brauche frage hola gracias favor quiero necesito puedo bonjour merci veuillez "
      "voudrais besoin buongiorno ciao grazie vorrei ola obrigado obrigada quero preciso bedankt graag wil dzien dobry prosze "
      "dziekuje chce merhaba lutfen tesekkurler istiyorum مرحبا شكرا اريد أريد";

struct Tables {
    std::unordered_map<std::string_view, std::uint16_t> stop; // a bit per language
    std::unordered_set<std::string> weak; // as written and as stems
};

const Tables& tables()
{
    static const Tables built = [] {
        Tables made;
        for (const WordList& list : stopLists) {
            for (const std::string_view word : text::split(list.words, ' '))
                made.stop[word] = static_cast<std::uint16_t>(made.stop[word] | (1U << std::to_underlying(list.language)));
        }
        for (const std::string_view word : text::split(weakWords, ' ')) {
            made.weak.emplace(word);
            made.weak.insert(stemOf(word));
        }
        return made;
    }();
    return built;
}

std::optional<Language> languageByScript(std::string_view text)
{
    const auto [kana, han, arabic, latin] = scriptCounts(text);
    // One ideograph says about as much as three letters; product names in Latin script stand in any text.
    if (arabic > 0 && arabic * 2 >= latin)
        return Language::Ar;
    if ((kana + han) * 4 < latin || kana + han == 0)
        return std::nullopt;
    return kana * 6 >= han ? Language::Ja : Language::Zh;
}

} // namespace

ScriptCounts scriptCounts(std::string_view text)
{
    ScriptCounts counts;
    for (const char32_t point : text::codePoints(text)) {
        if (point >= 0x3041 && point <= 0x30FF)
            ++counts.kana;
        else if (point >= 0x4E00 && point <= 0x9FFF)
            ++counts.han;
        else if (point >= 0x0620 && point <= 0x06D3)
            ++counts.arabic;
        else if ((point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= 0xC0 && point < 0x250))
            ++counts.latin;
    }
    return counts;
}

bool isStopWord(std::string_view folded)
{
    return tables().stop.contains(folded);
}

bool isWeakWord(std::string_view folded)
{
    return tables().weak.contains(std::string(folded));
}

std::array<int, languageCount> stopWordCounts(std::string_view text)
{
    std::array<int, languageCount> counts{};
    const std::string folded = text::foldAccents(text);
    for (const text::Span& span : text::words(folded)) {
        const auto found = tables().stop.find(span.of(folded));
        if (found == tables().stop.end())
            continue;
        for (std::size_t i = 0; i < languageCount; ++i)
            counts[i] += (found->second >> i) & 1;
    }
    return counts;
}

std::optional<Language> languageByStopWords(std::string_view text)
{
    if (const auto byScript = languageByScript(text))
        return byScript;
    const std::array<int, languageCount> counts = stopWordCounts(text);
    std::size_t best = 0;
    for (std::size_t i = 1; i < languageCount; ++i)
        best = counts[i] > counts[best] ? i : best;
    // A single word that two languages share says nothing.
    const bool alone = std::ranges::count(counts, counts[best]) == 1;
    if (counts[best] == 0 || (counts[best] == 1 && !alone))
        return std::nullopt;
    return static_cast<Language>(best);
}

} // namespace tandem
