#include "pipeline/validate/CodeNumbers.h"

#include "base/Text.h"
#include "model/StopWords.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tandem {

namespace {

constexpr double smallestCode = 100;

// Words that a number is the name of, before or behind it; folded beginnings of words.
constexpr auto codeWords = std::to_array<std::string_view>({"status", "code", "error", "http", "response", "answer", "fehler",
    "antwort", "estado", "codigo", "respuesta", "statut", "erreur", "reponse", "stato", "codice", "errore", "rispost", "resposta",
    "erro", "fout", "antwoord", "kod", "blad", "odpowied", "durum", "hata", "yanit", "الحالة", "رمز", "خطا", "خطأ", "状态",
    "代码", "错误", "响应", "ステータス", "コード", "エラー", "応答"});

// Words between a thing and how much it is, and between a number and what it is for.
constexpr auto copulas = std::to_array<std::string_view>({"is", "are", "of", "to", "at", "ist", "sind", "betragt", "bei", "es",
    "son", "de", "est", "sont", "e", "di", "da", "bedraagt", "van", "wynosi", "to", "dir"});
constexpr auto rates
    = std::to_array<std::string_view>({"per", "a", "an", "each", "every", "pro", "je", "par", "por", "al", "na", "za"});

std::string wordBefore(const Fact& fact, const ReadSentence& sentence)
{
    const std::string_view before = std::string_view(sentence.facts.text).substr(0, fact.span.begin);
    const std::vector<text::Span> words = text::words(before);
    return words.empty() ? std::string() : text::foldAccents(words.back().of(before));
}

std::string wordAfter(const Fact& fact, const ReadSentence& sentence)
{
    const std::string_view after = std::string_view(sentence.facts.text).substr(fact.span.end);
    const std::vector<text::Span> words = text::words(after);
    if (words.empty() || !text::trim(after.substr(0, words.front().begin)).empty())
        return {};
    return text::foldAccents(words.front().of(after));
}

bool isCodeWord(std::string_view word)
{
    return !word.empty()
        && std::ranges::any_of(codeWords, [&](std::string_view each) { return word.starts_with(each) || word.ends_with(each); });
}

bool isNumber(const Fact& fact)
{
    return fact.kind == FactKind::Number && fact.measure.dimension == Dimension::None;
}

bool isCode(const Fact& fact, const ReadSentence& sentence)
{
    return isCodeWord(wordBefore(fact, sentence)) || isCodeWord(wordAfter(fact, sentence));
}

template <std::size_t count>
bool isOneOf(const std::array<std::string_view, count>& words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

// Another number of a sentence that counts, and, unless `noun` is empty, counts that or stands beside it.
const Fact* amountIn(const ReadSentence& sentence, const Fact& fact, const std::string& noun)
{
    if (!noun.empty() && !holdsStem(sentence, stemOf(noun)))
        return nullptr;
    for (const Fact& other : sentence.facts.facts) {
        if (isNumber(other) && !other.article && other.value != fact.value && !isCode(other, sentence))
            return &other;
    }
    return nullptr;
}

} // namespace

std::string codeAsAmount(const Fact& fact, const ReadSentence& answer, const EvidenceIndex& index)
{
    if (!isNumber(fact) || fact.value < smallestCode || fact.value != std::floor(fact.value) || isCode(fact, answer))
        return {};
    bool isKnown = false;
    for (const ReadSentence& sentence : index.sentences()) {
        for (const Fact& other : sentence.facts.facts) {
            if (!isNumber(other) || other.value != fact.value)
                continue;
            if (!isCode(other, sentence))
                return {};
            isKnown = true;
        }
    }
    if (!isKnown)
        return {};
    std::string noun = wordAfter(fact, answer);
    const bool isRate = isOneOf(rates, noun);
    if (isRate || noun.empty() || isStopWord(noun)) {
        if (!isRate && !isOneOf(copulas, wordBefore(fact, answer)))
            return {};
        noun.clear();
    }
    for (const ReadSentence& sentence : index.sentences()) {
        if (const Fact* amount = amountIn(sentence, fact, noun); amount != nullptr)
            return fact.shown + " stands in the evidence as a code; as an amount it says " + amount->shown;
    }
    return {};
}

} // namespace tandem
