#include "pipeline/group/Reports.h"

#include "base/Text.h"

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

constexpr auto automatic = std::to_array<std::string_view>({"automatic reply", "auto-reply", "autoreply", "auto reply",
    "automated response", "out of office", "out of the office", "on annual leave", "automatische antwort", "abwesenheitsnotiz",
    "nicht im buro", "ausser haus", "ausserhalb des buros", "reponse automatique", "absent du bureau", "absente du bureau",
    "message d'absence", "respuesta automatica", "fuera de la oficina", "risposta automatica", "fuori ufficio",
    "resposta automatica", "fora do escritorio", "automatisch antwoord", "afwezigheidsbericht", "niet op kantoor",
    "automatyczna odpowiedz", "poza biurem", "otomatik yanit", "ofis disindayim", "رد تلقائي", "خارج المكتب", "自动回复",
    "不在办公室", "自動返信", "自動応答", "不在にして", "undelivered mail returned", "delivery status notification",
    "mail delivery failed", "delivery has failed", "do not reply to this email", "unzustellbar"});

constexpr auto leaving = std::to_array<std::string_view>({"unsubscribe", "mailing list", "newsletter", "aus dem verteiler",
    "desinscri", "desabonn", "darme de baja", "boletin", "disiscri", "descadastr", "uitschrijven", "nieuwsbrief", "wypisac",
    "wypisz", "abonelikten", "bulten", "الغاء الاشتراك", "退订", "配信停止", "メルマガ"});

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

double probabilityOf(const Classification& classification, Category category)
{
    return classification.probabilities.at(std::to_underlying(category));
}

// Nothing but questions: "Where do I change my picture?"
bool asksOnly(std::string_view text)
{
    const auto sentences = text::sentences(text::truncate(text, beginning));
    return std::ranges::all_of(sentences, [&](const text::Span& span) {
        const std::string_view sentence = span.of(text);
        return sentence.ends_with('?') || sentence.ends_with("？") || sentence.ends_with("؟");
    });
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
    const std::string begin = text::foldAccents(
        std::string(text::truncate(subject, beginning)) + "\n" + std::string(text::truncate(text, beginning)));
    static const std::vector<std::string> automaticPhrases = folded(automatic);
    static const std::vector<std::string> leavingPhrases = folded(leaving);
    return holdsAny(begin, automaticPhrases) || (text.size() <= shortMail && holdsAny(begin, leavingPhrases));
}

ReportKind reportKind(const Classification& classification, const Conversation& conversation)
{
    if (classification.highStakesAction != HighStakesAction::None || classification.injection.score >= steering)
        return ReportKind::Never;
    if (classification.sentiment == Sentiment::Positive || text::trim(conversation.text).empty()
        || isAutomatic(conversation.subject, conversation.text))
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
