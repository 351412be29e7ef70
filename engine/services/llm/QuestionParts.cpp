#include "services/llm/QuestionParts.h"

#include "model/QuestionMark.h"
#include "services/llm/IrregularForms.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tandem {

namespace {

constexpr std::size_t mostParts = 4;

// Folded phrases. A phrase in Latin or Arabic script stands between word boundaries.
constexpr auto numberCues = std::to_array<std::string_view>({"how long", "how soon", "how quickly", "how fast", "how much",
    "how many", "when", "by when", "until when", "deadline", "cost", "costs", "price", "largest", "longest", "discount", "fee",
    "descuento", "remise", "rabatt", "sconto", "desconto", "korting", "znizka", "rabat", "indirim", "maximum", "minimum",
    "at least", "at most", "limit", "how often", "how large", "how big", "cuanto", "cuanta", "cuantos", "cuantas", "cuando",
    "plazo", "precio", "maximo", "minimo", "limite", "combien", "quand", "delai", "prix", "wie lange", "wie viel", "wie viele",
    "wieviel", "wieviele", "wie oft", "wie schnell", "wie gross", "wie hoch", "wann", "frist", "kostet", "kosten", "preis",
    "hochstens", "mindestens", "maximal", "maximale", "quanto", "quanta", "quanti", "quante", "quando", "prezzo", "massimo",
    "entro", "quantos", "quantas", "prazo", "preco", "custa", "hoe lang", "hoelang", "hoeveel", "hoe snel", "hoe vaak", "wanneer",
    "prijs", "kost", "maximaal", "ile", "jak dlugo", "kiedy", "kosztuje", "cena", "maksymalny", "maksymalna", "maksymalnie",
    "kac", "ne kadar", "ne zaman", "en az", "en fazla", "fiyati", "ucreti", "كم", "متى", "المدة", "الحد", "سعر", "تكلفة", "多少",
    "多久", "多长时间", "什么时候", "何时", "几天", "价格", "费用", "最大", "最多", "いつ", "何日", "何時間", "何個",
    "どのくらい", "どれくらい", "いくつ", "いくら", "最大", "料金", "期限", "割引", "折扣", "خصم"});

constexpr auto stepCues = std::to_array<std::string_view>({"how do i", "how do we", "how do you", "how can i", "how can we",
    "how to", "how should i", "where do i", "where can i", "where do we", "where can we", "steps", "what do i have to do",
    "what should i do", "what can i do", "what can we do", "what do i do", "que puedo hacer", "que faire", "que puis je faire",
    "was kann ich tun", "was soll ich", "cosa posso fare", "cosa devo fare", "o que faco", "o que posso fazer", "wat kan ik doen",
    "wat moet ik", "co zrobic", "co moge zrobic", "ne yapmaliyim", "ne yapabilirim", "ماذا أفعل", "ماذا افعل", "怎么办",
    "como puedo", "como podemos", "como se", "como hago", "donde puedo", "donde se", "que debo hacer", "como", "comment",
    "ou puis", "ou trouver", "que dois", "wie kann", "wie konnen", "wie andere", "wie stelle", "wie setze", "wie lade",
    "wie richte", "wie", "wo finde", "wo kann", "was muss ich tun", "come posso", "come si", "come faccio", "come", "dove",
    "como posso", "como faco", "onde", "hoe kan", "hoe kun", "hoe moet", "hoe", "waar vind", "waar kan", "jak", "gdzie", "nasil",
    "nereden", "nerede", "كيف", "اين", "أين", "如何", "怎么", "怎样", "在哪里", "哪里", "どうすれば", "どうやって", "どこ",
    "手順", "方法"});

bool isWordByte(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool isIdeographic(std::string_view phrase)
{
    const auto lead = static_cast<unsigned char>(phrase.front());
    return lead >= 0xE3 && lead <= 0xE9;
}

bool holdsPhrase(std::string_view folded, std::string_view phrase)
{
    const bool anywhere = isIdeographic(phrase);
    for (auto at = folded.find(phrase); at != std::string_view::npos; at = folded.find(phrase, at + 1)) {
        const auto end = at + phrase.size();
        if (anywhere || ((at == 0 || !isWordByte(folded[at - 1])) && (end == folded.size() || !isWordByte(folded[end]))))
            return true;
    }
    return false;
}

bool endsWithQuestionMark(std::string_view sentence)
{
    return isQuestion(sentence) || sentence.ends_with("ですか。") || sentence.ends_with("ますか。");
}

} // namespace

AnswerKind answerKindOf(std::string_view question)
{
    const std::string folded = text::foldAccents(question);
    // "wie lange" holds "wie": what asks for a number is looked for first.
    if (std::ranges::any_of(numberCues, [&](std::string_view cue) { return holdsPhrase(folded, cue); })) {
        const bool asksHow = std::ranges::any_of(
            stepCues, [&](std::string_view cue) { return cue.find(' ') != std::string_view::npos && folded.starts_with(cue); });
        return asksHow ? AnswerKind::Steps : AnswerKind::Number;
    }
    if (std::ranges::any_of(stepCues, [&](std::string_view cue) { return holdsPhrase(folded, cue); }))
        return AnswerKind::Steps;
    return AnswerKind::Statement;
}

std::vector<QuestionPart> questionParts(std::string_view message)
{
    std::vector<QuestionPart> parts;
    for (const text::Span& span : text::sentences(message)) {
        const std::string_view sentence = span.of(message);
        if (!endsWithQuestionMark(sentence) || parts.size() == mostParts)
            continue;
        std::vector<ContentWord> words = comparableWords(sentence);
        if (!words.empty())
            parts.push_back({sentence, std::move(words), answerKindOf(sentence)});
    }
    if (parts.empty())
        parts.push_back({message, comparableWords(message), answerKindOf(message)});
    return parts;
}

} // namespace tandem
