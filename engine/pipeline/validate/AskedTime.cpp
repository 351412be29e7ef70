#include "pipeline/validate/AskedTime.h"

#include "base/Text.h"
#include "model/facts/Facts.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

namespace tandem {

namespace {

using std::chrono::year_month_day;

constexpr int middleOfMonth = 15;
constexpr std::size_t considered = 8000; // bytes of a message
constexpr int earliestYear = 1990;

// Beginnings of words (parts of words in ar, zh, ja) that tell of an order, a purchase, a payment or a delivery.
std::span<const std::string_view> eventsIn(Language language)
{
    static constexpr std::array<std::string_view, 12> en{
        "order", "bought", "buy", "purchas", "paid", "pay", "invoice", "deliver", "receiv", "charge", "subscri", "renew"};
    static constexpr std::array<std::string_view, 12> de{"bestell", "kauf", "gekauft", "bezahlt", "zahlung", "gezahlt",
        "rechnung", "geliefert", "lieferung", "abgebucht", "abgeschlossen", "verlänger"};
    static constexpr std::array<std::string_view, 9> fr{
        "command", "achet", "achat", "pay", "paiement", "factur", "livr", "débit", "souscri"};
    static constexpr std::array<std::string_view, 9> es{
        "pedid", "pedí", "compr", "pag", "factur", "entreg", "cobr", "suscri", "contrat"};
    static constexpr std::array<std::string_view, 8> it{
        "ordin", "acquist", "compr", "pag", "fattur", "consegn", "addebit", "abbon"};
    static constexpr std::array<std::string_view, 8> pt{"pedid", "encomend", "compr", "pag", "fatur", "entreg", "cobr", "assin"};
    static constexpr std::array<std::string_view, 9> nl{
        "bestel", "gekocht", "kocht", "betaal", "factu", "gelever", "lever", "afgeschreven", "abonne"};
    static constexpr std::array<std::string_view, 9> pl{
        "zamów", "zamaw", "kupi", "zapłac", "płatno", "faktur", "dostaw", "dostarcz", "pobran"};
    static constexpr std::array<std::string_view, 8> tr{
        "sipariş", "satın", "aldım", "aldık", "öde", "fatura", "teslim", "yenile"};
    static constexpr std::array<std::string_view, 8> ar{"طلب", "اشتر", "شراء", "دفع", "فاتورة", "تسليم", "استلم", "جدد"};
    static constexpr std::array<std::string_view, 9> zh{"购买", "订购", "下单", "买", "付款", "支付", "发票", "收到", "订单"};
    static constexpr std::array<std::string_view, 8> ja{"注文", "購入", "買", "支払", "請求", "届", "配達", "契約"};
    switch (language) {
    case Language::En: return en;
    case Language::De: return de;
    case Language::Fr: return fr;
    case Language::Es: return es;
    case Language::It: return it;
    case Language::Pt: return pt;
    case Language::Nl: return nl;
    case Language::Pl: return pl;
    case Language::Tr: return tr;
    case Language::Ar: return ar;
    case Language::Zh: return zh;
    case Language::Ja: return ja;
    }
    return en;
}

bool tellsOfEvent(std::string_view sentence, Language language)
{
    const std::string folded = text::fold(sentence);
    const std::span<const std::string_view> events = eventsIn(language);
    if (language == Language::Ar || language == Language::Zh || language == Language::Ja)
        return std::ranges::any_of(events, [&](std::string_view event) { return folded.contains(event); });
    return std::ranges::any_of(text::words(folded), [&](const text::Span& word) {
        return std::ranges::any_of(events, [&](std::string_view event) { return word.of(folded).starts_with(event); });
    });
}

// The day meant, as the last that is not after `today`; nullopt for what is no day or lies ahead.
std::optional<TimePoint> dayOf(const CalendarDate& date, year_month_day today)
{
    if (date.month == 0 || date.dayMonthUnsure || (date.year == 0 && date.day == 0))
        return std::nullopt;
    const auto on = [&](int year) {
        const int day = date.day == 0 ? middleOfMonth : date.day;
        return year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(date.month)),
            std::chrono::day(static_cast<unsigned>(day)));
    };
    year_month_day day = on(date.year == 0 ? static_cast<int>(today.year()) : date.year);
    if (date.year == 0 && day > today)
        day = on(static_cast<int>(today.year()) - 1);
    if (!day.ok() || day > today || static_cast<int>(day.year()) < earliestYear)
        return std::nullopt;
    return TimePoint(std::chrono::sys_days(day));
}

} // namespace

std::optional<TimePoint> askedTime(std::string_view text, Language language, TimePoint now)
{
    const year_month_day today(std::chrono::floor<std::chrono::days>(now));
    const std::string_view bounded = text::truncate(text, considered);
    for (const text::Span& span : text::sentences(bounded, name(language))) {
        const std::string_view sentence = span.of(bounded);
        if (!tellsOfEvent(sentence, language))
            continue;
        for (const Fact& fact : factsOf(sentence, language).facts) {
            if (fact.kind != FactKind::Date)
                continue;
            if (const auto day = dayOf(fact.date, today))
                return day;
        }
    }
    return std::nullopt;
}

} // namespace tandem
