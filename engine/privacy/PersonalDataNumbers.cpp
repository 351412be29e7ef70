#include "privacy/PersonalDataScanners.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

constexpr std::string_view phoneWords
    = "phone|call|answering|dial|tel|mobile|cell|fax|whatsapp|sms|ring me|reach me|contact|móvil|teléfono|llám|téléphone|"
      "portable|appel|rufnummer|handy|telefon|anruf|cellulare|chiam|telefone|celular|lig|bel me|"
      "mobiel|komórk|zadzwoń|cep|ara|numaramdan|numarama|telefono|móveis|telemóvel|liguem|rufen|anrufen|erreichbar|durchwahl|"
      "zavolejte|رقمي|الرقم|هاتف|جوال|اتصل|电话|手机|联系|電話|携帯";
constexpr std::string_view cardWords
    = "card|credit|debit|cc|visa|mastercard|amex|tarjeta|carte|karte|kreditkarte|carta|cartão|kaart|kart|بطاقة|卡|カード";
constexpr std::string_view notPhoneWords
    = "order|invoice|ticket|case|ref|tracking|version|isbn|serial|pedido|factura|commande|facture|bestell|"
      "rechnung|ordine|fattura|fatura|zamówien|faktur|sipariş|订单|发票|注文|請求";

// What the words before a number say about it.
struct IdContext {
    std::string_view words;
    bool notId; // an order, an invoice
    bool alone; // the text holds nothing else
};

struct Group {
    std::size_t begin;
    std::size_t end;
};

// Digits with single separators between them, as people write long numbers.
struct Run {
    std::vector<Group> groups;
    std::size_t begin = 0; // with "+" or "(" before the first digit
    bool international = false;
    bool bracket = false;

    [[nodiscard]] std::string digits(std::string_view text, std::size_t first, std::size_t last) const
    {
        std::string all;
        for (std::size_t i = first; i <= last; ++i)
            all += text.substr(groups[i].begin, groups[i].end - groups[i].begin);
        return all;
    }
    [[nodiscard]] std::size_t size(std::size_t group) const { return groups[group].end - groups[group].begin; }
    // The character before group `i` + 1 when all separators of first…last are that one character; 0 when they differ.
    [[nodiscard]] char separator(std::string_view text, std::size_t first, std::size_t last) const
    {
        char same = 0;
        for (std::size_t i = first; i < last; ++i) {
            const std::string_view between = text.substr(groups[i].end, groups[i + 1].begin - groups[i].end);
            const char c = between.size() == 1 || between == "  " ? between.front() : '?';
            if (c == '?' || (same != 0 && c != same))
                return 0;
            same = c;
        }
        return same;
    }
};

constexpr std::size_t mostGroups = 12;

Run runAt(std::string_view text, std::size_t at)
{
    Run run;
    run.begin = at;
    for (; at < text.size() && (text[at] == '+' || text[at] == '('); ++at) {
        run.international = run.international || text[at] == '+';
        run.bracket = run.bracket || text[at] == '(';
    }
    while (at < text.size() && isDigit(text[at]) && run.groups.size() < mostGroups) {
        std::size_t end = at;
        while (end < text.size() && isDigit(text[end]))
            ++end;
        run.groups.push_back({at, end});
        at = end;
        // A card's fours may have two blanks between them.
        if (end - run.groups.back().begin == 4 && at + 2 < text.size() && text.substr(at, 2) == "  " && isDigit(text[at + 2])) {
            at += 2;
            continue;
        }
        // One separator, or a bracket with a space or hyphen.
        if (at < text.size() && (text[at] == ')' || text[at] == ' ' || text[at] == '-' || text[at] == '.' || text[at] == '/'))
            ++at;
        if (at < text.size() && at > end && (text[at] == ' ' || text[at] == '(' || text[at] == '-') && text[at - 1] != text[at])
            ++at;
        if (at < text.size() && at > end + 1 && text[at] == '(' && text[at - 1] == ' ')
            ++at;
    }
    return run;
}

// Beginnings and lengths of the cards in use; what is rarer wants a word beside it.
bool isCommonCard(std::string_view digits)
{
    const int two = (digits[0] - '0') * 10 + (digits[1] - '0');
    const int four = two * 100 + (digits[2] - '0') * 10 + (digits[3] - '0');
    switch (digits.size()) {
    case 14: return two == 36 || two == 38 || (four >= 3000 && four <= 3059);
    case 15: return two == 34 || two == 37;
    case 16:
    case 17:
    case 18:
    case 19:
        return digits[0] == '4' || (two >= 50 && two <= 69) || (four >= 2221 && four <= 2720) || four / 100 == 35 || two == 81
            || (two == 97 && four == 9792);
    default: return false;
    }
}

bool isCard(const Run& run, const Source& source, std::string_view context, std::size_t first, std::size_t last)
{
    const std::string_view text = source.text;
    const std::string digits = run.digits(text, first, last);
    if (digits.size() < 12 || digits.size() > 19 || digits[0] == '0' || !passesLuhn(digits))
        return false;
    const bool named = source.isAlone(run.groups[first].begin, run.groups[last].end) || mentions(context, cardWords);
    if (!isCommonCard(digits) && !(named && digits.size() != 13) && !(digits.size() == 13 && mentions(context, cardWords)))
        return false;
    const char separator = run.separator(text, first, last);
    const bool dotted = separator == '.' && last - first == 3 && run.size(first) == 4 && run.size(first + 2) == 4;
    if (first != last && separator != ' ' && separator != '-' && !dotted)
        return false;
    // Written in fours, or 4-6-5 and the like; not a table of short numbers.
    const bool grouped
        = first == last || (run.size(first) == 4 && run.size(last) >= 1 && last - first <= 4 && run.size(first + 1) >= 4);
    return grouped && digits.find_first_not_of(digits.front()) != std::string::npos;
}

// Day, month and year in the first three groups; a time of day may follow.
bool looksLikeDate(const Run& run, std::string_view text, std::size_t first, std::size_t last)
{
    if (last - first < 2)
        return false;
    const char separator = run.separator(text, first, first + 2);
    if (separator != '-' && separator != '.' && separator != '/')
        return false;
    const std::array<std::size_t, 3> sizes{run.size(first), run.size(first + 1), run.size(first + 2)};
    const auto value = [&](std::size_t i) { return std::stoi(run.digits(text, first + i, first + i)); };
    if (sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2)
        return value(1) <= 12 && value(2) <= 31;
    return sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 4 || (sizes[2] == 2 && last - first == 2)) && value(0) <= 31
        && value(1) <= 31;
}

// National forms that are telephone numbers even without a word beside them.
bool isNationalForm(const Run& run, std::string_view text, std::size_t first, std::size_t last, const std::string& digits)
{
    const char separator = run.separator(text, first, last);
    if (separator == '/' && last - first > 1)
        return false;
    const auto sizes = [&](std::initializer_list<std::size_t> wanted) {
        return last - first + 1 == wanted.size()
            && std::equal(wanted.begin(), wanted.end(), run.groups.begin() + static_cast<std::ptrdiff_t>(first),
                [](std::size_t size, const Group& group) { return group.end - group.begin == size; });
    };
    // A Chinese mobile; elsewhere a long number that begins with the area's zero.
    if (first == last)
        return digits.size() == 11 && ((digits[0] == '1' && digits[1] >= '3') || (digits[0] == '0' && digits[1] != '0'));
    if (run.bracket && digits.size() >= 9 && digits.size() <= 12 && run.size(first) <= 5)
        return true;
    if (digits[0] == '0' && digits[1] != '0' && digits.size() >= 9 && digits.size() <= 12 && separator != '.')
        return true;
    if (digits[0] == '0' && digits.size() == 10 && sizes({2, 2, 2, 2, 2}))
        return true;
    if (sizes({3, 3, 4}) && digits[0] >= '2')
        return true;
    if (sizes({1, 3, 3, 4}) && digits[0] == '1')
        return true;
    const bool spanish = digits.size() == 9 && (digits[0] == '6' || digits[0] == '7' || digits[0] == '9' || digits[0] == '8');
    if (spanish && (sizes({3, 3, 3}) || sizes({3, 2, 2, 2})) && (separator == ' ' || separator == '-'))
        return true;
    if (sizes({3, 3, 3}) && digits[0] >= '4' && separator == ' ') // Polish mobile
        return true;
    if (sizes({2, 3, 2, 2}) && digits[0] != '0' && separator == ' ') // Spanish and Polish area codes
        return true;
    if (sizes({3, 3, 2, 2}) && digits[0] >= '2' && (separator == ' ' || separator == '-')) // Turkish
        return true;
    return sizes({3, 4, 4}) && digits[0] == '1' && digits[1] >= '3'; // Chinese mobile in groups
}

// What the words before a run say, looked up once.
struct Context {
    std::string_view words;
    bool phone;
    bool notPhone;
    bool notPhoneNear;

    explicit Context(std::string_view before)
        : words(before)
        , phone(mentions(before, phoneWords))
        , notPhone(mentions(before, notPhoneWords))
        , notPhoneNear(
              notPhone && mentions(before.substr(before.size() - std::min<std::size_t>(before.size(), 14)), notPhoneWords))
    {
    }
};

// Alone in its line among several, as in a signature.
bool fillsLine(std::string_view text, std::size_t begin, std::size_t end)
{
    return begin > 0 && text[begin - 1] == '\n' && (end == text.size() || text[end] == '\n' || text[end] == '\r');
}

// Behind an extension such as "x456" or " ext. 456".
std::size_t withExtension(std::string_view text, std::size_t end)
{
    for (const std::string_view mark : {"x", " x", " ext. ", " ext ", " x. "}) {
        std::size_t at = end + mark.size();
        if (!text.substr(end).starts_with(mark) || at >= text.size() || !isDigit(text[at]))
            continue;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        return at;
    }
    return end;
}

bool isPhone(const Run& run, const Source& source, const Context& context, std::size_t first, std::size_t last)
{
    const std::string digits = run.digits(source.text, first, last);
    if (digits.size() < 7 || digits.size() > 15 || looksLikeDate(run, source.text, first, last))
        return false;
    if (run.international && first == 0)
        return digits.size() >= 8 && digits[0] != '0';
    if (digits.starts_with("00") && digits.size() >= 10)
        return digits[2] != '0' && !context.notPhone;
    if (context.phone && !context.notPhoneNear)
        return digits.size() >= (last > first ? 7U : 8U) && digits.size() <= 13;
    const bool alone = source.isAlone(first == 0 ? run.begin : run.groups[first].begin, run.groups[last].end);
    if (alone && (digits.size() == 10 || digits.size() == 11)
        && (digits[0] == '0' ? digits[1] != '0' : digits.size() == 10 && digits[0] >= '2'))
        return true;
    if (alone && digits.size() >= 10 && last > first)
        return false;
    if (fillsLine(source.text, first == 0 ? run.begin : run.groups[first].begin, run.groups[last].end) && last > first)
        return digits.size() <= 12;
    return !context.notPhone && isNationalForm(run, source.text, first, last, digits);
}

constexpr std::string_view americanWords = "ssn|social security|itin|tax id|taxpayer|tin";

// 3-2-4 digits with the same sign between them.
bool isAmericanForm(const Run& run, char separator, std::size_t first, std::size_t last)
{
    return last - first == 2 && run.size(first) == 3 && run.size(first + 1) == 2 && separator != 0 && separator != '/';
}

bool isNineDigitId(const Run& run, std::string_view text, const IdContext& context, std::size_t first, std::size_t last)
{
    const std::string digits = run.digits(text, first, last);
    const bool written = isAmericanForm(run, run.separator(text, first, last), first, last) && !context.notId;
    const bool named = context.alone || mentions(context.words, americanWords);
    if ((written || (named && first == last)) && (isSocialSecurityNumber(digits) || isTaxpayerNumber(digits)))
        return true;
    if (mentions(context.words, "nif|contribuinte|fiscal") && isPortugueseTaxNumber(digits))
        return true;
    return (context.alone || mentions(context.words, "bsn|burgerservice|sofinummer")) && isDutchCitizenNumber(digits);
}

bool isTenDigitId(const Run& run, std::string_view text, const IdContext& context, std::size_t first, std::size_t last)
{
    const std::string digits = run.digits(text, first, last);
    const char separator = run.separator(text, first, last);
    if (isHealthServiceNumber(digits)) {
        // Telephone numbers of North America have the same form, but never a 0 or 1 behind the area.
        const bool grouped = last - first == 2 && run.size(first) == 3 && run.size(first + 1) == 3
            && (context.alone || digits[3] < '2') && (separator == ' ' || separator == '-');
        if (mentions(context.words, "nhs|health") || ((grouped || (context.alone && digits[0] < '2')) && !context.notId))
            return true;
    }
    return mentions(context.words, "national id|iqama|id number|هوي|إقام|اقام") && (digits[0] == '1' || digits[0] == '2')
        && passesLuhn(digits);
}

// "784-1980-1234567-9": country, year of birth, number, check digit, which early cards have wrong.
bool isEmiratesForm(const Run& run, const std::string& digits, char separator, std::size_t first, std::size_t last)
{
    const bool grouped = last - first == 3 && run.size(first) == 3 && run.size(first + 1) == 4 && run.size(first + 2) == 7;
    return grouped && (separator == '-' || separator == ' ') && digits.starts_with("784")
        && (digits.substr(3, 2) == "19" || digits.substr(3, 2) == "20");
}

// Numeric national ids; those with a weak checksum want a word beside them.
bool isNationalId(const Run& run, const Source& source, const IdContext& context, std::size_t first, std::size_t last)
{
    const std::string digits = run.digits(source.text, first, last);
    const char separator = run.separator(source.text, first, last);
    switch (digits.size()) {
    case 9: return isNineDigitId(run, source.text, context, first, last);
    case 10: return isTenDigitId(run, source.text, context, first, last);
    case 11:
        if ((context.alone || mentions(context.words, "steuer|tax id|idnr|tin|identifikationsnummer"))
            && isGermanTaxNumber(digits))
            return true;
        return !context.notId && (first == last || (last - first == 3 && separator == 0))
            && (isBrazilianPersonNumber(digits) || isTurkishPersonNumber(digits) || isPolishPersonNumber(digits));
    case 12: return mentions(context.words, "マイナンバー|個人番号|my number|mynumber") && isJapaneseMyNumber(digits);
    case 14: return (context.alone || mentions(context.words, "الرقم القومي|قومي|national id|هوي")) && isEgyptianIdentity(digits);
    case 15:
        return isFrenchSocialNumber(digits) || isEmiratesIdentity(digits) || isEmiratesForm(run, digits, separator, first, last);
    case 18: return first == last && isChineseResidentNumber(digits);
    default: return false;
    }
}

std::size_t takeRun(const Run& run, const Source& source, Candidates& found)
{
    const std::string_view text = source.text;
    const std::size_t count = run.groups.size();
    std::size_t allDigits = 0;
    for (std::size_t i = 0; i < count; ++i)
        allDigits += run.size(i);
    if (allDigits < 7)
        return run.groups.back().end;
    const Context context(source.before(run.begin, 48));
    const bool alone = source.isAlone(run.begin, run.groups.back().end);
    for (std::size_t first = 0; first < count;) {
        std::size_t next = first + 1;
        // The longest reading first.
        for (std::size_t last = count; last-- > first;) {
            const std::size_t bytes = run.groups[last].end - run.groups[first].begin;
            if (bytes > 32 || bytes < 7)
                continue;
            const std::size_t begin = first == 0 ? run.begin : run.groups[first].begin;
            const std::size_t digit = run.groups[first].begin;
            const std::size_t end = run.groups[last].end;
            if (isNationalId(
                    run, source, {context.words, context.notPhoneNear, alone && first == 0 && last + 1 == count}, first, last))
                found.push_back({"national_id", digit, end, proven});
            else if (isCard(run, source, context.words, first, last))
                found.push_back({"card", digit, end, proven});
            else if (isPhone(run, source, context, first, last))
                found.push_back({"phone", begin, withExtension(text, end), likely});
            else
                continue;
            next = last + 1;
            break;
        }
        first = next;
    }
    return run.groups.back().end;
}

// What stands on a card behind its number, often without a blank: "4111111111111111exp12/27".
bool isCardsNextWord(std::string_view rest)
{
    for (const std::string_view word : {"exp", "cv", "valid", "val", "cad", "scad", "gült", "bis", "verf", "ważn", "son"}) {
        if (rest.starts_with(word))
            return true;
    }
    return false;
}

} // namespace

void scanNumbers(const Source& source, Candidates& found)
{
    const std::string_view text = source.text;
    for (std::size_t at = 0; at < text.size();) {
        const bool opens = text[at] == '+' || text[at] == '(';
        const std::size_t digit
            = opens ? at + 1 + (at + 1 < text.size() && (text[at + 1] == '(' || text[at + 1] == '+') ? 1 : 0) : at;
        const bool starts = digit < text.size() && isDigit(text[digit]);
        const bool insideWord = at > 0 && (isAlnum(text[at - 1]) || text[at - 1] == '_');
        if (!starts) {
            ++at;
            continue;
        }
        if (insideWord && !opens) {
            while (at < text.size() && isAlnum(text[at]))
                ++at;
            continue;
        }
        const Run run = runAt(text, at);
        const std::size_t end = run.groups.back().end;
        // A letter right behind belongs to a code: "4f2", "10km", a Chinese id that ends in X.
        if (end < text.size() && (isLetter(text[end]) || text[end] == '_') && withExtension(text, end) == end) {
            const std::string_view code = text.substr(run.groups.back().begin, end + 1 - run.groups.back().begin);
            if (code.size() == 18 && (text[end] == 'X' || text[end] == 'x')
                && isChineseResidentNumber(std::string(code.substr(0, 17)) + "X"))
                found.push_back({"national_id", run.groups.back().begin, end + 1, proven});
            else if (isCardsNextWord(std::string_view(source.lower).substr(end, 8))
                && isCard(run, source, source.before(run.begin, 48), 0, run.groups.size() - 1))
                found.push_back({"card", run.groups.front().begin, end, proven});
            at = end + 1;
            continue;
        }
        at = std::max(takeRun(run, source, found), at + 1);
    }
}

} // namespace tandem::pii
