#include "privacy/PersonalDataCues.h"
#include "privacy/PersonalDataValues.h"
#include "privacy/PersonalDataVocabulary.h"
#include "privacy/PersonalDataWords.h"

#include <algorithm>
#include <array>

// Passwords and keys that a word names: "password: …", "AWS_SECRET_ACCESS_KEY=…".
namespace tandem::pii {

namespace {

enum class Kind : std::uint8_t {
    Password, // may be a plain word
    Key,
    Token, // a word of programs as well
    Bearer,
    Variable, // the end of a name such as STRIPE_KEY
};

struct SecretCue {
    std::string_view word; // lower case
    Kind kind;
};

constexpr std::array cues{SecretCue{"password", Kind::Password}, SecretCue{"passwd", Kind::Password},
    SecretCue{"pwd", Kind::Password}, SecretCue{"pw", Kind::Password}, SecretCue{"passphrase", Kind::Password},
    SecretCue{"passcode", Kind::Password}, SecretCue{"passwort", Kind::Password}, SecretCue{"kennwort", Kind::Password},
    SecretCue{"contraseña", Kind::Password}, SecretCue{"clave", Kind::Password}, SecretCue{"mot de passe", Kind::Password},
    SecretCue{"mdp", Kind::Password}, SecretCue{"senha", Kind::Password}, SecretCue{"wachtwoord", Kind::Password},
    SecretCue{"hasło", Kind::Password}, SecretCue{"haslo", Kind::Password}, SecretCue{"şifre", Kind::Password},
    SecretCue{"şifrem", Kind::Password}, SecretCue{"parola", Kind::Password}, SecretCue{"parolam", Kind::Password},
    SecretCue{"كلمة المرور", Kind::Password}, SecretCue{"كلمة السر", Kind::Password}, SecretCue{"密码", Kind::Password},
    SecretCue{"口令", Kind::Password}, SecretCue{"パスワード", Kind::Password}, SecretCue{"api key", Kind::Key},
    SecretCue{"api-key", Kind::Key}, SecretCue{"api_key", Kind::Key}, SecretCue{"apikey", Kind::Key},
    SecretCue{"access key", Kind::Key}, SecretCue{"access-key", Kind::Key}, SecretCue{"access_key", Kind::Key},
    SecretCue{"accesskey", Kind::Key}, SecretCue{"secret key", Kind::Key}, SecretCue{"secret-key", Kind::Key},
    SecretCue{"secret_key", Kind::Key}, SecretCue{"secretkey", Kind::Key}, SecretCue{"private key", Kind::Key},
    SecretCue{"encryption key", Kind::Key}, SecretCue{"signing key", Kind::Key}, SecretCue{"secret", Kind::Token},
    SecretCue{"client_secret", Kind::Token}, SecretCue{"access token", Kind::Key}, SecretCue{"api token", Kind::Key},
    SecretCue{"bearer", Kind::Bearer}, SecretCue{"token", Kind::Token}, SecretCue{"_key", Kind::Variable},
    SecretCue{"_pass", Kind::Variable}, SecretCue{"_pw", Kind::Variable}};

// "password for the portal is …"
constexpr std::array<std::string_view, 22> prepositions{" for ", " to ", " of ", " für ", " zum ", " zur ", " von ", " del ",
    " de ", " du ", " des ", " para ", " pour ", " per ", " di ", " do ", " da ", " dla ", " voor ", " van ", " na ", " için "};

// What a form or a person says about a password rather than in its place.
constexpr std::array<std::string_view, 24> states{"required", "optional", "incorrect", "invalid", "expired", "forgotten",
    "missing", "unknown", "hidden", "changed", "protected", "unchanged", "rejected", "accepted", "erforderlich", "abgelaufen",
    "vergessen", "requerido", "obligatoire", "richiesta", "verplicht", "verlopen", "incorrecta", "incorrecto"};

bool isOrdinary(std::string_view value)
{
    return (kindsOf(wordHash(value)) & (ordinaryWord | otherProper | nobodyWord | personVerb)) != 0;
}

bool isAscii(char c)
{
    return static_cast<unsigned char>(c) < 0x80;
}

bool isPlainWord(std::string_view value)
{
    return std::all_of(value.begin(), value.end(), isLetter);
}

// Ends as a participle or an adjective does: "is autofilled", "is alphanumeric".
bool tellsAState(std::string_view word)
{
    for (const std::string_view ending : {"ed", "ing", "ive", "able", "ible", "al", "ant", "ent", "ect", "ete", "ory", "ary",
             "ous", "ful", "less", "ly", "ic", "ate", "ier", "est", "word", "wn", "en", "t"}) {
        if (word.ends_with(ending))
            return true;
    }
    return false;
}

// "my password is correcthorse": a word that no sentence has, at the clause's end.
bool isPlainPassword(const Value& value, std::string_view lowerWord, bool ends)
{
    constexpr std::size_t leastAfterQuote = 5;
    constexpr std::size_t leastAfterCopula = 8;
    if (!isPlainWord(lowerWord) || !ends)
        return false;
    if (value.link == Link::Quote)
        return lowerWord.size() >= leastAfterQuote && !lowerWord.starts_with("folg");
    return value.link == Link::Copula && lowerWord.size() >= leastAfterCopula && !isOrdinary(lowerWord)
        && !tellsAState(lowerWord);
}

// "pw hunter2abc": a word with digits in it, where nothing stands between. Behind the long word it says less: "password
// iphone14".
bool isBarePassword(const SecretCue& cue, std::string_view value)
{
    constexpr std::size_t least = 7;
    constexpr std::size_t fewestLetters = 4;
    const auto digit = std::find_if(value.begin(), value.end(), isDigit);
    const auto letters = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), isLetter));
    const bool isPlain = std::all_of(value.begin(), value.end(), [](char c) { return isAscii(c) && isAlnum(c); });
    if (cue.kind != Kind::Password || !isPlain || value.size() < least || letters < fewestLetters || digit == value.end())
        return false;
    const bool endsInDigits = std::all_of(digit, value.end(), isDigit);
    const bool isShort = cue.word == "pw" || cue.word == "pwd" || cue.word == "mdp";
    const std::string_view first = value.substr(0, static_cast<std::size_t>(digit - value.begin()));
    return endsInDigits ? isShort && value.end() - digit >= 2 : letters - first.size() >= 2 && first.size() >= 3;
}

// Long enough, and of one piece: "foreign_key=user_account_2" is a name.
bool isKeyMaterial(std::string_view value)
{
    constexpr std::size_t least = 12;
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : value) {
        run = isAlnum(c) || c == '+' || c == '/' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const bool characters
        = std::all_of(value.begin(), value.end(), [](char c) { return isAlnum(c) || std::string_view("+/=_-").contains(c); });
    return longest >= least && characters && (looksSecret(value) || isMixedCase(value))
        && std::any_of(value.begin(), value.end(), isDigit);
}

bool isSecretValue(const SecretCue& cue, const Value& link, std::string_view text, std::size_t end)
{
    constexpr std::size_t leastBearer = 16;
    constexpr std::size_t leastWord = 6;
    const std::string_view value = text.substr(link.begin, end - link.begin);
    if (value.contains("://") || value.ends_with(':')) // a page, or the next word with a colon
        return false;
    if (cue.kind == Kind::Variable)
        return cue.word == "_key" ? isKeyMaterial(value) : looksSecret(value);
    if (cue.kind == Kind::Bearer)
        return value.size() >= leastBearer && looksSecret(value);
    if (looksSecret(value))
        return true;
    if (link.link == Link::Assigned && isMixedCase(value))
        return true;
    if (cue.kind == Kind::Token)
        return false;
    const std::string lower = Source(value).lower;
    if (cue.kind == Kind::Password && link.quoted && value.size() >= 4 && isPlainWord(value))
        return end < text.size() && std::string_view("\"'`").contains(text[end]);
    // After a colon a plain word counts too when it ends the line.
    const bool endsLine = end == text.size() || text[end] == '\n' || text[end] == '\r';
    if (link.link == Link::Assigned)
        return endsLine && value.size() >= leastWord && std::all_of(value.begin(), value.end(), isAscii)
            && std::find(states.begin(), states.end(), lower) == states.end();
    const bool english = cue.word.starts_with("pass") && cue.word != "passwort";
    return cue.kind == Kind::Password && (english || link.link == Link::Quote)
        && isPlainPassword(link, lower, endsClause(text, end));
}

// What stands behind "password for the portal": no plain word, for much else is said there.
Value valueOfPhrase(const Source& source, std::size_t after)
{
    const std::string_view rest = std::string_view(source.lower).substr(after);
    const auto goesOn = std::find_if(
        prepositions.begin(), prepositions.end(), [rest](std::string_view each) { return rest.starts_with(each); });
    const Value value = goesOn != prepositions.end() ? valueInClause(source, after + goesOn->size()) : Value{};
    if (value.link == Link::None)
        return value;
    const std::size_t end = valueEnd(source.text, value.begin);
    return looksLikePassword(source.text.substr(value.begin, end - value.begin)) ? value : Value{};
}

// The end of what was found, 0 when nothing was.
std::size_t scanCue(const Source& source, const SecretCue& cue, std::size_t after, Candidates& found)
{
    const auto take = [&](std::size_t begin, std::size_t end) {
        found.push_back({"secret", begin, end, proven + 1});
        return end;
    };
    const std::string_view lower = source.lower;
    const bool blank = after < lower.size() && isBlank(lower[after]);
    Value value = valueAt(source, after);
    if (cue.kind == Kind::Bearer && blank && value.link == Link::None)
        value = {Link::Assigned, after + 1, false};
    if (value.link != Link::None) {
        const std::size_t valuesEnd = valueEnd(source.text, value.begin);
        if (isSecretValue(cue, value, source.text, valuesEnd))
            return take(value.begin, valuesEnd);
    }
    if (cue.kind == Kind::Variable)
        return 0;
    if (const Value further = valueOfPhrase(source, after); further.link != Link::None)
        return take(further.begin, valueEnd(source.text, further.begin));
    // "şifrem Deniz!Mavi42"
    const std::size_t begin = blank && value.link == Link::None ? after + 1 : lower.size();
    const std::size_t end = valueEnd(source.text, begin);
    const std::string_view bare = source.text.substr(begin, end - begin);
    return looksLikePassword(bare) || isBarePassword(cue, bare) ? take(begin, end) : 0;
}

} // namespace

void scanPasswords(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    static const CueList words = cueList(cues, [](const SecretCue& cue) { return cue.word; });
    std::size_t taken = 0;
    words.each(lower, [&](std::size_t index, std::size_t at) {
        const SecretCue& cue = cues[index];
        const std::size_t after = at + cue.word.size();
        const bool insideWord = at > 0 && isLetter(lower[at - 1]) && isLetter(cue.word.front());
        // "pw" is short enough to stand in other words.
        const bool goesOn = cue.word.size() <= 3 && after < lower.size() && isAlnum(lower[after]);
        if (at >= taken && !insideWord && !goesOn)
            taken = std::max(taken, scanCue(source, cue, after, found));
    });
}

void addPasswordWords(std::vector<std::string_view>& words)
{
    for (const SecretCue& cue : cues)
        words.push_back(cue.word);
}

} // namespace tandem::pii
