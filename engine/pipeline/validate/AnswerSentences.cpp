// Which sentences of an answer say something that needs evidence.
#include "model/ContentWords.h"
#include "model/QuestionMark.h"
#include "model/StopWords.h"
#include "model/facts/Facts.h"
#include "pipeline/validate/Grounding.h"
#include "pipeline/validate/Questions.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

// What a courtesy begins with, whatever follows. Folded, without accents.
constexpr auto courtesies = std::to_array<std::string_view>({"if anything", "if something is", "if you have any", "if you need",
    "let me know", "please let", "feel free", "do not hesitate", "don't hesitate", "i hope", "hope this", "we hope",
    "i understand", "i'm sorry", "i am sorry", "we are sorry", "we're sorry", "sorry for", "sorry to hear", "sorry about",
    "we apologi", "i apologi", "my apologies", "apologies for", "happy to help", "glad to help", "i'm happy to", "thank you",
    "thanks", "best regards", "kind regards", "sincerely", "yours", "have a nice", "have a great", "you're welcome",
    "here is the exact", "our help cent", "just reply", "great question", "good question", "si algo no", "si tienes", "si tiene",
    "no dudes", "no dude", "espero que", "lamento", "lo siento", "gracias", "saludos", "un saludo", "nuestro centro de ayuda",
    "si un point", "si vous avez", "n'hesitez", "n’hesitez", "j'espere", "j’espere", "desole", "nous sommes desoles",
    "je suis desole", "merci", "cordialement", "bien a vous", "notre centre d", "falls etwas", "falls sie", "wenn sie noch",
    "bei weiteren fragen", "ich hoffe", "es tut mir leid", "das tut mir leid", "vielen dank", "danke", "mit freundlichen",
    "viele grusse", "unser hilfebereich", "se qualcosa", "se hai", "se ha altre", "non esitare", "spero che", "mi dispiace",
    "ci dispiace", "grazie", "cordiali saluti", "il nostro centro assistenza", "se algo nao", "se tiver", "se precisar",
    "nao hesite", "espero que", "lamento", "sinto muito", "obrigado", "obrigada", "atenciosamente", "nossa central de ajuda",
    "is er nog iets", "als je nog", "als u nog", "laat het", "ik hoop", "het spijt", "bedankt", "dank", "met vriendelijke",
    "ons helpcentrum", "jesli cos", "jesli masz", "w razie", "mam nadzieje", "przykro", "przepraszam", "dziekuj", "pozdrawiam",
    "z powazaniem", "nasze centrum pomocy", "net olmayan", "baska sorunuz", "umarim", "uzgunum", "ozur dileriz", "tesekkur",
    "mesajiniz icin", "saygilarimla", "iyi gunler", "yardim merkezimiz", "اذا بقي", "إذا بقي", "اذا كان لديك", "إذا كان لديك",
    "لا تتردد", "آمل", "نأسف", "نعتذر", "اسف", "شكرا", "مع التحية", "يجيب مركز المساعدة", "如果还有", "如有", "希望", "抱歉",
    "很抱歉", "对不起", "感谢", "谢谢", "祝", "我们的帮助中心", "ご不明", "お役に立て", "申し訳", "ありがとう",
    "お問い合わせありがとう", "よろしく", "この件はヘルプセンター", "原文は"});

// What a greeting begins with: the sentence is one when little follows.
constexpr auto greetings = std::to_array<std::string_view>({"hello", "hi", "hey", "dear", "good morning", "good afternoon",
    "hola", "buenos dias", "buenas", "estimad", "bonjour", "bonsoir", "cher", "chere", "guten tag", "hallo", "guten morgen",
    "liebe", "lieber", "sehr geehrte", "moin", "buongiorno", "ciao", "salve", "gentile", "ola", "bom dia", "boa tarde", "prezad",
    "caro", "cara", "goedemorgen", "goedendag", "beste", "dzien dobry", "czesc", "szanown", "witam", "merhaba", "sayin", "selam",
    "مرحبا", "أهلا", "اهلا", "السلام عليكم", "عزيزي", "您好", "你好", "こんにちは", "様"});

template <std::size_t count>
bool beginsWithAny(std::string_view folded, const std::array<std::string_view, count>& phrases)
{
    return std::ranges::any_of(phrases, [&](std::string_view phrase) { return folded.starts_with(phrase); });
}

// "Sure!", "Of course."
bool isAssent(std::string_view folded)
{
    constexpr auto words = std::to_array<std::string_view>({"sure", "yes", "no", "ok", "okay", "of course", "certainly",
        "absolutely", "great", "perfect", "claro", "por supuesto", "bien sur", "d'accord", "oui", "non", "ja", "nein", "gern",
        "gerne", "naturlich", "certo", "certamente", "nee", "natuurlijk", "tak", "nie", "oczywiscie", "evet", "hayir", "tabii",
        "نعم", "لا", "بالتأكيد", "是的", "好的", "当然", "はい", "いいえ", "承知しました"});
    const auto end = folded.find_last_not_of(".!, ");
    folded = folded.substr(0, end == std::string_view::npos ? 0 : end + 1);
    for (const std::string_view mark : {"。", "！"}) {
        if (folded.ends_with(mark))
            folded.remove_suffix(mark.size());
    }
    return std::ranges::find(words, folded) != words.end();
}

bool isCourtesy(std::string_view folded, std::size_t contentWordCount)
{
    if (isAssent(folded))
        return true;
    if (beginsWithAny(folded, courtesies))
        return true;
    if (!beginsWithAny(folded, greetings) && !(folded.ends_with(',') && contentWordCount <= 2))
        return false;
    return contentWordCount <= 4
        && (folded.ends_with(',') || folded.ends_with(':') || folded.ends_with('!') || folded.ends_with('.')
            || folded.ends_with("，") || folded.ends_with("،") || folded.ends_with("。") || folded.ends_with("！")
            || contentWordCount <= 2);
}

// "Sorry, but guests cannot export boards.": what follows the courtesy says something.
bool saysMoreAfterComma(std::string_view sentence)
{
    const auto comma = sentence.find(',');
    if (comma == std::string_view::npos)
        return false;
    const std::string_view rest = text::trim(sentence.substr(comma + 1));
    const std::string folded = text::foldAccents(rest);
    constexpr auto offers = std::to_array<std::string_view>({"just", "please", "reply", "responde", "repondez", "antworten",
        "rispondi", "e so", "antwoord", "wystarczy", "bu mesaj", "feel", "let me", "don't", "do not", "we are here", "i'm here",
        "n'hesitez", "no dudes", "kontaktieren", "schreiben"});
    const std::vector<ContentWord> words = contentWords(rest);
    const bool says
        = words.size() >= 2 && std::ranges::any_of(words, [](const ContentWord& word) { return word.shape == WordShape::Plain; });
    return says && !beginsWithAny(folded, offers) && !beginsWithAny(folded, courtesies);
}

bool isFactual(std::string_view sentence, Language language)
{
    if (!Grounding::mayStandUnchecked(sentence, language))
        return true;
    if (isQuestion(sentence))
        return false;
    const std::vector<ContentWord> words = contentWords(sentence);
    if (words.empty())
        return false;
    const std::string folded = text::foldAccents(sentence);
    return !isCourtesy(folded, words.size()) || saysMoreAfterComma(sentence);
}

} // namespace

bool Grounding::mayStandUnchecked(std::string_view sentence, Language language)
{
    return isQuestion(sentence) ? asksOnly(sentence, language) : !holdsHardFact(sentence, language);
}

std::vector<DraftSentence> Grounding::sentencesOf(std::string_view answer, std::string_view language)
{
    const std::optional<Language> known = languageFrom(language);
    const Language read = known ? *known : languageByStopWords(answer).value_or(Language::En);
    std::vector<DraftSentence> sentences;
    for (const text::Span& span : text::sentences(answer, name(read))) {
        DraftSentence sentence;
        sentence.text = std::string(text::trim(span.of(answer)));
        if (sentence.text.empty())
            continue;
        sentence.factual = isFactual(sentence.text, read);
        sentences.push_back(std::move(sentence));
    }
    return sentences;
}

} // namespace tandem
