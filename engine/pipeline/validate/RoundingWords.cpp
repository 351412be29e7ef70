#include "pipeline/validate/RoundingWords.h"

#include "model/LanguagePhrases.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

using enum Language;
using Line = LanguagePhrases::Line;

constexpr auto saidUp = std::to_array<Line>({{En, "rounded up"}, {Es, "redondeado hacia arriba"},
    {Fr, "arrondi au supérieur|arrondi à l'entier supérieur"}, {De, "aufgerundet"}, {It, "arrotondato per eccesso"},
    {Pt, "arredondado para cima"}, {Nl, "naar boven afgerond"}, {Pl, "zaokrąglone w górę"}, {Tr, "yukarı yuvarlanmış"},
    {Ar, "مقربا إلى الأعلى|مقربا الى الاعلى"}, {Zh, "向上取整"}, {Ja, "切り上げ"}});
constexpr auto saidDown
    = std::to_array<Line>({{En, "rounded down"}, {Es, "redondeado hacia abajo"}, {Fr, "arrondi à l'inférieur"},
        {De, "abgerundet"}, {It, "arrotondato per difetto"}, {Pt, "arredondado para baixo"}, {Nl, "naar beneden afgerond"},
        {Pl, "zaokrąglone w dół"}, {Tr, "aşağı yuvarlanmış"}, {Ar, "مقربا إلى الأسفل"}, {Zh, "向下取整"}, {Ja, "切り捨て"}});
constexpr auto saidNearest
    = std::to_array<Line>({{En, "rounded|about"}, {Es, "redondeado|aproximadamente"}, {Fr, "arrondi|environ"},
        {De, "gerundet|etwa|rund"}, {It, "arrotondato|circa"}, {Pt, "arredondado|cerca de"}, {Nl, "afgerond|ongeveer"},
        {Pl, "zaokrąglone|około"}, {Tr, "yuvarlanmış|yaklaşık"}, {Ar, "تقريبا|حوالي"}, {Zh, "四舍五入|约"}, {Ja, "四捨五入|約"}});

constexpr auto ruledUp = std::to_array<Line>({{En,
                                                  "started|begun|commenced|part thereof|any part|or part|rounded up|round "
                                                  "up|rounds up|pack|packs|bundle|bundles|block|blocks"},
    {Es, "empezado|empezada|iniciado|iniciada|comenzado|comenzada|fracción|redondea hacia arriba|paquete|paquetes|bloque|lote"},
    {Fr, "entamé|entamée|commencé|commencée|arrondi au supérieur|lot|lots|tranche|paquet|bloc"},
    {De,
        "angefangen|angefangene|angefangenen|angefangener|angebrochene|angebrochenen|begonnene|begonnenen|aufgerundet|paket|"
        "pakete"},
    {It, "iniziato|iniziata|cominciato|cominciata|frazione|per eccesso|pacchetto|pacchetti|blocco|lotto"},
    {Pt, "iniciado|iniciada|começado|começada|fração|para cima|pacote|pacotes|bloco|lote"},
    {Nl, "begonnen|aangebroken|gedeelte|naar boven|pakket|bundel|blok"},
    {Pl, "rozpoczęty|rozpoczęta|rozpoczęte|rozpoczętą|rozpoczętego|w górę|pakiet|paczka|paczkę"},
    {Tr, "başlayan|başlanan|yukarı yuvarlanır|paket|paketi|paketlik"}, {Ar, "جزء من|بدأ|بدأت|حزمة|باقة"},
    {Zh, "向上取整|不足一|不满一|包"}, {Ja, "切り上げ|端数|パック|セット"}});
constexpr auto ruledDown = std::to_array<Line>({{En, "full|complete|completed|whole|rounded down|round down|rounds down"},
    {Es, "completo|completa|completos|completas|entero|entera|hacia abajo"},
    {Fr, "complet|complète|entier|entière|à l'inférieur"},
    {De, "voll|volle|vollen|voller|volles|vollendete|vollendeten|ganze|ganzen|abgerundet"},
    {It, "completo|completa|intero|intera|per difetto"}, {Pt, "completo|completa|inteiro|inteira|para baixo"},
    {Nl, "vol|volle|volledige|hele|naar beneden"}, {Pl, "pełny|pełna|pełne|pełnego|cały|w dół"},
    {Tr, "tam|tamamlanan|aşağı yuvarlanır"}, {Ar, "كامل|كاملة"}, {Zh, "整|向下取整|满一"}, {Ja, "切り捨て|満"}});

} // namespace

std::optional<Rounding> roundingSaid(std::string_view folded)
{
    static const LanguagePhrases up(saidUp);
    static const LanguagePhrases down(saidDown);
    static const LanguagePhrases nearest(saidNearest);
    const auto holds = [&](const LanguagePhrases& phrases) {
        return std::ranges::any_of(allLanguages, [&](Language language) { return phrases.isIn(folded, language); });
    };
    if (holds(up))
        return Rounding::Up;
    if (holds(down))
        return Rounding::Down;
    return folded.contains("≈") || holds(nearest) ? std::optional(Rounding::Nearest) : std::nullopt;
}

std::optional<Rounding> roundingRuled(std::string_view folded, Language language)
{
    static const LanguagePhrases up(ruledUp);
    static const LanguagePhrases down(ruledDown);
    const bool isUp = up.isIn(folded, language);
    const bool isDown = down.isIn(folded, language);
    if (isUp == isDown)
        return std::nullopt;
    return isUp ? Rounding::Up : Rounding::Down;
}

} // namespace tandem
