#include "model/facts/NumberWords.h"

#include "base/Text.h"

#include <array>
#include <string>
#include <unordered_map>
#include <utility>

namespace tandem {

namespace {

struct WordList {
    Language language;
    std::string_view words; // "word=value", folded without accents
};

constexpr std::array<WordList, 10> lists{{
    {Language::En,
        "one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 "
        "fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 "
        "eighty=80 ninety=90 hundred=100 thousand=1000"},
    {Language::Es,
        "un=1 uno=1 una=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 "
        "catorce=14 "
        "quince=15 veinte=20 veinticuatro=24 veintiocho=28 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 "
        "noventa=90 cien=100 mil=1000"},
    {Language::Fr,
        "un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14 "
        "quinze=15 seize=16 vingt=20 trente=30 quarante=40 cinquante=50 soixante=60 cent=100 mille=1000"},
    {Language::De,
        "ein=1 eine=1 einen=1 einem=1 einer=1 eines=1 zwei=2 drei=3 vier=4 funf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11 "
        "zwolf=12 dreizehn=13 vierzehn=14 funfzehn=15 zwanzig=20 einundzwanzig=21 vierundzwanzig=24 achtundzwanzig=28 "
        "dreissig=30 vierzig=40 funfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90 hundert=100 tausend=1000"},
    {Language::It,
        "un=1 uno=1 una=1 due=2 tre=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 undici=11 dodici=12 tredici=13 "
        "quattordici=14 quindici=15 venti=20 ventiquattro=24 trenta=30 quaranta=40 cinquanta=50 sessanta=60 novanta=90 cento=100 "
        "mille=1000"},
    {Language::Pt,
        "um=1 uma=1 dois=2 duas=2 tres=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 doze=12 treze=13 catorze=14 "
        "quatorze=14 quinze=15 vinte=20 trinta=30 quarenta=40 cinquenta=50 sessenta=60 noventa=90 cem=100 mil=1000"},
    {Language::Nl,
        "een=1 twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 dertien=13 veertien=14 "
        "vijftien=15 twintig=20 vierentwintig=24 dertig=30 veertig=40 vijftig=50 zestig=60 negentig=90 honderd=100 duizend=1000"},
    {Language::Pl,
        "jeden=1 jedna=1 jedno=1 dwa=2 dwie=2 dwoch=2 trzy=3 trzech=3 cztery=4 czterech=4 piec=5 pieciu=5 szesc=6 siedem=7 "
        "osiem=8 "
        "dziewiec=9 dziesiec=10 dziesieciu=10 jedenascie=11 dwanascie=12 czternascie=14 pietnascie=15 dwadziescia=20 "
        "trzydziesci=30 szescdziesiat=60 dziewiecdziesiat=90 sto=100 tysiac=1000"},
    {Language::Tr,
        "bir=1 iki=2 uc=3 dort=4 bes=5 alti=6 yedi=7 sekiz=8 dokuz=9 on=10 yirmi=20 otuz=30 kirk=40 elli=50 altmis=60 yetmis=70 "
        "seksen=80 doksan=90 yuz=100 bin=1000"},
    {Language::Ar,
        "واحد=1 واحدة=1 اثنان=2 اثنين=2 ثلاثة=3 ثلاث=3 أربعة=4 أربع=4 خمسة=5 خمس=5 ستة=6 ست=6 سبعة=7 سبع=7 ثمانية=8 ثماني=8 "
        "تسعة=9 تسع=9 عشرة=10 عشر=10 عشرون=20 عشرين=20 ثلاثون=30 ثلاثين=30 ستون=60 ستين=60 تسعون=90 تسعين=90 مئة=100 مائة=100 "
        "ألف=1000"},
}};

using Values = std::unordered_map<std::string_view, double>;

const Values& valuesOf(Language language)
{
    static const std::array<Values, languageCount> byLanguage = [] {
        std::array<Values, languageCount> made;
        for (const WordList& list : lists) {
            for (const std::string_view entry : text::split(list.words, ' ')) {
                const auto equals = entry.find('=');
                made[std::to_underlying(list.language)][entry.substr(0, equals)]
                    = std::stod(std::string(entry.substr(equals + 1)));
            }
        }
        return made;
    }();
    return byLanguage[std::to_underlying(language)];
}

int ideographicDigit(char32_t point)
{
    constexpr std::u32string_view digits = U"〇一二三四五六七八九";
    if (point == U'两' || point == U'兩')
        return 2;
    const auto at = digits.find(point);
    return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

} // namespace

std::optional<double> numberOfWord(std::string_view folded, Language language)
{
    const Values& values = valuesOf(language);
    const auto found = values.find(folded);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

std::optional<NamedAmount> namedAmount(std::string_view folded)
{
    static const std::unordered_map<std::string_view, NamedAmount> amounts{
        {"fortnight", {2, {Dimension::Time, 604800, {}}}},
        {"ساعتين", {2, {Dimension::Time, 3600, {}}}},
        {"ساعتان", {2, {Dimension::Time, 3600, {}}}},
        {"دقيقتين", {2, {Dimension::Time, 60, {}}}},
        {"يومين", {2, {Dimension::Time, 86400, {}}}},
        {"يومان", {2, {Dimension::Time, 86400, {}}}},
        {"أسبوعين", {2, {Dimension::Time, 604800, {}}}},
        {"اسبوعين", {2, {Dimension::Time, 604800, {}}}},
        {"شهرين", {2, {Dimension::Months, 1, {}}}},
        {"سنتين", {2, {Dimension::Months, 12, {}}}},
    };
    const auto found = amounts.find(folded);
    return found == amounts.end() ? std::nullopt : std::optional(found->second);
}

IdeographicNumber ideographicNumber(std::string_view text)
{
    IdeographicNumber number;
    double pending = 0;
    bool any = false;
    std::size_t at = 0;
    while (at + 3 <= text.size()) {
        const auto points = text::codePoints(text.substr(at, 3));
        const char32_t point = points.empty() ? U'\0' : points.front();
        const double scale = point == U'十' ? 10 : point == U'百' ? 100 : point == U'千' ? 1000 : 0;
        const int digit = ideographicDigit(point);
        if (scale > 0) {
            number.value += (pending > 0 ? pending : 1) * scale;
            pending = 0;
        } else if (digit >= 0) {
            pending = digit;
        } else {
            break;
        }
        any = true;
        at += 3;
    }
    number.value += pending;
    number.bytes = any ? at : 0;
    return number;
}

} // namespace tandem
