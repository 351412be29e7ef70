#include "privacy/PersonalDataScanners.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

int digit(std::string_view digits, std::size_t at)
{
    return digits[at] - '0';
}

int number(std::string_view digits)
{
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

template <std::size_t N>
int weighted(std::string_view digits, const std::array<int, N>& weights)
{
    int sum = 0;
    for (std::size_t i = 0; i < N; ++i)
        sum += weights[i] * digit(digits, i);
    return sum;
}

bool allSame(std::string_view digits)
{
    return digits.find_first_not_of(digits.front()) == std::string_view::npos;
}

bool isDate(int year, int month, int day)
{
    return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

} // namespace

bool passesLuhn(std::string_view digits)
{
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int value = digit(digits, digits.size() - 1 - i);
        if (i % 2 == 1)
            value = value > 4 ? 2 * value - 9 : 2 * value;
        sum += value;
    }
    return sum % 10 == 0;
}

bool isSocialSecurityNumber(std::string_view digits)
{
    if (digits.size() != 9)
        return false;
    const int area = number(digits.substr(0, 3));
    // The last one was printed on wallets' sample cards.
    return area != 0 && area != 666 && area < 900 && number(digits.substr(3, 2)) != 0 && number(digits.substr(5)) != 0
        && digits != "078051120";
}

bool isTaxpayerNumber(std::string_view digits)
{
    if (digits.size() != 9 || digits[0] != '9')
        return false;
    const int group = number(digits.substr(3, 2));
    return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92)
        || (group >= 94 && group <= 99);
}

bool isHealthServiceNumber(std::string_view digits)
{
    static constexpr std::array<int, 9> weights{10, 9, 8, 7, 6, 5, 4, 3, 2};
    if (digits.size() != 10 || allSame(digits))
        return false;
    const int check = (11 - weighted(digits, weights) % 11) % 11;
    return check == digit(digits, 9);
}

bool isPortugueseTaxNumber(std::string_view digits)
{
    static constexpr std::array<int, 8> weights{9, 8, 7, 6, 5, 4, 3, 2};
    if (digits.size() != 9 || !std::string_view("1235689").contains(digits[0]))
        return false;
    const int rest = weighted(digits, weights) % 11;
    return digit(digits, 8) == (rest < 2 ? 0 : 11 - rest);
}

bool isEgyptianIdentity(std::string_view digits)
{
    if (digits.size() != 14 || (digits[0] != '2' && digits[0] != '3'))
        return false;
    const int century = digits[0] == '2' ? 1900 : 2000;
    return isDate(century + number(digits.substr(1, 2)), number(digits.substr(3, 2)), number(digits.substr(5, 2)))
        && number(digits.substr(7, 2)) >= 1;
}

bool isEmiratesIdentity(std::string_view digits)
{
    if (digits.size() != 15 || !digits.starts_with("784"))
        return false;
    const int year = number(digits.substr(3, 4));
    return year >= 1900 && year <= 2100 && passesLuhn(digits);
}

bool isBritishInsurance(std::string_view code)
{
    static constexpr std::array<std::string_view, 7> unused{"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
    if (code.size() != 9 || !isLetter(code[0]) || !isLetter(code[1]) || code[8] < 'A' || code[8] > 'D')
        return false;
    const bool begins = !std::string_view("DFIQUV").contains(code[0]) && !std::string_view("DFIOQUV").contains(code[1])
        && std::find(unused.begin(), unused.end(), code.substr(0, 2)) == unused.end();
    return begins && std::all_of(code.begin() + 2, code.begin() + 8, isDigit);
}

bool isFrenchSocialNumber(std::string_view digits)
{
    if (digits.size() != 15 || (digits[0] != '1' && digits[0] != '2'))
        return false;
    long long value = 0;
    for (const char c : digits.substr(0, 13))
        value = value * 10 + (c - '0');
    return 97 - value % 97 == number(digits.substr(13));
}

bool isGermanTaxNumber(std::string_view digits)
{
    // One digit of the first ten occurs twice or thrice.
    if (digits.size() != 11 || digits[0] == '0' || allSame(digits.substr(0, 10)))
        return false;
    int product = 10;
    for (std::size_t i = 0; i < 10; ++i) {
        const int sum = (digit(digits, i) + product) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10 == digit(digits, 10);
}

bool isBrazilianPersonNumber(std::string_view digits)
{
    if (digits.size() != 11 || allSame(digits))
        return false;
    const auto check = [&](std::size_t length) {
        int sum = 0;
        for (std::size_t i = 0; i < length; ++i)
            sum += digit(digits, i) * static_cast<int>(length + 1 - i);
        return sum * 10 % 11 % 10;
    };
    return check(9) == digit(digits, 9) && check(10) == digit(digits, 10);
}

bool isDutchCitizenNumber(std::string_view digits)
{
    static constexpr std::array<int, 9> weights{9, 8, 7, 6, 5, 4, 3, 2, -1};
    return digits.size() == 9 && !allSame(digits) && weighted(digits, weights) % 11 == 0;
}

bool isPolishPersonNumber(std::string_view digits)
{
    static constexpr std::array<int, 10> weights{1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    if (digits.size() != 11)
        return false;
    const int month = number(digits.substr(2, 2));
    const int day = number(digits.substr(4, 2));
    return month % 20 >= 1 && month % 20 <= 12 && day >= 1 && day <= 31
        && (10 - weighted(digits, weights) % 10) % 10 == digit(digits, 10);
}

bool isTurkishPersonNumber(std::string_view digits)
{
    if (digits.size() != 11 || digits[0] == '0')
        return false;
    int odd = 0;
    int even = 0;
    int all = 0;
    for (std::size_t i = 0; i < 9; ++i) {
        (i % 2 == 0 ? odd : even) += digit(digits, i);
        all += digit(digits, i);
    }
    const int tenth = ((odd * 7 - even) % 10 + 10) % 10;
    return tenth == digit(digits, 9) && (all + tenth) % 10 == digit(digits, 10);
}

bool isChineseResidentNumber(std::string_view digits)
{
    static constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static constexpr std::string_view checks = "10X98765432";
    if (digits.size() != 18 || digits[0] == '0'
        || !isDate(number(digits.substr(6, 4)), number(digits.substr(10, 2)), number(digits.substr(12, 2))))
        return false;
    return checks[static_cast<std::size_t>(weighted(digits, weights) % 11)] == digits[17];
}

bool isJapaneseMyNumber(std::string_view digits)
{
    if (digits.size() != 12)
        return false;
    int sum = 0;
    for (std::size_t n = 1; n <= 11; ++n)
        sum += digit(digits, 11 - n) * static_cast<int>(n <= 6 ? n + 1 : n - 5);
    const int rest = sum % 11;
    return digit(digits, 11) == (rest <= 1 ? 0 : 11 - rest);
}

bool isSpanishIdentity(std::string_view code)
{
    static constexpr std::string_view letters = "TRWAGMYFPDXBNJZSQVHLCKE";
    if (code.size() != 9 || !isLetter(code[8]))
        return false;
    std::string digits(code.substr(0, 8));
    if (digits[0] >= 'X' && digits[0] <= 'Z')
        digits[0] = static_cast<char>('0' + (digits[0] - 'X'));
    if (!std::all_of(digits.begin(), digits.end(), isDigit))
        return false;
    return letters[static_cast<std::size_t>(number(digits) % 23)] == code[8];
}

bool isItalianTaxCode(std::string_view code)
{
    static constexpr std::string_view form = "LLLLLLNNLNNLNNNL";
    static constexpr std::array<int, 26> odd{
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    // A long word is no code, though letters may stand for its digits.
    if (code.size() != form.size() || std::count_if(code.begin(), code.end(), isDigit) < 3)
        return false;
    int sum = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const bool letter = code[i] >= 'A' && code[i] <= 'Z';
        // Digits may be replaced by letters when two people would share a code.
        if (form[i] == 'L' ? !letter : !letter && !isDigit(code[i]))
            return false;
        const auto value = static_cast<std::size_t>(letter ? code[i] - 'A' : code[i] - '0');
        if (i < 15)
            sum += i % 2 == 0 ? odd[value] : static_cast<int>(value);
    }
    return code[15] == static_cast<char>('A' + sum % 26);
}

bool isIban(std::string_view code)
{
    if (code.size() < 15 || code.size() > 34 || !isLetter(code[0]) || !isLetter(code[1]) || !isDigit(code[2])
        || !isDigit(code[3]))
        return false;
    int rest = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[(i + 4) % code.size()];
        rest = isDigit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest == 1;
}

} // namespace tandem::pii
