#include "pipeline/group/Reports.h"

#include "base/Text.h"
#include "model/QuestionMark.h"
#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace tandem {

namespace {

constexpr double steering = 0.5; // score of an injection
constexpr std::size_t beginning = 400; // bytes in which a machine says that it is one
constexpr std::size_t shortMail = 160; // bytes; longer ones tell a problem with a newsletter rather than leave it
constexpr std::size_t nearby = 45; // bytes between who is away and that they are

// What a machine begins its subject or its text with.
constexpr auto headings = std::to_array<std::string_view>(
    {"automatic reply", "automatic response", "auto-reply", "autoreply", "auto reply", "automated reply", "automated response",
        "out of office", "out of the office", "automatische antwort", "automatische ruckantwort", "abwesenheitsnotiz",
        "abwesenheitsmeldung", "nicht im buro", "ausser haus", "reponse automatique", "message d'absence", "absent du bureau",
        "absente du bureau", "respuesta automatica", "fuera de la oficina", "risposta automatica", "fuori ufficio",
        "resposta automatica", "fora do escritorio", "automatisch antwoord", "afwezigheidsbericht", "niet op kantoor",
        "automatyczna odpowiedz", "odpowiedz automatyczna", "poza biurem", "otomatik yanit", "ofis disindayim", "رد تلقائي",
        "خارج المكتب", "自动回复", "不在办公室", "自動返信", "自動応答", "自動送信メール", "undelivered mail returned to sender",
        "delivery status notification", "mail delivery failed", "undeliverable", "unzustellbar"});

// The same as a whole sentence at the beginning of the text.
constexpr auto notices = std::to_array<std::string_view>({"this is an automatic", "this is an automated",
    "please do not reply to this", "do not reply to this", "dies ist eine automatische", "ceci est une reponse automatique",
    "esta es una respuesta automatica", "questa e una risposta automatica", "esta e uma resposta automatica",
    "dit is een automatisch", "to jest automatyczna", "bu otomatik bir", "هذا رد تلقائي", "这是自动回复", "此邮件为自动回复",
    "これは自動返信", "このメールは自動", "本メールは自動"});

constexpr auto whoIsAway = std::to_array<std::string_view>({"i am", "i'm", "i’m", "i will be", "ich bin", "je suis", "je serai",
    "estoy", "estare", "sono", "saro", "estou", "estarei", "ik ben", "jestem", "bede", "انا", "我", "本人"});
constexpr auto away = std::to_array<std::string_view>(
    {"out of office", "out of the office", "on annual leave", "on leave", "on vacation", "nicht im buro", "ausser haus",
        "ausserhalb des buros", "im urlaub", "absent du bureau", "absente du bureau", "en conges", "fuera de la oficina",
        "de vacaciones", "fuori ufficio", "in ferie", "fora do escritorio", "de ferias", "niet op kantoor", "met vakantie",
        "poza biurem", "na urlopie", "ofis disinda", "izindeyim", "خارج المكتب", "في اجازة", "不在办公室", "休假"});
// Somebody who is away and has a problem does not say when they answer.
constexpr auto answersLater = std::to_array<std::string_view>({"until", "return", "back on", "be back", "reply", "respond",
    "answer", "read your", "limited access", "bis ", "zuruck", "wieder", "antwort", "jusqu", "retour", "repond", "hasta",
    "volver", "regres", "fino a", "rientr", "rispond", "ate a", "ate o", "ate dia", "volto", "voltarei", "retorn", "tot en met",
    "terug", "antwoord", "wroc", "wrac", "odpowi", "kadar", "donu", "yanit", "حتى", "اعود", "回来", "回复"});

// Wishes to leave a mailing list: a verb, not what is left.
constexpr auto leaving = std::to_array<std::string_view>({"unsubscribe me", "please unsubscribe", "kindly unsubscribe",
    "unsubscribe us", "unsubscribe my", "take me off", "take us off", "remove me from", "remove my address from",
    "mich aus dem verteiler", "uns aus dem verteiler", "mich vom newsletter ab", "newsletter abbestellen", "desinscrire",
    "desinscrivez", "me desabonner", "desabonnez-moi", "darme de baja", "denme de baja", "deme de baja", "dame de baja",
    "disiscriver", "disiscrivete", "cancellatemi dal", "cancellarmi dal", "descadastrar", "descadastrem", "me remova da lista",
    "uitschrijven voor", "uitschrijven van", "schrijf me uit", "schrijf mij uit", "wypisac", "wypisz", "wypiszcie",
    "abonelikten cik", "listeden cik", "listenizden cik", "ارجو الغاء الاشتراك", "اريد الغاء الاشتراك", "ارجو الغاء اشتراكي",
    "请退订", "我要退订", "我想退订", "帮我退订", "请取消订阅", "配信停止をお願い", "配信停止してください", "配信停止を希望",
    "配信を停止して", "配信を止めて"});
constexpr auto justLeaving = std::to_array<std::string_view>({"unsubscribe", "stop", "退订", "配信停止", "الغاء الاشتراك",
    "abmelden", "desinscription", "baja", "uitschrijven", "descadastrar"});
// Who cannot leave tells of a problem.
constexpr auto failing
    = std::to_array<std::string_view>({"can't", "cannot", "can’t", "unable", "error", "fail", "broken", "work", "crash", "fehler",
        "funktioniert", "geht nicht", "kann mich nicht", "erreur", "marche pas", "fonctionne", "impossible", "n'arrive pas",
        "no puedo", "no funciona", "no me deja", "errore", "non riesco", "non funziona", "erro", "nao consigo", "nao funciona",
        "fout", "werkt niet", "lukt niet", "kan me niet", "nie moge", "nie dziala", "blad", "hata", "calismiyor", "cikamiyorum",
        "خطا", "لا يعمل", "لا استطيع", "无法", "不能", "不了", "错误", "报错", "失败", "エラー", "できない", "できません"});

template <std::size_t Count>
std::vector<std::string> folded(const std::array<std::string_view, Count>& phrases)
{
    std::vector<std::string> all;
    for (const std::string_view phrase : phrases)
        all.push_back(text::foldAccents(phrase));
    return all;
}

bool holdsAny(std::string_view text, const std::vector<std::string>& phrases)
{
    return std::ranges::any_of(phrases, [&](const std::string& phrase) { return text.contains(phrase); });
}

bool isOneOf(std::string_view text, const std::vector<std::string>& phrases)
{
    return std::ranges::any_of(phrases, [&](const std::string& phrase) { return text == phrase; });
}

bool beginsWithAny(std::string_view text, const std::vector<std::string>& phrases)
{
    return std::ranges::any_of(phrases, [&](const std::string& phrase) { return text.starts_with(phrase); });
}

// "Re: AW: news" → "news".
std::string_view withoutReplyMarks(std::string_view subject)
{
    static constexpr std::array<std::string_view, 9> marks{"re:", "aw:", "fw:", "fwd:", "wg:", "sv:", "antw:", "re :", "tr:"};
    for (bool isMarked = true; isMarked;) {
        subject = text::trim(subject);
        const auto mark = std::ranges::find_if(marks, [&](std::string_view each) { return subject.starts_with(each); });
        isMarked = mark != marks.end();
        if (isMarked)
            subject.remove_prefix(mark->size());
    }
    return subject;
}

// "Automatic reply: your order" begins so, "Automatic replies are not sent" does not.
bool hasHeading(std::string_view line)
{
    static const std::vector<std::string> phrases = folded(headings);
    line = withoutReplyMarks(line);
    return std::ranges::any_of(phrases, [&](const std::string& phrase) {
        if (!line.starts_with(phrase))
            return false;
        const std::string_view rest = text::trim(line.substr(phrase.size()));
        return rest.empty() || !isWordKind(kindOf(characterAt(rest, 0).codePoint)) || withoutReplyMarks(rest) != rest;
    });
}

// "Thank you for your message. I am out of the office until Monday."
bool saysToBeAway(std::string_view line, std::string_view all)
{
    static const std::vector<std::string> who = folded(whoIsAway);
    static const std::vector<std::string> where = folded(away);
    static const std::vector<std::string> later = folded(answersLater);
    // The first sentence, or the next ones after a greeting or thanks: folded, they all begin with a small letter.
    std::size_t begin = 0;
    for (int sentence = 0; sentence < 3 && begin < line.size(); ++sentence) {
        const std::string_view from = text::trim(line.substr(begin, 20 + nearby)); // "until the 14. not in the office"
        if (beginsWithAny(from, who) && holdsAny(from, where) && (holdsAny(all, later) || all.size() <= nearby))
            return true;
        const std::size_t comma = line.find_first_of(",.!", begin);
        const std::size_t stop = std::min(comma, line.find("。", begin));
        begin = stop == std::string_view::npos ? line.size() : stop + (stop == comma ? 1 : std::string_view("。").size());
    }
    return false;
}

bool wishesToLeave(std::string_view subject, std::string_view text)
{
    static const std::vector<std::string> wishes = folded(leaving);
    static const std::vector<std::string> words = folded(justLeaving);
    static const std::vector<std::string> problems = folded(failing);
    if (text.size() > shortMail || holdsAny(subject, problems) || holdsAny(text, problems))
        return false;
    std::string_view bare = text::trim(text);
    while (bare.ends_with('.') || bare.ends_with('!'))
        bare.remove_suffix(1);
    return holdsAny(text, wishes) || isOneOf(bare, words);
}

double probabilityOf(const Classification& classification, Category category)
{
    return classification.probabilities.at(std::to_underlying(category));
}

// Nothing but questions: "Where do I change my picture?"
bool asksOnly(std::string_view text)
{
    const auto sentences = text::sentences(text::truncate(text, beginning));
    return std::ranges::all_of(sentences, [&](const text::Span& span) { return isQuestion(span.of(text)); });
}

// "Is the whole site down?" asks too.
bool tellsOfHarm(const Classification& classification)
{
    return std::ranges::any_of(classification.urgencyReasons, [](std::string_view reason) {
        return std::ranges::any_of(std::array<std::string_view, 4>{"impact:", "hinder:", "scope:", "safety:"},
            [&](std::string_view note) { return reason.starts_with(note); });
    });
}

} // namespace

bool isAutomatic(std::string_view subject, std::string_view text)
{
    const std::string head = text::foldAccents(text::truncate(subject, beginning));
    const std::string begin = text::foldAccents(text::trim(text::truncate(text, beginning)));
    const std::string_view line = std::string_view(begin).substr(0, begin.find('\n'));
    static const std::vector<std::string> sentences = folded(notices);
    return hasHeading(head) || hasHeading(line) || beginsWithAny(line, sentences) || saysToBeAway(line, begin)
        || (text.size() <= shortMail && wishesToLeave(head, begin));
}

bool isAutomatic(const Classification& classification, const Conversation& conversation)
{
    return !tellsOfHarm(classification) && isAutomatic(conversation.subject, conversation.text);
}

ReportKind reportKind(const Classification& classification, const Conversation& conversation)
{
    if (classification.highStakesAction != HighStakesAction::None || classification.injection.score >= steering)
        return ReportKind::Never;
    if (classification.sentiment == Sentiment::Positive || text::trim(conversation.text).empty()
        || isAutomatic(classification, conversation))
        return ReportKind::Never;
    // What could be the one or the other counts by how likely it is.
    double report = probabilityOf(classification, Category::TechnicalSupport) + probabilityOf(classification, Category::BugReport)
        + probabilityOf(classification, Category::BillingInquiry);
    if (classification.urgency != Urgency::Low) // who cannot sign in is hindered; who asks how to change a name is not
        report += probabilityOf(classification, Category::AccountManagement);
    const bool isSure = report >= 0.5 && (!asksOnly(conversation.text) || tellsOfHarm(classification));
    return isSure ? ReportKind::Sure : ReportKind::Possible;
}

} // namespace tandem
