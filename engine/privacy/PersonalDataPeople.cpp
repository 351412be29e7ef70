#include "privacy/PersonalDataScanners.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool capital = false;
};

UChar32 characterAt(std::string_view text, std::size_t& at)
{
    UChar32 character = 0;
    auto next = static_cast<int32_t>(at);
    U8_NEXT_OR_FFFD(text.data(), next, static_cast<int32_t>(text.size()), character);
    at = static_cast<std::size_t>(next);
    return character;
}

// The word at `at`: letters, with apostrophes and hyphens inside.
Word wordAt(std::string_view text, std::size_t at)
{
    Word word{at, at, false};
    for (std::size_t next = at; next < text.size() && next - at < 60;) {
        const std::size_t here = next;
        const UChar32 character = characterAt(text, next);
        const bool inner = (character == '\'' || character == '-' || character == 0x2019) && here > at;
        if (u_isalpha(character) == 0 && !inner)
            break;
        if (here == at)
            word.capital = u_isupper(character) != 0 || u_istitle(character) != 0;
        if (!inner)
            word.end = next;
    }
    return word;
}

bool isOneOf(std::string_view word, std::string_view wordsByBar)
{
    while (!wordsByBar.empty()) {
        const std::size_t bar = std::min(wordsByBar.find('|'), wordsByBar.size());
        if (wordsByBar.substr(0, bar) == word)
            return true;
        wordsByBar.remove_prefix(std::min(bar + 1, wordsByBar.size()));
    }
    return false;
}

constexpr std::string_view particles = "de|da|do|dos|van|von|der|den|del|della|di|la|le|al|bin|ibn|el|y|e|zu|ten|ter|du";
constexpr std::string_view titles
    = "mr|mrs|ms|dr|prof|herr|herrn|frau|sr|sra|srta|señor|señora|doña|monsieur|madame|mme|mlle|signor|"
      "signora|signore|sig|sig.ra|dott|dottore|senhor|senhora|dona|meneer|mevrouw|dhr|mevr|pani|panie|sayın";
constexpr std::string_view nobody = "Team|Support|Sir|Madam|All|There|Customer|Everyone|Folks|Guys|Tandem|Service|Kundenservice|"
                                    "Damen|Herren|Hilfe|Help|Desk|Helpdesk|Sirs|"
                                    "Equipo|Soporte|Atención|Señores|Equipe|Équipe|Bonjour|Monsieur|Madame|Messieurs|Assistance|"
                                    "Servizio|Supporto|Clienti|Suporte|Atendimento|"
                                    "Klantenservice|Collega|Zespół|Państwo|Szanowni|Destek|Ekibi|Yetkili|Thanks|Thank|Please|The|"
                                    "This|We|It|Our|My|Your|Is|Are|Can|What|How|"
                                    "Good|Morning|Danke|Gracias|Merci|Grazie|Obrigado|Obrigada|Dziękuję|Teşekkürler|Sent|"
                                    "Gesendet|Envoyé|Von|From|Re|I|In|On|Billing|Sales|"
                                    "Manager|Director|CEO|CTO|Head|Best|Kind|Regards|Hiring|Admin|Administrator|Support-Team|"
                                    "Supportteam|Kundendienst|Technik|Bitte|Ich|Wir";

// Up to four capitalised words, with particles between them; `begin` when there is none.
std::size_t nameEnd(std::string_view text, std::size_t begin)
{
    std::size_t end = begin;
    int words = 0;
    for (std::size_t at = begin; words < 4;) {
        const Word word = wordAt(text, at);
        const std::string_view spoken = text.substr(word.begin, word.end - word.begin);
        if (spoken.empty())
            break;
        if (word.capital) {
            if (isOneOf(spoken, nobody))
                break;
            ++words;
            end = word.end;
            if (end < text.size() && text[end] == '.' && spoken.size() == 1)
                ++end; // an initial
        } else if (words == 0 || !isOneOf(spoken, particles)) {
            break;
        }
        at = std::max(end, word.end);
        if (at >= text.size() || text[at] != ' ')
            break;
        ++at;
    }
    return end;
}

// Skips "Mr. ", "Herr Dr. " and the like.
std::size_t skipTitles(const Source& source, std::size_t at)
{
    for (int count = 0; count < 3; ++count) {
        const Word word = wordAt(source.text, at);
        if (word.end == word.begin || !isOneOf(std::string_view(source.lower).substr(word.begin, word.end - word.begin), titles))
            break;
        std::size_t next = word.end;
        if (next < source.text.size() && source.text[next] == '.')
            ++next;
        if (next >= source.text.size() || source.text[next] != ' ')
            break;
        at = next + 1;
    }
    return at;
}

constexpr std::array<std::string_view, 35> introductions{"my name is ", "i am called ", "this is ", "name: ", "me llamo ",
    "mi nombre es ", "je m'appelle ", "je m’appelle ", "mon nom est ", "ich heiße ", "mein name ist ", "mi chiamo ",
    "il mio nome è ", "meu nome é ", "me chamo ", "chamo-me ", "mijn naam is ", "ik heet ", "nazywam się ", "mam na imię ",
    "benim adım ", "adım ", "nombre: ", "nom : ", "nome: ", "naam: ", "imię i nazwisko: ", "ad soyad: ", "full name: ",
    "cardholder: ", "contact: ", "attn: ", "z. hd. ", "kind regards, ", "best regards, "};
constexpr std::array<std::string_view, 23> greetings{"dear ", "hi ", "hello ", "hey ", "hola ", "estimado ", "estimada ",
    "querido ", "bonjour ", "cher ", "chère ", "hallo ", "lieber ", "liebe ", "sehr geehrter ", "sehr geehrte ", "ciao ",
    "gentile ", "olá ", "prezado ", "beste ", "sayın ", "merhaba "};
constexpr std::array<std::string_view, 25> closings{"best regards", "kind regards", "regards", "warm regards", "sincerely",
    "yours sincerely", "cheers", "best wishes", "thanks", "thank you", "many thanks", "best", "saludos", "un saludo",
    "atentamente", "cordialement", "mit freundlichen", "viele gr", "beste gr", "cordiali saluti", "atenciosamente",
    "met vriendelijke", "pozdrawiam", "z poważaniem", "saygılarımla"};

void addName(const Source& source, std::size_t at, int rank, Candidates& found)
{
    const std::size_t begin = skipTitles(source, at);
    if (const std::size_t end = nameEnd(source.text, begin); end > begin)
        found.push_back({"person", begin, end, rank});
}

bool startsWord(std::string_view text, std::size_t at)
{
    return at == 0 || !(isAlnum(text[at - 1]) || static_cast<unsigned char>(text[at - 1]) >= 0x80);
}

void scanIntroductions(const Source& source, Candidates& found)
{
    for (const std::string_view cue : introductions) {
        for (std::size_t at = source.lower.find(cue); at != std::string::npos; at = source.lower.find(cue, at + cue.size())) {
            if (startsWord(source.lower, at))
                addName(source, at + cue.size(), named, found);
        }
    }
}

// "Mr. Lee", "Frau Schmidt" anywhere.
void scanTitles(const Source& source, Candidates& found)
{
    for (std::size_t at = 0; at < source.text.size();) {
        const Word word = wordAt(source.text, at);
        if (word.end == word.begin) {
            characterAt(source.text, at);
            continue;
        }
        if (word.capital && word.end - word.begin > 1) {
            if (const std::size_t name = skipTitles(source, word.begin); name > word.begin)
                addName(source, word.begin, named, found);
        }
        at = word.end;
    }
}

// Greetings at a line's start, and the line after a closing formula.
void scanLetters(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    bool closed = false;
    for (std::size_t begin = 0; begin < lower.size();) {
        const std::size_t end = std::min(lower.find('\n', begin), lower.size());
        std::size_t at = begin;
        while (at < end && lower[at] == ' ')
            ++at;
        const std::string_view line = lower.substr(at, end - at);
        if (closed && !line.empty() && line != "\r") {
            if (const std::size_t name = nameEnd(source.text, skipTitles(source, at)); name > at && end - name <= 12)
                addName(source, at, named, found);
            closed = false;
        }
        const auto greeting
            = std::find_if(greetings.begin(), greetings.end(), [line](std::string_view each) { return line.starts_with(each); });
        if (greeting != greetings.end())
            addName(source, at + greeting->size(), named, found);
        const auto closing
            = std::find_if(closings.begin(), closings.end(), [line](std::string_view each) { return line.starts_with(each); });
        closed = closed || (closing != closings.end() && line.size() < 45);
        begin = end + 1;
    }
}

bool isHan(UChar32 character)
{
    return character >= 0x4E00 && character <= 0x9FFF;
}

// "我叫李明", "名前は山田です": two to four characters after the cue, ended by something else.
void scanIdeographic(const Source& source, Candidates& found)
{
    static constexpr std::array<std::string_view, 6> cuesBefore{"我叫", "我的名字是", "姓名：", "姓名:", "名前は", "氏名："};
    for (const std::string_view cue : cuesBefore) {
        for (std::size_t at = source.text.find(cue); at != std::string_view::npos; at = source.text.find(cue, at + cue.size())) {
            const std::size_t begin = at + cue.size();
            std::size_t end = begin;
            int characters = 0;
            for (std::size_t next = begin; next < source.text.size() && characters < 4;) {
                if (!isHan(characterAt(source.text, next)))
                    break;
                end = next;
                ++characters;
            }
            if (characters >= 2)
                found.push_back({"person", begin, end, named});
        }
    }
}

// "اسمي أحمد علي": up to two words.
void scanArabic(const Source& source, Candidates& found)
{
    static constexpr std::string_view cue = "اسمي ";
    for (std::size_t at = source.text.find(cue); at != std::string_view::npos; at = source.text.find(cue, at + cue.size())) {
        const Word first = wordAt(source.text, at + cue.size());
        if (first.end == first.begin)
            continue;
        std::size_t end = first.end;
        if (end < source.text.size() && source.text[end] == ' ') {
            const Word second = wordAt(source.text, end + 1);
            const std::string_view spoken = source.text.substr(second.begin, second.end - second.begin);
            if (!spoken.empty() && !spoken.starts_with("و") && spoken != "من" && spoken != "أنا" && spoken != "لدي"
                && spoken != "عندي")
                end = second.end;
        }
        found.push_back({"person", first.begin, end, named});
    }
}

} // namespace

void scanPeople(const Source& source, Candidates& found)
{
    scanIntroductions(source, found);
    scanTitles(source, found);
    scanLetters(source, found);
    scanIdeographic(source, found);
    scanArabic(source, found);
}

} // namespace tandem::pii
