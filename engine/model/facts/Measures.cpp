#include "model/facts/Measures.h"

#include "base/Text.h"

#include <array>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace tandem {

namespace {

constexpr double minute = 60;
constexpr double hour = 3600;
constexpr double day = 86400;
constexpr double week = 7 * day;

struct Unit {
    Measure measure;
    std::string_view words; // folded, without accents
};

constexpr Measure time(double seconds)
{
    return {Dimension::Time, seconds, {}};
}

constexpr Measure money(std::string_view currency)
{
    return {Dimension::Money, 1, currency};
}

constexpr auto units = std::to_array<Unit>({
    {time(1),
        "second seconds sec secs segundo segundos seconde secondes sekunde sekunden secondo secondi seconden sekunda sekundy "
        "sekund saniye ثانية ثوان ثواني"},
    {time(minute),
        "minute minutes min mins minuto minutos minuten minuti minuut minuta minuty minut minutach dakika dakikada dakikalik "
        "minutige minutigen "
        "دقيقة دقائق"},
    {time(hour),
        "hour hours h hr hrs hora horas heure heures stunde stunden std ora ore uur uren godzina godziny godzin godzinach saat "
        "saatte saatlik "
        "stundige stundigen ساعة ساعات"},
    {time(day),
        "day days dia dias jour jours tag tage tagen tages tagig tagige tagigen tagiger giorno giorni dag dagen dzien dni dniach "
        "dniowy "
        "dniowe dniowego gun gunde gunden gunluk يوم يوما أيام ايام ياما kalendertage kalendertagen"},
    {time(week),
        "week weeks semana semanas semaine semaines woche wochen wochig wochige wochigen settimana settimane weken tydzien "
        "tygodnie tygodni tygodnia tygodniach hafta haftada haftalik أسبوع أسابيع اسبوع اسابيع أسبوعا"},
    {{Dimension::Months, 1, {}},
        "month months mes meses mois monat monate monaten monats monatige mese mesi maand maanden miesiac miesiace miesiecy "
        "miesiacach "
        "miesiaca ay aylik شهر أشهر اشهر شهور شهرا"},
    {{Dimension::Months, 12, {}},
        "year years ano anos an ans annee annees jahr jahre jahren jahres anno anni jaar jaren rok roku lata lat yil yillik سنة "
        "سنوات عام أعوام اعوام"},
    {{Dimension::BusinessDays, 1, {}},
        "werktag werktage werktagen arbeitstag arbeitstage arbeitstagen werkdag werkdagen workday workdays weekday weekdays"},
    {{Dimension::Data, 1e3, {}}, "kb kib kilobyte kilobytes ko"},
    {{Dimension::Data, 1e6, {}}, "mb mib megabyte megabytes mo megaoctets"},
    {{Dimension::Data, 1e9, {}}, "gb gib gigabyte gigabytes go gigaoctets"},
    {{Dimension::Data, 1e12, {}}, "tb tib terabyte terabytes teraoctets"},
    {{Dimension::Percent, 1, {}},
        "percent pct prozent procent procentow procenta procenten pourcent porcento بالمئة بالمائة yuzde"},
    {money("EUR"), "eur euro euros euroa يورو"},
    {money("USD"), "usd dollar dollars dolar dolares dollari dolarow دولار"},
    {money("GBP"), "gbp pound pounds pfund"},
    {money("JPY"), "jpy yen"},
    {money("CNY"), "cny rmb yuan"},
    {money("TRY"), "lira lirasi"},
    {money("PLN"), "pln zl zloty zlote zlotych"},
    {money("CHF"), "chf franken"},
});

struct Leading {
    std::string_view text;
    Measure measure;
};

// The longest first: "分钟" before "分".
constexpr auto leading = std::to_array<Leading>({
    {"工作日", {Dimension::BusinessDays, 1, {}}},
    {"営業日", {Dimension::BusinessDays, 1, {}}},
    {"パーセント", {Dimension::Percent, 1, {}}},
    {"人民币", money("CNY")},
    {"ユーロ", money("EUR")},
    {"欧元", money("EUR")},
    {"美元", money("USD")},
    {"ドル", money("USD")},
    {"小时", time(hour)},
    {"小時", time(hour)},
    {"時間", time(hour)},
    {"分钟", time(minute)},
    {"分鐘", time(minute)},
    {"分間", time(minute)},
    {"个月", {Dimension::Months, 1, {}}},
    {"個月", {Dimension::Months, 1, {}}},
    {"ヶ月", {Dimension::Months, 1, {}}},
    {"か月", {Dimension::Months, 1, {}}},
    {"カ月", {Dimension::Months, 1, {}}},
    {"ケ月", {Dimension::Months, 1, {}}},
    {"年間", {Dimension::Months, 12, {}}},
    {"星期", time(week)},
    {"週間", time(week)},
    {"日間", time(day)},
    {"周", time(week)},
    {"週", time(week)},
    {"天", time(day)},
    {"日", time(day)},
    {"年", {Dimension::Months, 12, {}}},
    {"分", time(minute)},
    {"秒", time(1)},
    {"元", money("CNY")},
    {"円", money("JPY")},
    {"zł", money("PLN")},
    {"€", money("EUR")},
    {"$", money("USD")},
    {"£", money("GBP")},
    {"₺", money("TRY")},
    {"%", {Dimension::Percent, 1, {}}},
    {"٪", {Dimension::Percent, 1, {}}},
    {"％", {Dimension::Percent, 1, {}}},
    {"°", {Dimension::None, 1, {}}},
});

constexpr auto signsBefore = std::to_array<Leading>({
    {"US$", money("USD")},
    {"€", money("EUR")},
    {"$", money("USD")},
    {"£", money("GBP")},
    {"¥", money("JPY")},
    {"￥", money("JPY")},
    {"₺", money("TRY")},
    {"EUR", money("EUR")},
    {"USD", money("USD")},
    {"GBP", money("GBP")},
    {"CHF", money("CHF")},
    {"PLN", money("PLN")},
    {"%", {Dimension::Percent, 1, {}}},
    {"百分之", {Dimension::Percent, 1, {}}},
    {"yüzde", {Dimension::Percent, 1, {}}},
});

constexpr std::string_view businessWords
    = "business working work habiles habil laborables laborable ouvres ouvre ouvrables ouvrable "
      "lavorativi lavorativo lavorativa uteis util roboczy robocze roboczych roboczego is عمل";
constexpr std::string_view fillerWords
    = "calendar full whole consecutive naturales calendaires consecutifs calendario full volle ganze further more additional";

std::unordered_set<std::string_view> setOf(std::string_view words)
{
    const auto all = text::split(words, ' ');
    return {all.begin(), all.end()};
}

} // namespace

std::optional<Measure> measureOfWord(std::string_view folded)
{
    static const std::unordered_map<std::string_view, Measure> byWord = [] {
        std::unordered_map<std::string_view, Measure> made;
        for (const Unit& unit : units) {
            for (const std::string_view word : text::split(unit.words, ' '))
                made.emplace(word, unit.measure);
        }
        return made;
    }();
    const auto found = byWord.find(folded);
    return found == byWord.end() ? std::nullopt : std::optional(found->second);
}

std::optional<LeadingMeasure> leadingMeasure(std::string_view text)
{
    for (const Leading& unit : leading) {
        if (text.starts_with(unit.text))
            return LeadingMeasure{unit.measure, unit.text.size()};
    }
    return std::nullopt;
}

std::optional<LeadingMeasure> measureBefore(std::string_view text)
{
    const std::size_t whole = text.size();
    if (text.ends_with(' '))
        text.remove_suffix(1);
    for (const Leading& unit : signsBefore) {
        if (text.ends_with(unit.text))
            return LeadingMeasure{unit.measure, whole - text.size() + unit.text.size()};
    }
    return std::nullopt;
}

bool isBusinessWord(std::string_view folded)
{
    static const auto words = setOf(businessWords);
    return words.contains(folded);
}

bool isFillerWord(std::string_view folded)
{
    static const auto words = setOf(fillerWords);
    return words.contains(folded);
}

bool sameAmount(double left, const Measure& leftMeasure, double right, const Measure& rightMeasure)
{
    if (leftMeasure.dimension != rightMeasure.dimension || leftMeasure.currency != rightMeasure.currency)
        return false;
    const double a = left * leftMeasure.factor;
    const double b = right * rightMeasure.factor;
    if (std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b)))
        return true;
    if (leftMeasure.dimension != Dimension::Data || a <= 0 || b <= 0)
        return false;
    // Steps of 1024 and of 1000 name the same size.
    const double steps = std::abs(std::log10(leftMeasure.factor / rightMeasure.factor)) / 3;
    const double ratio = std::max(a, b) / std::min(a, b);
    return steps > 0.5 && std::abs(ratio - std::pow(1.024, std::round(steps))) < 1e-6;
}

} // namespace tandem
