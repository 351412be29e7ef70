#include "services/llm/Clarification.h"

#include "model/StopWords.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t mostCases = 6; // more would be no question but a list
constexpr std::size_t fewestWords = 3; // that two sentences of different cases share
constexpr std::size_t longestComplaint = 90; // bytes; whoever writes more says something

// Words of complaints that name nothing; the words of courtesies, which complain of nothing, apart.
constexpr auto complaints
    = std::to_array<std::string_view>({"does not doesn't doesnt don't work working works broken failed fails",
        "failing problem issue error bug trouble wrong stuck", "no funciona va falla fallo problema error roto",
        "ne marche fonctionne problème erreur panne", "geht funktioniert klappt nicht Problem Fehler kaputt",
        "non funziona va problema errore rotto", "não funciona problema erro", "werkt doet niet probleem fout kapot",
        "nie działa problem błąd zepsute", "çalışmıyor olmuyor sorun hata bozuk", "لا يعمل مشكلة خطأ معطل", "不能用了",
        "用不了了", "坏了", "出错了", "有问题", "无法使用", "動きません", "使えません", "問題があります", "エラーです",
        "うまくいきません"});
constexpr auto courtesies
    = std::to_array<std::string_view>({"hello hi thanks please help urgent still again nothing happens it this that",
        "hola gracias por favor ayuda sigue sin nada esto", "bonjour merci aide rien toujours plus pas ça cela s'il vous plaît",
        "hallo danke bitte Hilfe nichts mehr immer noch es das", "ciao grazie aiuto niente ancora",
        "olá obrigado ajuda nada isso", "hallo bedankt hulp niets meer het", "cześć dzień dobry proszę pomoc nic to",
        "merhaba lütfen yardım bu", "مرحبا شكرا مساعدة هذا", "你好", "请帮忙", "这个", "谢谢", "こんにちは", "助けてください",
        "これ"});

template <std::size_t Size>
std::unordered_set<std::string> wordsOf(const std::array<std::string_view, Size>& phrases)
{
    std::unordered_set<std::string> words;
    for (const std::string_view phrase : phrases) {
        for (const text::Span& span : text::words(phrase))
            words.insert(text::foldAccents(span.of(phrase)));
    }
    return words;
}

using Words = std::vector<ContentWord>;

std::set<std::string> stemsIn(const Words& words, bool numbers)
{
    std::set<std::string> stems;
    for (const ContentWord& word : words) {
        if ((word.shape == WordShape::Number) == numbers)
            stems.insert(word.stem);
    }
    return stems;
}

// The one name that `words` hold and `others` do not; nullopt when they differ in anything else.
std::optional<ContentWord> onlyName(const Words& words, const std::set<std::string>& others)
{
    std::optional<ContentWord> found;
    for (const ContentWord& word : words) {
        if (word.shape == WordShape::Number || others.contains(word.stem))
            continue;
        if (word.shape != WordShape::Name || (found && found->stem != word.stem))
            return std::nullopt;
        found = word;
    }
    return found;
}

// A sentence of the evidence that may be one of several cases.
struct Case {
    std::string name; // as it is written
    std::string stem;
    std::size_t passage = 0;
    std::string_view text;
};

class CaseFinder {
public:
    CaseFinder(const DraftRequest& request, const ChosenSentence& chosen)
        : m_request(request)
        , m_chosen(chosen)
        , m_words(contentWords(chosen.text))
        , m_stems(stemsIn(m_words, false))
        , m_numbers(stemsIn(m_words, true))
    {
    }

    std::vector<Case> cases()
    {
        if (m_numbers.empty() || m_stems.size() <= fewestWords)
            return {};
        const Passage& home = m_request.passages[m_chosen.passage].passage;
        for (std::size_t i = 0; i < m_request.passages.size(); ++i) {
            const Passage& passage = m_request.passages[i].passage;
            if (passage.article != home.article)
                continue;
            for (const text::Span& span : passage.sentences)
                compare(i, text::trim(span.of(passage.text)));
        }
        // As they stand in the evidence.
        std::ranges::stable_sort(m_found, {}, [](const Case& one) { return std::pair(one.passage, one.text.data()); });
        if (m_found.size() > 1)
            addRows(home.article);
        return std::move(m_found);
    }

private:
    // A table that gives two of the cases in its first column names the others too: "Plan: Free; Trash: 7 days".
    void addRows(const ArticleId& article)
    {
        struct Row {
            std::string_view label;
            std::string_view value;
            std::size_t passage = 0;
            std::string_view text;
        };
        std::map<std::string_view, std::vector<Row>> tables; // by label
        for (std::size_t i = 0; i < m_request.passages.size(); ++i) {
            const Passage& passage = m_request.passages[i].passage;
            if (passage.article != article)
                continue;
            for (const text::Span& span : passage.sentences) {
                const std::string_view sentence = text::trim(span.of(passage.text));
                const std::size_t colon = sentence.find(": ");
                const std::size_t end = sentence.find("; ");
                if (colon != std::string_view::npos && end != std::string_view::npos && colon < end)
                    tables[sentence.substr(0, colon)].push_back(
                        {sentence.substr(0, colon), sentence.substr(colon + 2, end - colon - 2), i, sentence});
            }
        }
        for (const auto& [label, rows] : tables) {
            const auto isCase = [&](const Row& row) {
                return std::ranges::any_of(m_found, [&](const Case& found) { return found.name == row.value; });
            };
            if (std::ranges::count_if(rows, isCase) < 2)
                continue;
            std::vector<Case> inOrder; // as the table has them
            for (const Row& row : rows) {
                const auto known = std::ranges::find(m_found, row.value, &Case::name);
                inOrder.push_back(known != m_found.end()
                        ? *known
                        : Case{std::string(row.value), stemOf(text::foldAccents(row.value)), row.passage, row.text});
            }
            m_found = std::move(inOrder);
            return;
        }
    }

    void compare(std::size_t passage, std::string_view sentence)
    {
        const Words words = contentWords(sentence);
        if (sentence == m_chosen.text || stemsIn(words, true) == m_numbers || stemsIn(words, true).empty())
            return;
        const auto own = onlyName(m_words, stemsIn(words, false));
        const auto other = onlyName(words, m_stems);
        if (!own || !other)
            return;
        add({std::string(own->span.of(m_chosen.text)), own->stem, m_chosen.passage, m_chosen.text});
        add({std::string(other->span.of(sentence)), other->stem, passage, sentence});
    }

    void add(Case found)
    {
        if (std::ranges::find(m_found, found.stem, &Case::stem) == m_found.end())
            m_found.push_back(std::move(found));
    }

    const DraftRequest& m_request;
    const ChosenSentence& m_chosen;
    Words m_words;
    std::set<std::string> m_stems;
    std::set<std::string> m_numbers;
    std::vector<Case> m_found;
};

std::optional<Case> caseOfTier(const std::vector<Case>& cases, std::optional<Tier> tier)
{
    if (!tier)
        return std::nullopt;
    const std::string stem = stemOf(name(*tier));
    const auto found = std::ranges::find(cases, stem, &Case::stem);
    return found == cases.end() ? std::nullopt : std::optional(*found);
}

void keepCase(const Case& wanted, const std::vector<Case>& cases, SentenceChoice& choice)
{
    const auto isCase = [&](const ChosenSentence& sentence) {
        return std::ranges::any_of(
            cases, [&](const Case& one) { return one.passage == sentence.passage && one.text == sentence.text; });
    };
    const auto at = std::ranges::find_if(choice.sentences, isCase);
    if (at == choice.sentences.end())
        return;
    *at = {wanted.passage, wanted.text, at->ownLine};
    choice.sentences.erase(std::remove_if(std::next(at), choice.sentences.end(), isCase), choice.sentences.end());
}

} // namespace

Clarification clarified(const DraftRequest& request, SentenceChoice& choice)
{
    Clarification result;
    const std::vector<QuestionPart> parts = questionParts(request.question);
    if (parts.size() != 1 || parts.front().kind != AnswerKind::Number || choice.sentences.empty())
        return result;
    // Who asks for the largest or lists the cases asks about all of them.
    const std::set<std::string> asked = stemsIn(contentWords(request.question), false);
    const std::vector<Case> cases = CaseFinder(request, choice.sentences.front()).cases();
    const auto isAsked = [&](const Case& one) { return asked.contains(one.stem); };
    if (cases.size() < 2 || cases.size() > mostCases || std::ranges::any_of(cases, isAsked))
        return result;
    if (const auto own = caseOfTier(cases, request.tier)) {
        keepCase(*own, cases, choice);
        return result;
    }
    for (const Case& one : cases)
        result.cases.push_back(one.name);
    return result;
}

bool saysNothing(std::string_view message)
{
    static const auto known = wordsOf(complaints);
    static const auto polite = wordsOf(courtesies);
    const std::string_view text = text::trim(message);
    if (text.size() > longestComplaint)
        return false;
    bool complains = false;
    for (const text::Span& span : text::words(text)) {
        const std::string word = text::foldAccents(span.of(text));
        const bool isComplaint = known.contains(word);
        complains = complains || isComplaint;
        if (!isComplaint && !polite.contains(word) && !isStopWord(word))
            return false;
    }
    return complains;
}

} // namespace tandem
