#include "model/facts/PricePeriods.h"

#include "model/LanguagePhrases.h"

#include <algorithm>
#include <array>
#include <string>

namespace tandem {

namespace {

using enum Language;
using Line = LanguagePhrases::Line;

constexpr std::size_t reach = 96; // bytes in which a price's period is named

constexpr auto hours = std::to_array<Line>({{En, "an hour|per hour|each hour|every hour|hourly|/hour|/ hour|/h"},
    {Es, "por hora|la hora|/hora"}, {Fr, "par heure|de l'heure|l'heure|/heure|/h"},
    {De, "pro stunde|je stunde|die stunde|in der stunde|stündlich|/stunde|/h"}, {It, "all'ora|per ora|orari|oraria|/ora"},
    {Pt, "por hora|à hora|/hora"}, {Nl, "per uur|/uur"}, {Pl, "za godzinę|na godzinę|godzinowo|/godz|/h"},
    {Tr, "saatlik|saat başına|saatte|saati"}, {Ar, "في الساعة|للساعة|بالساعة|لكل ساعة"}, {Zh, "每小时|/小时"},
    {Ja, "1時間あたり|毎時|時給|/時間"}});
constexpr auto days = std::to_array<Line>(
    {{En, "a day|per day|each day|every day|daily|/day|/ day"}, {Es, "al día|por día|cada día|diario|diarios|/día"},
        {Fr, "par jour|chaque jour|/jour"}, {De, "am tag|pro tag|je tag|täglich|/tag"},
        {It, "al giorno|per giorno|ogni giorno|/giorno"}, {Pt, "por dia|ao dia|cada dia|/dia"},
        {Nl, "per dag|elke dag|dagelijks|/dag"}, {Pl, "dziennie|za dzień|na dzień|/dzień"}, {Tr, "günlük|günde|gün başına|/gün"},
        {Ar, "يوميا|في اليوم|كل يوم|لكل يوم"}, {Zh, "每天|每日|/天|/日"}, {Ja, "毎日|1日あたり|日額|/日"}});
constexpr auto weeks = std::to_array<Line>({{En, "a week|per week|each week|every week|weekly|/week|/ week"},
    {Es, "a la semana|por semana|cada semana|semanal|semanales|/semana"},
    {Fr, "par semaine|chaque semaine|hebdomadaire|hebdomadaires|/semaine"},
    {De, "in der woche|pro woche|je woche|wöchentlich|/woche"},
    {It, "alla settimana|per settimana|settimanale|settimanali|/settimana"}, {Pt, "por semana|à semana|semanal|semanais|/semana"},
    {Nl, "per week|elke week|wekelijks|/week"}, {Pl, "tygodniowo|za tydzień|na tydzień|/tydzień"},
    {Tr, "haftalık|haftada|hafta başına|/hafta"}, {Ar, "أسبوعيا|في الأسبوع|كل أسبوع|لكل أسبوع"}, {Zh, "每周|每星期|/周"},
    {Ja, "毎週|1週間あたり|週額|/週"}});
constexpr auto months
    = std::to_array<Line>({{En, "a month|per month|each month|every month|and month|monthly|/month|/ month|/mo"},
        {Es, "al mes|por mes|cada mes|y mes|mensual|mensuales|mensualmente|/mes"},
        {Fr, "par mois|chaque mois|le mois|et mois|mensuel|mensuels|mensuelle|mensuelles|mensuellement|/mois"},
        {De,
            "im monat|pro monat|je monat|den monat|jeden monat|und monat|monatlich|monatliche|monatlichen|monatlicher|"
            "monatliches|/monat"},
        {It, "al mese|per mese|ogni mese|e mese|mensile|mensili|mensilmente|/mese"},
        {Pt, "por mês|ao mês|cada mês|e mês|mensal|mensais|mensalmente|/mês"},
        {Nl, "per maand|elke maand|en maand|in de maand|maandelijks|maandelijkse|/maand"},
        {Pl, "miesięcznie|na miesiąc|za miesiąc|w miesiącu|miesięczna|miesięczny|miesięczne|/mies|/miesiąc"},
        {Tr, "aylık|ayda|ay başına|her ay|ayına|/ay"}, {Ar, "شهريا|في الشهر|كل شهر|لكل شهر|بالشهر|الشهرية|الشهري"},
        {Zh, "每月|每个月|一个月|月费|/月"}, {Ja, "毎月|月額|月々|1か月あたり|1ヶ月あたり|1カ月あたり|ひと月|/月"}});
constexpr auto years = std::to_array<Line>(
    {{En, "a year|per year|each year|every year|and year|yearly|annual|annually|per annum|/year|/ year|/yr"},
        {Es, "al año|por año|cada año|y año|anual|anuales|anualmente|/año"},
        {Fr, "par an|par année|chaque année|l'an|et an|annuel|annuels|annuelle|annuelles|annuellement|/an"},
        {De, "im jahr|pro jahr|je jahr|jedes jahr|und jahr|jährlich|jährliche|jährlichen|jährlicher|jährliches|/jahr"},
        {It, "all'anno|per anno|ogni anno|l'anno|annuale|annuali|annualmente|/anno"},
        {Pt, "por ano|ao ano|cada ano|e ano|anual|anuais|anualmente|/ano"},
        {Nl, "per jaar|elk jaar|en jaar|jaarlijks|jaarlijkse|/jaar"},
        {Pl, "rocznie|na rok|za rok|w roku|roczna|roczny|roczne|/rok"}, {Tr, "yıllık|yılda|yıl başına|her yıl|/yıl"},
        {Ar, "سنويا|في السنة|كل سنة|لكل سنة|في العام|السنوية|السنوي"}, {Zh, "每年|一年|年费|/年"},
        {Ja, "毎年|年額|年間|1年あたり|/年"}});

struct Period {
    Measure measure;
    LanguagePhrases phrases;
};

const std::array<Period, 5>& allPeriods()
{
    static const std::array<Period, 5> periods{Period{{Dimension::Time, 3600, {}}, LanguagePhrases(hours)},
        Period{{Dimension::Time, 86400, {}}, LanguagePhrases(days)},
        Period{{Dimension::Time, 7 * 86400.0, {}}, LanguagePhrases(weeks)},
        Period{{Dimension::Months, 1, {}}, LanguagePhrases(months)}, Period{{Dimension::Months, 12, {}}, LanguagePhrases(years)}};
    return periods;
}

bool isPrice(const Fact& fact)
{
    return fact.kind == FactKind::Number && fact.measure.dimension == Dimension::Money;
}

} // namespace

std::vector<Measure> periodsIn(std::string_view text, Language language)
{
    const std::string folded = text::foldAccents(text);
    std::vector<Measure> found;
    for (const Period& period : allPeriods()) {
        if (period.phrases.isIn(folded, language))
            found.push_back(period.measure);
    }
    return found;
}

std::optional<Measure> periodOfPrice(const FactText& text, const Fact& price, Language language)
{
    const std::string_view whole = text.text;
    std::size_t begin = 0;
    std::size_t end = whole.size();
    for (const Fact& other : text.facts) {
        if (!isPrice(other))
            continue;
        if (other.span.end <= price.span.begin)
            begin = std::max(begin, other.span.end);
        if (other.span.begin >= price.span.end)
            end = std::min(end, other.span.begin);
    }
    std::vector<Measure> found = periodsIn(text::truncate(whole.substr(price.span.end, end - price.span.end), reach), language);
    // What stands between two prices belongs to the first.
    if (begin == 0) {
        for (const Measure& period : periodsIn(whole.substr(0, price.span.begin), language)) {
            if (std::ranges::none_of(found, [&](const Measure& other) { return samePeriod(other, period); }))
                found.push_back(period);
        }
    }
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

bool samePeriod(const Measure& left, const Measure& right)
{
    return left.dimension == right.dimension && left.factor == right.factor;
}

} // namespace tandem
