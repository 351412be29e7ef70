#include "pipeline/validate/CalculationSigns.h"

#include "model/ContentWords.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace tandem {

namespace {

constexpr std::size_t longestGap = 64; // bytes of words between two numbers of one calculation

using Sign = CalculationSign;

struct SignText {
    std::string_view text;
    Sign sign;
};

// Folded, as plainSigns leaves them. Those in words and those that join words or dates stand between spaces.
constexpr auto signs = std::to_array<SignText>({{"=", Sign::Equals}, {"＝", Sign::Equals}, {"≈", Sign::Equals},
    {"×", Sign::Times}, {"·", Sign::Times}, {"✕", Sign::Times}, {"÷", Sign::Over}, {"+", Sign::Plus}, {"−", Sign::Minus}});
constexpr auto spacedSigns
    = std::to_array<SignText>({{"x", Sign::Times}, {"*", Sign::Times}, {"/", Sign::Over}, {":", Sign::Over}, {"-", Sign::Minus},
        {"–", Sign::Minus}, {"times", Sign::Times}, {"mal", Sign::Times}, {"fois", Sign::Times}, {"veces", Sign::Times},
        {"vezes", Sign::Times}, {"volte", Sign::Times}, {"keer", Sign::Times}, {"razy", Sign::Times}, {"kere", Sign::Times},
        {"plus", Sign::Plus}, {"minus", Sign::Minus}, {"equals", Sign::Equals}, {"ergibt", Sign::Equals}});
// Between a share and its whole: "40 % of €240".
constexpr auto ofWords = std::to_array<std::string_view>(
    {"of", "de", "del", "des", "do", "da", "di", "von", "van", "z", "od", "of the", "من", "的", "の"});

bool holdsSign(std::string_view gap)
{
    return std::ranges::any_of(signs, [&](const SignText& sign) { return gap.contains(sign.text); });
}

// By words of the twelve languages, those of replies.json's "calculation" and "rounded_up" among them.
constexpr auto calculationPhrases
    = std::to_array<std::string_view>({"total altogether sum calculation calculated figures together",
        "rounded up rounded down makes equals in total", "con tus datos cálculo total redondeado hacia arriba abajo suma",
        "avec vos chiffres calcul total arrondi au supérieur à l'entier somme", "mit Ihren Angaben Rechnung Berechnung insgesamt",
        "aufgerundet abgerundet gerundet Summe gesamt", "con i tuoi dati calcolo totale arrotondato per eccesso difetto somma",
        "com os seus dados cálculo total arredondado para cima baixo soma", "met jouw gegevens berekening totaal samen",
        "naar boven beneden afgerond", "na podstawie podanych danych obliczenie zaokrąglone w górę dół razem łącznie suma",
        "verdiğiniz bilgilerle hesap yukarı aşağı yuvarlanmış toplam", "وفق بياناتك حساب المجموع مقرباً إلى الأعلى الأسفل",
        "按您提供的数据计算", "合计", "总计", "向上取整", "向下取整", "ご提示の数値で計算すると", "合計", "切り上げ", "切り捨て",
        "です"});

} // namespace

CalculationSign calculationSignBetween(std::string_view whole, const Fact& left, const Fact& right)
{
    const std::size_t begin = left.span.end;
    if (right.span.begin < begin || right.span.begin - begin > longestGap)
        return Sign::None;
    const std::string_view gap = text::trim(whole.substr(begin, right.span.begin - begin));
    if (left.measure.dimension == Dimension::Percent && std::ranges::find(ofWords, gap) != ofWords.end())
        return Sign::Times;
    if (gap.find_first_of("()[]") != std::string_view::npos || gap.contains(". "))
        return Sign::None;
    for (const SignText& sign : signs) {
        if (gap.ends_with(sign.text) && !holdsSign(gap.substr(0, gap.size() - sign.text.size())))
            return sign.sign;
    }
    for (const SignText& sign : spacedSigns) {
        const std::string_view between = whole.substr(begin, right.span.begin - begin);
        const bool apart = between.ends_with(' ')
            && ((gap == sign.text && between.starts_with(' '))
                || (gap.ends_with(sign.text) && gap[gap.size() - sign.text.size() - 1] == ' '));
        if (apart && !holdsSign(gap.substr(0, gap.size() - sign.text.size())))
            return sign.sign;
    }
    return Sign::None;
}

bool signStandsBefore(std::string_view whole, std::size_t at)
{
    const std::string_view before = text::trim(whole.substr(0, at));
    const bool isAttached = before.size() == at;
    const auto isJoining = [&](const SignText& sign) { return sign.sign != Sign::Equals && before.ends_with(sign.text); };
    if (std::ranges::any_of(signs, isJoining))
        return true;
    return std::ranges::any_of(spacedSigns, [&](const SignText& sign) {
        if (!isJoining(sign))
            return false;
        const std::string_view rest = before.substr(0, before.size() - sign.text.size());
        if (sign.text.front() >= 'a' && sign.text.front() <= 'z')
            return rest.ends_with(' ');
        const std::string_view left = text::trim(rest);
        const bool followsAmount = !left.empty()
            && (std::string_view("0123456789%)$").contains(left.back()) || left.ends_with("€") || left.ends_with("£"));
        return sign.text == ":" ? followsAmount && rest.ends_with(' ') : followsAmount || isAttached;
    });
}

bool isCalculationSign(const std::string& stem)
{
    return std::ranges::any_of(spacedSigns, [&](const SignText& sign) { return stemOf(sign.text) == stem; });
}

bool isCalculationWord(const std::string& stem)
{
    static const std::unordered_set<std::string> stems = [] {
        std::unordered_set<std::string> made;
        for (const std::string_view phrase : calculationPhrases) {
            for (const ContentWord& word : contentWords(phrase))
                made.insert(word.stem);
        }
        return made;
    }();
    return stems.contains(stem);
}

} // namespace tandem
