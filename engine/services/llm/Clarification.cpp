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

// Words that complain and name nothing.
constexpr auto complaints = std::to_array<std::string_view>(
    {"not nothing doesn't doesnt don't dont isn't isnt won't wont can't cant broken failed fails failing problem "
     "problems issue issues error errors bug trouble wrong stuck",
        "no nada falla fallo problema problemas error roto", "ne pas problème problèmes erreur panne plus rien",
        "nicht nichts Problem Probleme Fehler kaputt", "non niente problema problemi errore rotto",
        "não nada problema problemas erro quebrado", "niet niets probleem problemen fout kapot",
        "nie nic problem problemy błąd zepsute", "çalışmıyor olmuyor sorun sorunum hata bozuk", "لا مشكلة خطأ معطل عندي لدي",
        "不能用了", "用不了了", "坏了", "出错了", "有问题", "无法使用", "不行", "动不了", "動きません", "動かない", "使えません",
        "使えない", "問題があります", "エラーです", "エラーが出ます", "うまくいきません", "できません"});
// Words that ask for help with nothing.
constexpr auto calls = std::to_array<std::string_view>(
    {"help help! assistance sos urgent", "ayuda ayúdame ayúdenme socorro auxilio", "aide aidez aider d'aide l'aide secours",
        "Hilfe helfen helft", "aiuto aiutatemi aiutami aiutarmi", "ajuda ajudar socorro ajudem", "hulp help helpen",
        "pomoc pomocy pomóżcie pomóc", "yardım yardıma yardımcı imdat", "مساعدة النجدة ساعدوني ساعدني المساعدة", "帮忙", "救命",
        "求助", "帮助", "请帮我", "帮帮我", "怎么办", "助けて", "助けてください", "ヘルプ", "手伝ってください"});
constexpr auto greetings
    = std::to_array<std::string_view>({"hello hi hey good morning afternoon evening dear anyone anybody someone there",
        "hola buenos días buenas tardes noches alguien ahí", "bonjour bonsoir salut allô quelqu'un il y a",
        "hallo guten Tag Morgen Abend jemand da", "ciao salve buongiorno buonasera pronto qualcuno c'è",
        "olá oi bom dia boa tarde noite alguém aí", "hallo goedemorgen goedemiddag goedendag dag iemand daar",
        "cześć dzień dobry witam halo ktoś tam jest", "merhaba selam günaydın iyi günler kimse var mı",
        "مرحبا أهلا السلام عليكم أحد هنا هل", "你好", "您好", "在吗", "有人吗", "喂", "こんにちは", "こんばんは",
        "おはようございます", "もしもし", "誰かいますか"});
constexpr auto thanks
    = std::to_array<std::string_view>({"thanks thank", "gracias", "merci", "danke", "grazie", "obrigado obrigada", "bedankt",
        "dziękuję dzięki", "teşekkürler teşekkür sağol", "شكرا", "谢谢", "感谢", "ありがとう", "ありがとうございます"});
// Words that may stand beside these.
constexpr auto fillers = std::to_array<std::string_view>({"does do did it this that please work works working worked again still "
                                                          "happens anymore it's something need i'm im i've ive me us can could "
                                                          "anything at all now everything",
    "funciona va por favor sigue sin esto algo necesito tengo un una me pueden puede ayudar todo",
    "fonctionne marche toujours ça cela s'il vous plaît te plait j'ai besoin un une me pouvez peux quelque chose tout",
    "geht funktioniert klappt bitte mehr immer noch es das etwas ich brauche habe ein mir uns kann können alles gar",
    "funziona va per favore ancora qualcosa ho bisogno di un un'altra mi potete può tutto",
    "funciona isso algo por favor preciso tenho de um uma me podem pode tudo",
    "werkt doet meer het iets alstublieft alsjeblieft ik heb nodig een mij kan kunt kunnen alles",
    "działa proszę to coś potrzebuję mam z mi może możecie ktoś wszystko",
    "lütfen bu bir şey ihtiyacım var bana olur musunuz misiniz hiçbir çalışmadı", "يعمل من فضلك هذا أحتاج إلى شيء أريد", "请",
    "这个", "我", "需要", "我需要", "一下", "これ", "お願いします", "何か", "が必要です", "です", "ます", "ございます",
    "ください", "が", "を", "は", "て", "出ます", "あります", "了", "有", "用", "吗"});

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
    if (cases.size() < 2 || cases.size() > mostCases)
        return result;
    if (const auto named = std::ranges::count_if(cases, isAsked); named > 0) {
        if (named == 1)
            keepCase(*std::ranges::find_if(cases, isAsked), cases, choice);
        return result;
    }
    if (const auto own = caseOfTier(cases, request.tier)) {
        keepCase(*own, cases, choice);
        return result;
    }
    for (const Case& one : cases) {
        result.cases.push_back(one.name);
        result.sentences.push_back({one.passage, one.text, true});
    }
    return result;
}

bool wasAsked(const std::vector<std::string>& cases, const std::vector<Message>& history, const ReplyTemplates& templates)
{
    return std::ranges::any_of(history, [&](const Message& message) {
        const std::string asked = message.author == Author::Customer ? "" : templates.whichQuestionIn(message.text);
        return !asked.empty()
            && std::ranges::all_of(cases, [&](const std::string& one) { return asked.contains(text::nfkc(one)); });
    });
}

bool saysNothing(std::string_view message)
{
    static const auto complaining = wordsOf(complaints);
    static const auto calling = wordsOf(calls);
    static const auto greeting = wordsOf(greetings);
    static const auto thanking = wordsOf(thanks);
    static const auto filling = wordsOf(fillers);
    const std::string_view text = text::trim(message);
    if (text.empty() || text.size() > longestComplaint)
        return false;
    bool asks = false; // complains or calls for help
    bool greets = false;
    bool gives = false; // thanks
    const auto spans = text::words(text);
    for (const text::Span& span : spans) {
        const std::string word = text::foldAccents(span.of(text));
        // What the words of two lists share says nothing by itself.
        const bool isFiller = filling.contains(word);
        const bool isAsking = !isFiller && (complaining.contains(word) || calling.contains(word));
        const bool isGreeting = !isFiller && greeting.contains(word);
        const bool isThanks = !isFiller && thanking.contains(word);
        if (!isAsking && !isGreeting && !isThanks && !isFiller && !isStopWord(word))
            return false;
        asks = asks || isAsking;
        greets = greets || isGreeting;
        gives = gives || isThanks;
    }
    return spans.empty() || asks || (greets && !gives);
}

} // namespace tandem
