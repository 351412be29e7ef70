#include "pipeline/validate/Questions.h"

#include "base/Text.h"
#include "model/QuestionMark.h"
#include "model/StopWords.h"
#include "model/facts/Facts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace tandem {

namespace {

// What words of money given, of guarantees and of decisions begin with: folded, without accents. In all languages at once, as an
// answer may be in another one than it should.
constexpr auto promiseStems = std::to_array<std::string_view>({"refund", "reimburs", "compensat", "discount", "voucher",
    "goodwill", "guarant", "promise", "approved", "waive", "cashback", "reembols", "devoluc", "devolv", "reintegr", "descuent",
    "compens", "garant", "promet", "aprobad", "bonific", "dinero", "rembours", "dedommag", "reduction", "approuv", "erstatt",
    "ruckerstatt", "zuruckerstatt", "ruckzahl", "zuruckzahl", "gutschrift", "gutschreib", "rabat", "nachlass", "entschadig",
    "versprech", "versproch", "genehmig", "kulanz", "rimbors", "scont", "risarc", "indennizz", "approvat", "denaro", "estorn",
    "descont", "indeniz", "ressarc", "aprovad", "dinheiro", "terugbetal", "terugstort", "vergoed", "schadevergoed", "korting",
    "tegoed", "beloof", "beloven", "goedgekeurd", "coulance", "zwrot", "zwroc", "znizk", "odszkodowan", "rekompensat", "gwarant",
    "obiec", "zatwierdz", "pieniadz", "iade", "indirim", "tazminat", "onayland", "parani"});
// Whole words: others begin like them ("geldig", "Argentina").
constexpr auto promiseWords = std::to_array<std::string_view>({"owe", "owes", "owed", "money", "argent", "geld", "soldi"});
// The same where words are not told apart by spaces, or have letters before their stem.
constexpr auto promisePieces
    = std::to_array<std::string_view>({"استرداد", "استرجاع", "تعويض", "خصم", "ضمان", "نضمن", "退款", "退还", "赔偿", "补偿",
        "折扣", "优惠", "保证", "承诺", "批准", "返金", "払い戻", "補償", "賠償", "割引", "保証", "約束", "承認"});

bool promises(std::string_view folded)
{
    if (std::ranges::any_of(promisePieces, [&](std::string_view piece) { return folded.contains(piece); }))
        return true;
    const std::vector<text::Span> words = text::words(folded);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i].of(folded);
        // "by credit card" asks how, "a credit" says what.
        if (word.starts_with("credit")
            && !(i + 1 < words.size() && (words[i + 1].of(folded) == "card" || words[i + 1].of(folded) == "cards")))
            return true;
        const auto begins = [word](std::string_view stem) { return word.starts_with(stem); };
        if (std::ranges::find(promiseWords, word) != promiseWords.end() || std::ranges::any_of(promiseStems, begins))
            return true;
    }
    return false;
}

// Digits of the scripts that NFKC leaves as they are, by their zero.
bool isDigit(char32_t point)
{
    constexpr auto zeros = std::to_array<char32_t>({U'0', 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6,
        0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810});
    return std::ranges::any_of(zeros, [point](char32_t zero) { return point >= zero && point <= zero + 9; });
}

// A sign that joins statements or stands in links, addresses and amounts.
bool saysMore(std::string_view question)
{
    constexpr auto signs = std::to_array<std::string_view>(
        {"\n", "\r", ":", ";", ".", "!", "?", "。", "؛", "؟", "—", "–", " - ", "@", "//", "$", "€", "£", "¥", "₺", "%"});
    return std::ranges::any_of(signs, [&](std::string_view sign) { return question.contains(sign); });
}

} // namespace

bool asksOnly(std::string_view question, Language language)
{
    const std::string plain = text::nfkc(question);
    std::string_view asked = text::trim(plain);
    for (const std::string_view mark : {"- ", "* ", "• ", "¿"}) {
        if (asked.starts_with(mark))
            asked.remove_prefix(mark.size());
    }
    while (isQuestion(asked))
        asked.remove_suffix(asked.ends_with('?') ? 1 : std::string_view("؟").size());
    if (saysMore(asked) || std::ranges::any_of(text::codePoints(asked), isDigit) || holdsHardFact(question, language))
        return false;
    const std::optional<Language> written = languageByStopWords(asked);
    if (written && *written != language && holdsHardFact(question, *written))
        return false;
    return !promises(text::foldAccents(asked));
}

} // namespace tandem
