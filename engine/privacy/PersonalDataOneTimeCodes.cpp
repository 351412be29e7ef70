#include "privacy/PersonalDataCues.h"
#include "privacy/PersonalDataValues.h"
#include "privacy/PersonalDataVocabulary.h"

#include <algorithm>
#include <array>

// Codes of a few digits that let somebody in: card codes, PINs, and what is sent for one sign-in.
namespace tandem::pii {

namespace {

struct Cue {
    std::string_view word; // lower case
    std::size_t least = 4; // digits
    std::size_t most = 8;
};

// Words that say what the digits are.
constexpr std::array cues{Cue{"cvv", 3}, Cue{"cvc", 3}, Cue{"pin", 3}, Cue{"pin code", 4, 5}, Cue{"pincode", 4, 5},
    Cue{"pin-code", 4, 5}, Cue{"pin number", 4}, Cue{"pin-nummer", 4}, Cue{"otp"}, Cue{"tan", 6}, Cue{"mtan", 6},
    Cue{"smstan", 6}, Cue{"sms-tan", 6}, Cue{"pushtan", 6}, Cue{"one-time code"}, Cue{"one time code"}, Cue{"one-time password"},
    Cue{"one time password"}, Cue{"one-time passcode"}, Cue{"one time passcode"}, Cue{"one-time pin"}, Cue{"verification code"},
    Cue{"security code", 3}, Cue{"confirmation code"}, Cue{"authentication code"}, Cue{"authenticator code"}, Cue{"auth code"},
    Cue{"2fa code"}, Cue{"mfa code"}, Cue{"two-factor code"}, Cue{"two factor code"}, Cue{"login code"}, Cue{"log-in code"},
    Cue{"sign-in code"}, Cue{"sms code"}, Cue{"access code"}, Cue{"recovery code"}, Cue{"unlock code"}, Cue{"passcode"},
    Cue{"bestätigungscode"}, Cue{"sicherheitscode", 3}, Cue{"einmalcode"}, Cue{"einmalkennwort"}, Cue{"einmalpasswort"},
    Cue{"verifizierungscode"}, Cue{"prüfcode"}, Cue{"freischaltcode"}, Cue{"zugangscode"}, Cue{"anmeldecode"}, Cue{"sms-code"},
    Cue{"authentifizierungscode"}, Cue{"código de verificación"}, Cue{"codigo de verificacion"}, Cue{"código de seguridad", 3},
    Cue{"código de confirmación"}, Cue{"código de acceso"}, Cue{"código de un solo uso"}, Cue{"clave de un solo uso"},
    Cue{"código de autenticación"}, Cue{"código sms"}, Cue{"code de vérification"}, Cue{"code de sécurité", 3},
    Cue{"code de confirmation"}, Cue{"code à usage unique"}, Cue{"code d'authentification"}, Cue{"code d’authentification"},
    Cue{"code d'accès"}, Cue{"code d’accès"}, Cue{"code de validation"}, Cue{"codice di verifica"}, Cue{"codice di sicurezza", 3},
    Cue{"codice di conferma"}, Cue{"codice monouso"}, Cue{"codice otp"}, Cue{"codice sms"}, Cue{"codice di accesso"},
    Cue{"codice di autenticazione"}, Cue{"código de verificação"}, Cue{"código de segurança", 3}, Cue{"código de confirmação"},
    Cue{"código de acesso"}, Cue{"código de uso único"}, Cue{"código de autenticação"}, Cue{"verificatiecode"},
    Cue{"beveiligingscode", 3}, Cue{"bevestigingscode"}, Cue{"eenmalige code"}, Cue{"inlogcode"}, Cue{"toegangscode"},
    Cue{"authenticatiecode"}, Cue{"kod weryfikacyjny"}, Cue{"kodu weryfikacyjnego"}, Cue{"kod bezpieczeństwa", 3},
    Cue{"kod potwierdzający"}, Cue{"kod jednorazowy"}, Cue{"hasło jednorazowe"}, Cue{"kod sms"}, Cue{"kod z sms"},
    Cue{"kod autoryzacyjny"}, Cue{"kod dostępu"}, Cue{"doğrulama kod"}, Cue{"güvenlik kod", 3}, Cue{"onay kod"},
    Cue{"tek kullanımlık şifre"}, Cue{"tek kullanımlık kod"}, Cue{"sms kod"}, Cue{"giriş kod"}, Cue{"رمز التحقق"},
    Cue{"رمز التأكيد"}, Cue{"رمز الأمان", 3}, Cue{"رمز الدخول"}, Cue{"كود التحقق"}, Cue{"كلمة مرور لمرة واحدة"}, Cue{"验证码"},
    Cue{"驗證碼"}, Cue{"校验码"}, Cue{"确认码"}, Cue{"动态码"}, Cue{"动态密码"}, Cue{"安全码", 3}, Cue{"一次性密码"},
    Cue{"認証コード"}, Cue{"確認コード"}, Cue{"検証コード"}, Cue{"ログインコード"}, Cue{"セキュリティコード", 3},
    Cue{"ワンタイムパスワード"}, Cue{"ワンタイムコード"}, Cue{"暗証番号"}};

// Any code; it wants exactly six digits, a copula, and no word before it that makes it an error's or a postal one.
constexpr std::array<std::string_view, 10> plainCues{
    "code", "código", "codigo", "codice", "kod", "kodum", "الرمز", "الكود", "رمزي", "コード"};
constexpr std::string_view before = "|the|my|your|this|that|a|and|sent|text|got|el|mi|tu|su|este|le|mon|votre|ce|der|mein|dein|"
                                    "ihr|il|mio|tuo|o|meu|seu|de|mijn|uw|jouw|mój|twój|ten|ja|and|y|et|und|e|en|i|ve|";

// Words that make a number in the same clause something else.
constexpr std::string_view otherNumbers = "order|invoice|ticket|case|account|version|error|line|port|pedido|factura|commande|"
                                          "facture|bestell|rechnung|fehler|ordine|fattura|fatura|zamówien|faktur|sipariş|hata";

bool isLatin(std::string_view word)
{
    return static_cast<unsigned char>(word.front()) < 0xD0;
}

struct Digits {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t count = 0;
};

// "829114", "829 114", "G-829114" at `at`; no digits where a word, a unit or another number goes on.
Digits digitsAt(std::string_view lower, std::size_t at)
{
    if (lower.substr(at).starts_with("g-"))
        at += 2;
    const auto run = [lower](std::size_t from) {
        std::size_t end = from;
        while (end < lower.size() && isDigit(lower[end]) && end - from < 10)
            ++end;
        return end;
    };
    Digits digits{at, run(at), 0};
    digits.count = digits.end - at;
    if (digits.count == 3 && digits.end < lower.size() && (lower[digits.end] == ' ' || lower[digits.end] == '-')) {
        const std::size_t end = run(digits.end + 1);
        if (end - digits.end == 4) {
            digits.end = end;
            digits.count = 6;
        }
    }
    const std::string_view rest = lower.substr(digits.end);
    const bool joined = rest.size() > 1 && std::string_view(".,:/-").contains(rest[0]) && isAlnum(rest[1]);
    bool unit = rest.starts_with("%");
    for (const std::string_view each :
        {" min", " sec", " hour", " digit", " char", " time", " line", " byte", " day", " eur", " usd", " euro", " zeichen",
            " stellig", " ziffern", " zeilen", " dígitos", " cifr", " chiffres", " cijfers", " hane"})
        unit = unit || rest.starts_with(each);
    if (joined || unit || (!rest.empty() && (isAlnum(rest[0]) || rest[0] == '_')))
        return {};
    return digits;
}

// The digits behind the word, or behind a link in its clause: "the code to sign in is 829114".
Digits digitsBehind(const Source& source, std::size_t after)
{
    constexpr int mostLinks = 4;
    const std::string_view lower = source.lower;
    std::size_t begin = after;
    while (begin < lower.size() && begin < after + 4 && std::string_view(" (#\"").contains(lower[begin]))
        ++begin;
    Digits digits = digitsAt(lower, begin);
    std::size_t at = after;
    for (int links = 0; digits.count == 0 && links < mostLinks; ++links) {
        const Value value = valueInClause(source, at);
        if (value.link == Link::None || mentions(lower.substr(after, value.begin - after), otherNumbers))
            break;
        digits = digitsAt(lower, value.begin);
        at = value.begin;
    }
    return digits;
}

bool isCapital(char c)
{
    return c >= 'A' && c <= 'Z';
}

// "A7K9Q2", "4F7K-92QX" at `at`: capitals and digits, some of each.
Digits mixedAt(const Source& source, std::size_t at)
{
    constexpr std::size_t least = 5;
    constexpr std::size_t most = 10;
    const std::string_view text = source.text;
    std::size_t end = at;
    while (end < text.size() && (isCapital(text[end]) || isDigit(text[end]) || (text[end] == '-' && end > at)))
        ++end;
    const std::string_view code = text.substr(at, end - at);
    const bool isMixed = std::ranges::any_of(code, isCapital) && std::ranges::any_of(code, isDigit);
    const bool goesOn = end < text.size() && (isAlnum(text[end]) || text[end] == '_');
    if (!isMixed || goesOn || code.ends_with('-') || code.size() < least || code.size() > most)
        return {};
    return {at, end, code.size()};
}

// Behind the word's ":" or "is" alone: an order's number looks the same.
Digits mixedBehind(const Source& source, std::size_t after)
{
    const Value value = valueAt(source, after);
    return value.link == Link::None ? Digits{} : mixedAt(source, value.begin);
}

bool standsAlone(const Source& source, std::string_view word, std::size_t at)
{
    const std::string_view text = source.text;
    const std::size_t after = at + word.size();
    if (!isLatin(word))
        return true;
    if (at > 0 && (isAlnum(text[at - 1]) || text[at - 1] == '_' || static_cast<unsigned char>(text[at - 1]) >= 0x80))
        return false;
    // "doğrulama kodum": Turkish goes on after the word.
    return after >= text.size() || !isLetter(text[after]) || word.ends_with("kod") || word.ends_with("şifre");
}

void scanNamedCode(const Source& source, const Cue& cue, std::size_t at, Candidates& found)
{
    const std::string_view lower = source.lower;
    std::size_t after = at + cue.word.size();
    if (!standsAlone(source, cue.word, at))
        return;
    for (int letters = 0; letters < 6 && after < lower.size() && isLetter(lower[after]); ++letters)
        ++after;
    // A word of Spanish, and a name.
    if (cue.word == "tan" && source.text.substr(at, 3) != "TAN")
        return;
    // "PIN 560001" is a place in India.
    const bool wantsLink = cue.word == "pin";
    if (wantsLink && valueAt(source, after).link == Link::None)
        return;
    const Digits digits = wantsLink ? digitsAt(lower, valueAt(source, after).begin) : digitsBehind(source, after);
    if (digits.count >= cue.least && digits.count <= cue.most)
        found.push_back({"secret", digits.begin, digits.end, proven});
    const Digits mixed = digits.count == 0 && !wantsLink ? mixedBehind(source, after) : Digits{};
    if (mixed.count > 0)
        found.push_back({"secret", mixed.begin, mixed.end, proven});
}

// "the code is 829114"
void scanPlainCode(const Source& source, std::string_view word, std::size_t at, Candidates& found)
{
    constexpr std::size_t usualDigits = 6;
    const Value value = valueAt(source, at + word.size());
    if (!standsAlone(source, word, at) || (value.link != Link::Copula && value.link != Link::Quote))
        return;
    // "エラーコード" is one word.
    const std::string_view previous = at >= 3 ? source.text.substr(at - 3, 2) : std::string_view();
    if (word == "コード" && (previous == "\xE3\x82" || previous == "\xE3\x83"))
        return;
    std::string_view context = source.before(at, 24);
    while (!context.empty() && isBlank(context.back()))
        context.remove_suffix(1);
    const std::size_t blank = context.find_last_of(" \t");
    const std::string_view last = context.substr(blank == std::string_view::npos ? 0 : blank + 1);
    const bool begins = last.empty() || std::string_view(".,:;!?(").contains(last.back());
    if (isLatin(word) && !begins && !before.contains("|" + std::string(last) + "|"))
        return;
    const Digits digits = digitsAt(source.lower, value.begin);
    if (digits.count == usualDigits)
        found.push_back({"secret", digits.begin, digits.end, proven});
}

} // namespace

void scanOneTimeCodes(const Source& source, Candidates& found)
{
    static const CueList named = cueList(cues, [](const Cue& cue) { return cue.word; });
    named.each(source.lower, [&](std::size_t index, std::size_t at) { scanNamedCode(source, cues[index], at, found); });
    static const CueList plain = cueList(plainCues, [](std::string_view word) { return word; });
    plain.each(source.lower, [&](std::size_t index, std::size_t at) { scanPlainCode(source, plainCues[index], at, found); });
}

void addOneTimeCodeWords(std::vector<std::string_view>& words)
{
    for (const Cue& cue : cues)
        words.push_back(cue.word);
    words.insert(words.end(), plainCues.begin(), plainCues.end());
}

} // namespace tandem::pii
