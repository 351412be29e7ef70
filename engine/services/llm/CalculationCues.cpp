#include "services/llm/CalculationCues.h"

#include "model/ContentWords.h"
#include "model/LanguagePhrases.h"

#include <array>
#include <set>

namespace tandem {

namespace {

using enum Language;
using Line = LanguagePhrases::Line;

// "How much" alone asks for storage, savings and refunds too.
constexpr auto price = std::to_array<Line>(
    {{En,
         "cost|costs|price|prices|priced|how much is|how much are|how much would|how much for|how much do we pay|how much do i "
         "pay|"
         "how much will we pay|how much will i pay|how much to pay|what do we pay|what do i pay|have to pay|what would we pay"},
        {Es, "cuesta|cuestan|costaría|costarían|precio|precios|cuánto es|cuánto son|cuánto vale|cuánto pago|cuánto pagamos"},
        {Fr, "coûte|coûtent|coûterait|coûteraient|prix|tarif|combien ça fait|combien payons-nous|combien dois-je payer"},
        {De, "kostet|kosten|preis|preise|wie teuer|wie viel zahlen|wie viel bezahlen|was zahlen|wie viel ist"},
        {It, "costa|costano|costerebbe|costerebbero|prezzo|prezzi|quanto paghiamo|quanto viene|quanto è"},
        {Pt, "custa|custam|custaria|custariam|preço|preços|quanto pagamos|quanto fica|quanto é"},
        {Nl, "kost|kosten|prijs|prijzen|hoeveel betalen|hoeveel is"},
        {Pl, "kosztuje|kosztują|kosztowałby|kosztowałoby|koszt|cena|ceny|ile zapłacimy|ile płacimy"},
        {Tr, "fiyat|fiyatı|ücret|ücreti|maliyeti|kaç para|ne kadar tutar|ne kadar|kaça"},
        {Ar, "تكلفة|التكلفة|تكلف|يكلف|سعر|السعر|ثمن|كم ندفع"}, {Zh, "多少钱|价格|费用|价钱|多少费用|收费"},
        {Ja, "料金|いくら|価格|費用|値段"}});
constexpr auto end = std::to_array<Line>({{En,
                                              "until when|by when|until which date|until what date|by which date|by what "
                                              "date|last day|latest date|what date|which date"},
    {Es, "hasta cuándo|hasta qué fecha|qué fecha"}, {Fr, "jusqu'à quand|jusqu'à quelle date|quelle date"},
    {De, "bis wann|bis zu welchem datum|welchem datum|welches datum"},
    {It, "fino a quando|entro quando|entro che data|quale data"}, {Pt, "até quando|até que data|que data"},
    {Nl, "tot wanneer|welke datum|tot welke datum"}, {Pl, "do kiedy|do jakiej daty"}, {Tr, "ne zamana kadar|hangi tarihe kadar"},
    {Ar, "حتى متى|إلى متى|لغاية متى"}, {Zh, "到什么时候|到哪一天|截止"}, {Ja, "いつまで|何日まで"}});
constexpr auto countBefore = std::to_array<Line>({{En, "how many"}, {Es, "cuántos|cuántas"}, {Fr, "combien de|combien d'"},
    {De, "wie viele|wieviele|wie viel"}, {It, "quanti|quante"}, {Pt, "quantos|quantas"}, {Nl, "hoeveel"}, {Pl, "ile"},
    {Tr, "kaç"}, {Ar, "كم|كم عدد"}, {Zh, "几个|多少个|多少|几份"}, {Ja, "いくつの|何個の|何件の"}});
constexpr auto countAfter
    = std::to_array<Line>({{Zh, "需要几个|要几个|需要多少个"}, {Ja, "はいくつ|がいくつ|をいくつ|は何個|が何個|を何個|は何件"}});
constexpr auto extra = std::to_array<Line>({{En, "extra|additional|further"}, {Es, "extra|extras|adicional|adicionales"},
    {Fr, "supplémentaire|supplémentaires|additionnel|additionnels|en plus"},
    {De, "zusätzlich|zusätzliche|zusätzlichen|zusätzlicher|zusätzliches|weitere|weiteren|weiterer|weiteres|extra"},
    {It, "aggiuntivo|aggiuntivi|aggiuntiva|aggiuntive|extra|ulteriore|ulteriori"}, {Pt, "adicional|adicionais|extra|extras"},
    {Nl, "extra|aanvullende|bijkomende"}, {Pl, "dodatkowy|dodatkowe|dodatkowych|dodatkowa|dodatkowego|dodatkowo"},
    {Tr, "ek|ekstra|ilave|fazladan"}, {Ar, "إضافي|إضافية|الإضافي|الإضافية|إضافيا"}, {Zh, "额外|追加|另外|增加"},
    {Ja, "追加|さらに"}});
constexpr auto more = std::to_array<Line>({{En, "more|another"}, {Es, "más|otro|otra|otros|otras"}, {Fr, "de plus|autre|autres"},
    {De, "mehr|noch"}, {It, "in più|altro|altra|altri|altre"}, {Pt, "mais|outro|outra|outros|outras"}, {Nl, "meer|nog"},
    {Pl, "więcej|jeszcze|kolejny|kolejnych"}, {Tr, "daha"}, {Ar, "أخرى|آخر|أكثر|مزيد"}, {Zh, "多买|再|更多"},
    {Ja, "もっと|あと"}});
constexpr auto otherPeriod = std::to_array<Line>(
    {{En, "before|prior|every|end of|once|each"}, {Es, "antes|cada|final de|fin de"}, {Fr, "avant|chaque|fin de|fin du"},
        {De, "vor|alle|jede|jeden|jedes|ende des|ende der|zum ende"}, {It, "prima|ogni|fine del|fine di"},
        {Pt, "antes|cada|fim de|fim do|final de"}, {Nl, "voor|voordat|elke|einde van"}, {Pl, "przed|co|końca|końcu"},
        {Tr, "önce|her|sonundan"}, {Ar, "قبل|كل|نهاية"}, {Zh, "之前|前|每|末|底"}, {Ja, "前に|ごと|前まで|末"}});
constexpr auto since
    = std::to_array<Line>({{En, "of|after|from|since|following"}, {Es, "de|del|desde|después de|a partir de|tras"},
        {Fr, "de|du|d'|des|après|suivant|à compter de|à compter du|depuis|à partir de"}, {De, "nach|ab|seit|vom|von"},
        {It, "da|dal|dalla|dall'|dopo|di|del|della"}, {Pt, "de|do|da|após|depois de|a partir de|desde"},
        {Nl, "na|vanaf|sinds|van"}, {Pl, "od|po"}, {Ar, "من|بعد|منذ"}});
constexpr auto pack = std::to_array<Line>({{En, "pack|packs|bundle|bundles|block|blocks"}, {Es, "paquete|paquetes|bloque|lote"},
    {Fr, "lot|lots|tranche|paquet|bloc|pack"}, {De, "paket|pakete|block|pack"}, {It, "pacchetto|pacchetti|blocco|lotto"},
    {Pt, "pacote|pacotes|bloco|lote"}, {Nl, "pakket|bundel|blok"}, {Pl, "pakiet|paczka|paczkę|blok"},
    {Tr, "paket|paketi|paketlik"}, {Ar, "حزمة|باقة"}, {Zh, "包|套"}, {Ja, "パック|セット"}});
constexpr auto denial
    = std::to_array<Line>({{En, "not|never|cannot|can't|doesn't|don't|isn't|aren't|won't|no longer|used to|formerly|previously"},
        {Es, "no|nunca|ya no|tampoco|antes costaba"}, {Fr, "ne|n'|pas|jamais|plus aucun"},
        {De, "nicht|kein|keine|keinen|keinem|keiner|nie|niemals|nicht mehr|früher"}, {It, "non|mai|nessun|nessuna"},
        {Pt, "não|nunca|nenhum|nenhuma"}, {Nl, "niet|geen|nooit|vroeger"}, {Pl, "nie|nigdy|żaden|dawniej"},
        {Tr, "değil|değildir|yok|yoktur|artık"}, {Ar, "لا|لم|لن|ليس|ليست|لم يعد"},
        {Zh, "不再|不是|并非|不能|不可|无法|没有|不包括|不含|不适用"},
        {Ja, "ではありません|できません|しません|なくなりました|ではない|できない|されません|含みません"}});

constexpr std::string_view priceWords
    = "cost costs price prices pay cuesta cuestan precio pago coûte coûtent prix kostet kosten preis costa costano prezzo custa "
      "custam preço kost kosten prijs kosztuje kosztują cena fiyat fiyatı ücret tutar تكلفة سعر 价格 费用 料金 価格";

const LanguagePhrases& phrasesOf(Cue cue)
{
    static const std::array<LanguagePhrases, 8> phrases{LanguagePhrases(price), LanguagePhrases(end), LanguagePhrases(extra),
        LanguagePhrases(more), LanguagePhrases(otherPeriod), LanguagePhrases(since), LanguagePhrases(pack),
        LanguagePhrases(denial)};
    return phrases.at(static_cast<std::size_t>(cue));
}

} // namespace

bool holdsCue(std::string_view folded, Cue cue, Language language)
{
    return phrasesOf(cue).isIn(folded, language) || (cue == Cue::More && phrasesOf(Cue::Extra).isIn(folded, language));
}

bool beginsWithCue(std::string_view folded, Cue cue, Language language)
{
    return phrasesOf(cue).atStart(folded, language) > 0;
}

bool asksForNumber(std::string_view foldedBefore, std::string_view foldedAfter, Language language)
{
    static const LanguagePhrases before(countBefore);
    static const LanguagePhrases after(countAfter);
    return before.atEnd(foldedBefore, language) > 0 || after.atStart(foldedAfter, language) > 0;
}

bool isPriceWord(const std::string& stem)
{
    static const std::set<std::string> stems = [] {
        std::set<std::string> made;
        for (const ContentWord& word : contentWords(priceWords))
            made.insert(word.stem);
        return made;
    }();
    return stems.contains(stem);
}

} // namespace tandem
