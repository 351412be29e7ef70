#include "model/facts/Bounds.h"

#include "model/LanguagePhrases.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace tandem {

namespace {

using enum Language;
using Line = LanguagePhrases::Line;

constexpr std::size_t reach = 64; // bytes on either side of an amount
constexpr std::size_t mostSkipped = 2; // words between an amount and what limits it: "5 paid seats or more"
constexpr std::size_t mostSkippedIdeographs = 4;

constexpr auto belowBefore = std::to_array<Line>({{En, "below|under|less than|fewer than|lower than|smaller than"},
    {Es, "menos de|inferior a|inferiores a|menor de|menor que|menores de|por debajo de"},
    {Fr, "moins de|inférieur à|inférieure à|inférieurs à|inférieures à|en dessous de|au-dessous de"},
    {De, "unter|weniger als|unterhalb von|kleiner als|geringer als|niedriger als"},
    {It, "meno di|inferiore a|inferiori a|al di sotto di|sotto|minore di|minori di"},
    {Pt, "menos de|menos que|menos do que|inferior a|inferiores a|abaixo de|menor que|menor de"},
    {Nl, "minder dan|onder|lager dan|kleiner dan|beneden"}, {Pl, "poniżej|mniej niż|niższe niż|mniejsze niż"},
    {Ar, "أقل من|يقل عن|تقل عن|دون|تحت|أصغر من|أدنى من"}, {Zh, "低于|少于|不到|不足|小于|未满|不满|未达"}});
constexpr auto belowAfter
    = std::to_array<Line>({{Tr, "altında|altındaki|altı|az|daha az"}, {Ja, "未満|を下回る|より少ない|より小さい|に満たない"}});

constexpr auto atMostBefore = std::to_array<Line>(
    {{En,
         "up to|at most|no more than|not more than|never more than|no greater than|not above|not over|not exceeding|not exceed|"
         "cannot exceed|never exceed|maximum|maximum of|max|max.|limited to|limit of"},
        {Es,
            "hasta|como máximo|máximo|máximo de|a lo sumo|no más de|no superior a|no superiores a|no mayor de|no mayores de|"
            "no supere|no superen|no supera|no superan|no exceda|no excedan|no excede|limitado a"},
        {Fr,
            "jusqu'à|au maximum|maximum|maximum de|au plus|pas plus de|sans dépasser|pas dépasser|ne dépassant pas|"
            "ne dépasse pas|ne dépassent pas|n'excédant pas|n'excède pas|limité à|limitée à"},
        {De,
            "bis|bis zu|bis einschließlich|höchstens|maximal|maximum|max.|nicht mehr als|nicht über|nicht höher als|"
            "nicht größer als|begrenzt auf"},
        {It,
            "fino a|fino ai|al massimo|massimo|massimo di|non più di|non oltre|non superiore a|non superiori a|non superi|"
            "non supera|non superano|limitato a"},
        {Pt,
            "até|no máximo|máximo|máximo de|não mais de|não mais que|não mais do que|não superior a|não superiores a|"
            "não exceda|não excedam|não excede|não ultrapasse|não ultrapassem|limitado a"},
        {Nl,
            "tot|tot en met|hoogstens|maximaal|ten hoogste|maximum|maximum van|max.|niet meer dan|niet hoger dan|niet boven|"
            "beperkt tot"},
        {Pl,
            "do|najwyżej|co najwyżej|maksymalnie|maksimum|nie więcej niż|nie wyższe niż|nie powyżej|nie przekracza|"
            "nie przekraczają|nieprzekraczające|nieprzekraczających|nie przekraczające"},
        {Tr, "en fazla|en çok|azami|maksimum"},
        {Ar,
            "حتى|بحد أقصى|كحد أقصى|على الأكثر|لا يزيد عن|لا تزيد عن|لا يزيد على|لا تزيد على|لا يتجاوز|لا تتجاوز|ليس أكثر من|"
            "لا أكثر من"},
        {Zh, "不超过|不得超过|不能超过|不会超过|没有超过|未超过|不超出|不高于|不多于|不大于|最多|至多|最高|最大|上限为"},
        {Ja, "最大|最高|上限"}});
constexpr auto atMostAfter = std::to_array<Line>({{En, "or less|or fewer|or below|or under|and below|and under|at most|maximum"},
    {Es, "o menos|como máximo|a lo sumo|máximo"}, {Fr, "ou moins|au maximum|au plus|maximum"},
    {De, "oder weniger|oder darunter|höchstens|maximal"}, {It, "o meno|al massimo"}, {Pt, "ou menos|no máximo"},
    {Nl, "of minder|maximaal|hoogstens"}, {Pl, "lub mniej|maksymalnie|najwyżej"},
    {Tr,
        "kadar|aşmayan|geçmeyen|fazla olmayan|çok olmayan|daha fazla olmayan|fazla değil|veya daha az|ya da daha az|"
        "ve altı|ve altında|veya altı"},
    {Ar, "أو أقل|كحد أقصى|بحد أقصى|على الأكثر"}, {Zh, "以内|以下|及以下|或以下|或更少"},
    {Ja, "以下|以内|まで|を超えない|を超えず|を上回らない|を越えない"}});

constexpr auto aboutBefore = std::to_array<Line>({{En, "about|approximately|approx.|around|roughly|nearly|almost"},
    {Es, "unos|unas|aproximadamente|alrededor de|cerca de|casi"}, {Fr, "environ|près de|à peu près|presque"},
    {De, "etwa|ungefähr|circa|ca.|rund|zirka|fast|knapp"}, {It, "circa|quasi|intorno a"},
    {Pt, "cerca de|aproximadamente|quase|por volta de"}, {Nl, "ongeveer|circa|ca.|rond|bijna|zo'n"},
    {Pl, "około|ok.|mniej więcej|prawie|niemal"}, {Tr, "yaklaşık|aşağı yukarı|tahminen|neredeyse"},
    {Ar, "حوالي|نحو|قرابة|ما يقارب|تقريبا"}, {Zh, "约|大约|大概|将近|接近"}, {Ja, "約|およそ|ほぼ"}});
constexpr auto aboutAfter = std::to_array<Line>({{En, "or so|approximately"}, {Es, "aproximadamente"}, {Fr, "environ"},
    {It, "circa"}, {Ar, "تقريبا"}, {Zh, "左右|上下"}, {Ja, "程度|くらい|ぐらい|前後|ほど"}});

constexpr auto atLeastBefore = std::to_array<Line>(
    {{En,
         "at least|no less than|not less than|no fewer than|not fewer than|not under|not below|from|starting at|minimum|"
         "minimum of|min."},
        {Es, "al menos|por lo menos|como mínimo|mínimo|mínimo de|desde|a partir de|no menos de|no inferior a|no inferiores a"},
        {Fr, "au moins|au minimum|minimum|minimum de|à partir de|dès|pas moins de"},
        {De, "mindestens|wenigstens|ab|minimum|nicht weniger als|nicht unter"},
        {It, "almeno|a partire da|minimo|minimo di|come minimo|non meno di|non inferiore a|non inferiori a"},
        {Pt, "pelo menos|ao menos|no mínimo|mínimo|mínimo de|a partir de|desde|não menos de|não inferior a|não inferiores a"},
        {Nl, "minstens|ten minste|tenminste|minimaal|minimum|minimum van|vanaf|niet minder dan"},
        {Pl, "co najmniej|przynajmniej|minimum|minimalnie|od|nie mniej niż"}, {Tr, "en az|asgari|minimum"},
        {Ar, "على الأقل|ما لا يقل عن|لا يقل عن|لا تقل عن|ليس أقل من|بدءا من|ابتداء من|بحد أدنى|كحد أدنى"},
        {Zh, "至少|不少于|不低于|不小于|最少|最低|起码"}, {Ja, "最低|最小|少なくとも"}});
constexpr auto atLeastAfter = std::to_array<
    Line>({{En, "or more|and more|or above|and above|and up|upwards|or over|and over|or higher|minimum|at least"},
    {Es, "o más|y más|como mínimo|en adelante|mínimo"}, {Fr, "ou plus|et plus|au moins|au minimum|minimum"},
    {De, "oder mehr|und mehr|oder darüber|aufwärts|mindestens"}, {It, "o più|in su|in poi|minimo|almeno"},
    {Pt, "ou mais|no mínimo"}, {Nl, "of meer|en meer|of hoger|en hoger|minimaal"},
    {Pl, "lub więcej|i więcej|wzwyż|minimum|i powyżej"},
    {Tr, "ve üzeri|ve üzerinde|ve üstü|veya üzeri|veya daha fazla|ya da daha fazla|ve daha fazla|az olmayan|itibaren|başlayan"},
    {Ar, "أو أكثر|فأكثر|وما فوق|على الأقل|كحد أدنى"}, {Zh, "以上|及以上|或以上|或更多|起"}, {Ja, "以上|から|を下回らない"}});

constexpr auto aboveBefore = std::to_array<Line>({{En,
                                                      "above|over|more than|exceeding|exceed|exceeds|beyond|greater than|larger "
                                                      "than|higher than|in excess of|upwards of"},
    {Es,
        "más de|mayor de|mayor que|mayores de|superior a|superiores a|por encima de|supere|superen|supera|superan|exceda|"
        "excedan|excede"},
    {Fr,
        "plus de|au-delà de|au delà de|supérieur à|supérieure à|supérieurs à|supérieures à|dépassant|dépasse|dépassent|"
        "excédant|excède"},
    {De, "über|mehr als|oberhalb von|größer als|höher als"},
    {It, "oltre|oltre i|più di|superiore a|superiori a|al di sopra di|maggiore di|maggiori di|superi|supera|superano"},
    {Pt, "mais de|mais que|mais do que|acima de|superior a|superiores a|exceda|excedam|excede|ultrapasse|ultrapassem|ultrapassa"},
    {Nl, "meer dan|boven|hoger dan|groter dan"},
    {Pl, "powyżej|ponad|więcej niż|większe niż|wyższe niż|przekracza|przekraczają|przekraczające|przekraczających"},
    {Ar, "أكثر من|أكبر من|أعلى من|يزيد عن|تزيد عن|يزيد على|تزيد على|يتجاوز|تتجاوز|فوق|يفوق|تفوق"},
    {Zh, "超过|超出|高于|多于|大于|逾"}});
constexpr auto aboveAfter
    = std::to_array<Line>({{Tr, "üzeri|üzerinde|üzerindeki|üstü|üstünde|üstündeki|fazla|daha fazla|çok|daha çok|aşan|geçen"},
        {Ja, "を超える|を超えた|を超え|超|を上回る|を越える|より多い|より大きい"}});

constexpr auto articles = std::to_array<Line>({{En, "the|a|an"}, {Es, "los|las|el|la|un|una"}, {Fr, "les|le|la|un|une"},
    {De, "den|die|der|das|dem|einem|einer"}, {It, "i|gli|le|il|la|un|una"}, {Pt, "os|as|o|a|um|uma"}, {Nl, "de|het|een"}});

struct Words {
    Bound bound;
    LanguagePhrases before;
    LanguagePhrases after;
};

const std::array<Words, 5>& allWords()
{
    static const std::array<Words, 5> words{Words{Bound::Below, LanguagePhrases(belowBefore), LanguagePhrases(belowAfter)},
        Words{Bound::AtMost, LanguagePhrases(atMostBefore), LanguagePhrases(atMostAfter)},
        Words{Bound::About, LanguagePhrases(aboutBefore), LanguagePhrases(aboutAfter)},
        Words{Bound::AtLeast, LanguagePhrases(atLeastBefore), LanguagePhrases(atLeastAfter)},
        Words{Bound::Above, LanguagePhrases(aboveBefore), LanguagePhrases(aboveAfter)}};
    return words;
}

struct Found {
    Bound bound = Bound::None;
    std::size_t bytes = 0;
    void see(Bound other, std::size_t length)
    {
        if (length > bytes)
            *this = {other, length};
    }
};

Found boundBefore(std::string_view folded, Language language)
{
    static const LanguagePhrases small(articles);
    const std::size_t article = small.atEnd(folded, language);
    const std::string_view bare = text::trim(folded.substr(0, folded.size() - article));
    Found found;
    for (const Words& words : allWords()) {
        found.see(words.bound, words.before.atEnd(folded, language));
        found.see(words.bound, words.before.atEnd(bare, language));
    }
    return found;
}

Found boundAt(std::string_view folded, Language language)
{
    Found found;
    for (const Words& words : allWords())
        found.see(words.bound, words.after.atStart(folded, language));
    return found;
}

// Without its first word, or its first sign where none are between spaces; empty at the end of a clause.
std::string_view withoutFirst(std::string_view folded, Language language)
{
    if (folded.empty() || std::string_view(".,;:!?()").contains(folded.front()) || folded.starts_with("。")
        || folded.starts_with("、") || folded.starts_with("，"))
        return {};
    if (language == Zh || language == Ja) {
        std::size_t end = 1;
        while (end < folded.size() && (static_cast<unsigned char>(folded[end]) & 0xC0U) == 0x80U)
            ++end;
        return folded.substr(end);
    }
    const auto space = folded.find(' ');
    const std::string_view word = folded.substr(0, space);
    if (space == std::string_view::npos || word.find_first_of(".,;:!?()") != std::string_view::npos)
        return {};
    return text::trim(folded.substr(space));
}

Found boundAfter(std::string_view folded, const Fact& amount, Language language)
{
    // "500 €'dan fazla": the case ending belongs to the amount.
    if (folded.starts_with('\''))
        folded = withoutFirst(folded, language);
    Found found = boundAt(folded, language);
    const bool isCount = amount.measure.dimension == Dimension::None;
    const std::size_t most = !isCount ? 0 : language == Zh || language == Ja ? mostSkippedIdeographs : mostSkipped;
    for (std::size_t skipped = 0; found.bound == Bound::None && skipped < most; ++skipped) {
        folded = withoutFirst(folded, language);
        found = boundAt(folded, language);
    }
    return found;
}

} // namespace

Bound boundOf(const FactText& text, const Fact& amount, Language language)
{
    const std::string_view whole = text.text;
    std::size_t begin = amount.span.begin - std::min(amount.span.begin, reach);
    while (begin < amount.span.begin && (static_cast<unsigned char>(whole[begin]) & 0xC0U) == 0x80U)
        ++begin;
    const std::string before = text::foldAccents(text::trim(whole.substr(begin, amount.span.begin - begin)));
    const std::string after = text::foldAccents(text::truncate(text::trim(whole.substr(amount.span.end)), reach));
    const Found first = boundBefore(before, language);
    return first.bound != Bound::None ? first.bound : boundAfter(after, amount, language).bound;
}

} // namespace tandem
