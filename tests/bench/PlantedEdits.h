#pragma once

#include "GroundingSets.h"

#include <cctype>
#include <random>

// Errors put into true sentences of the demo articles, one a sentence and kind, and harmless changes that must pass.
namespace tandem::bench {

class Planter {
public:
    explicit Planter(const std::vector<DemoSentence>& sentences)
        : m_sentences(sentences)
    {
    }

    std::vector<GroundingCase> cases()
    {
        for (const DemoSentence& sentence : m_sentences) {
            if (text::codePointCount(sentence.text) < 12 || sentence.text.ends_with(':'))
                continue;
            plantNumbers(sentence);
            plantUnits(sentence);
            plantDates(sentence);
            plantLiterals(sentence);
            plantNames(sentence);
            plantMenu(sentence);
            plantNegation(sentence);
            leaveTrue(sentence);
        }
        return std::move(m_cases);
    }

private:
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }

    void add(const DemoSentence& source, const char* kind, const std::string& edited, bool supported = false)
    {
        if (!edited.empty() && edited != source.text)
            m_cases.push_back(
                {supported ? "demo true" : "demo planted", source.language, kind, source.article, edited, supported});
    }

    // Free-standing numbers: not parts of codes, links or versions.
    [[nodiscard]] static std::vector<text::Span> numbersOf(const std::string& text)
    {
        std::vector<text::Span> spans;
        for (std::size_t i = 0; i < text.size();) {
            std::size_t end = i;
            while (end < text.size()
                && (isDigit(text[end])
                    || (end > i && (text[end] == ',' || text[end] == '.') && end + 1 < text.size() && isDigit(text[end + 1]))))
                ++end;
            const auto isPart = [&](char c) {
                return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '/' || c == '_' || c == ':';
            };
            if (end == i) {
                ++i;
                continue;
            }
            const bool before = i > 0 && isPart(text[i - 1]);
            const bool after = end < text.size()
                && (text[end] == '_' || text[end] == ':' || (std::isalpha(static_cast<unsigned char>(text[end])) != 0));
            if (!before && !after)
                spans.push_back({i, end});
            i = end;
        }
        return spans;
    }

    void plantNumbers(const DemoSentence& source)
    {
        const auto numbers = numbersOf(source.text);
        if (numbers.empty())
            return;
        const text::Span span = numbers[m_random() % numbers.size()];
        const std::string old(span.of(source.text));
        std::string other = old;
        other[0] = static_cast<char>('1' + (other[0] - '0' + 1 + static_cast<int>(m_random() % 7)) % 9);
        if (other != old)
            add(source, "number", source.text.substr(0, span.begin) + other + source.text.substr(span.end));
        // A number that stands elsewhere in the article.
        std::vector<std::string> elsewhere;
        for (const DemoSentence& sentence : m_sentences) {
            if (sentence.article != source.article)
                continue;
            for (const text::Span& place : numbersOf(sentence.text)) {
                const std::string found(place.of(sentence.text));
                if (!source.text.contains(found) && found.size() <= old.size() + 1)
                    elsewhere.push_back(found);
            }
        }
        if (!elsewhere.empty())
            add(source, "number swapped",
                source.text.substr(0, span.begin) + elsewhere[m_random() % elsewhere.size()] + source.text.substr(span.end));
    }

    void plantUnits(const DemoSentence& source)
    {
        constexpr auto units = std::to_array<std::pair<const char*, const char*>>({{" minutes", " hours"}, {" hours", " days"},
            {" days", " weeks"}, {" business days", " days"}, {" months", " weeks"}, {" MB", " GB"}, {" GB", " TB"},
            {" seconds", " minutes"}, {" jours ouvrés", " heures"}, {" jours", " heures"}, {" Tage", " Stunden"},
            {" Tagen", " Stunden"}, {" Stunden", " Tage"}, {" Minute", " Stunde"}, {" horas", " minutos"}, {" minutos", " horas"},
            {" días", " horas"}, {" ore", " giorni"}, {" giorni", " ore"}, {" dias", " horas"}, {" uur", " dagen"},
            {" dagen", " uur"}, {" dni", " godzin"}, {" godzin", " dni"}, {"分钟", "小时"}, {" 天", " 小时"}, {" 時間", " 日"},
            {" يومًا", " ساعة"}, {" أيام", " ساعات"}, {"€", "$"}, {"%", " €"}});
        for (const auto& [from, to] : units) {
            const auto at = source.text.find(from);
            if (at == std::string::npos)
                continue;
            const bool afterNumber = at > 0 && isDigit(source.text[at - 1]);
            const bool beforeNumber
                = std::string_view(from) == "€" && at + 3 < source.text.size() && isDigit(source.text[at + 3]);
            const auto end = at + std::string_view(from).size();
            const bool whole = end == source.text.size() || std::isalpha(static_cast<unsigned char>(source.text[end])) == 0;
            if ((afterNumber || beforeNumber) && whole) {
                add(source, "unit", replaced(source.text, from, to));
                return;
            }
        }
    }

    void plantDates(const DemoSentence& source)
    {
        constexpr auto dates = std::to_array<std::pair<const char*, const char*>>({{"2026", "2025"}, {"2027", "2028"},
            {"September", "October"}, {"August", "July"}, {"March", "May"}, {"Monday", "Tuesday"}, {"Friday", "Saturday"},
            {"Sundays", "Mondays"}, {"septembre", "octobre"}, {"septiembre", "octubre"}, {"settembre", "ottobre"},
            {"setembro", "outubro"}, {"8 月", "9 月"}, {"7 月 1 日", "7 月 2 日"}, {"3 月 31 日", "4 月 31 日"},
            {"lunedì", "martedì"}, {"08:00", "09:00"}, {"18:00", "20:00"}, {"02:00", "05:00"}});
        for (const auto& [from, to] : dates)
            add(source, "date", replaced(source.text, from, to));
    }

    void plantLiterals(const DemoSentence& source)
    {
        const auto at = source.text.find("https://");
        if (at != std::string::npos) {
            add(source, "link", replaced(source.text, "fernway.example", "fernway-help.example"));
            add(source, "link", replaced(source.text, "https://", "https://my."));
        }
        if (source.text.contains("@fernway"))
            add(source, "link", replaced(source.text, "@", ".team@"));
        for (const char* code : {"AUTH-4", "FILE-4", "FILE-5", "SYNC-2", "API-4", "PAY-4", "VAT-3", "EXP-4", "EXP-5", "CSV-4",
                 "SHARE-4", "HOOK-4", "AUTO-4", "SSO-4", "CLOSE-4", "WEB-4"}) {
            const auto place = source.text.find(code);
            if (place == std::string::npos)
                continue;
            std::string edited = source.text;
            char& digit = edited[place + std::string_view(code).size()];
            digit = digit == '7' ? '8' : '7';
            add(source, "identifier", edited);
            break;
        }
    }

    void plantNames(const DemoSentence& source)
    {
        constexpr auto names = std::to_array<std::pair<const char*, const char*>>({{"Fernway", "Asana"}, {"Chrome", "Opera"},
            {"PayPal", "Klarna"}, {"Safari", "Vivaldi"}, {"Slack", "Discord"}, {"Google", "Amazon"}, {"Microsoft", "Oracle"},
            {"Okta", "Keycloak"}, {"CSV", "XML"}, {"PDF", "DOCX"}, {"SAML", "LDAP"}, {"EU", "USA"}, {"Android", "Windows Phone"},
            {"VIES", "ELSTER"}, {"Frankfurt", "Dublin"}, {"SEPA", "ACH"}, {"SMS", "WhatsApp"}});
        bool done = false;
        for (const auto& [from, to] : names) {
            const auto at = source.text.find(from);
            // At the start of a sentence a capital tells nothing; in a link it is no name.
            if (!done && at != std::string::npos && at > 0 && source.text[at - 1] == ' ') {
                add(source, "name", source.text.substr(0, at) + to + source.text.substr(at + std::string_view(from).size()));
                done = true;
            }
        }
        constexpr auto plans = std::to_array<std::pair<const char*, const char*>>(
            {{" Business ", " Team "}, {" Team ", " Enterprise "}, {" Free ", " Business "}, {" Enterprise ", " Free "}});
        for (const auto& [from, to] : plans) {
            if (source.text.contains(from) && !source.text.contains(to)) {
                add(source, "name swapped", replaced(source.text, from, to));
                return;
            }
        }
    }

    void plantMenu(const DemoSentence& source)
    {
        const auto at = source.text.find(" › ");
        if (at == std::string::npos)
            return;
        const auto begin = at + std::string_view(" › ").size();
        std::size_t end = begin;
        while (end < source.text.size() && source.text[end] != ' ' && source.text[end] != '.' && source.text[end] != ','
            && source.text[end] != ';')
            ++end;
        const std::string old = source.text.substr(begin, end - begin);
        for (const char* step : {"Integrations", "Members", "Billing"}) {
            if (old != step && static_cast<unsigned char>(old.front()) < 0x80) {
                add(source, "menu path", source.text.substr(0, begin) + step + source.text.substr(end));
                return;
            }
        }
    }

    void plantNegation(const DemoSentence& source)
    {
        constexpr auto changes = std::to_array<std::array<const char*, 3>>(
            {{"en", " cannot ", " can "}, {"en", " does not ", " does "}, {"en", " do not ", " do "}, {"en", " is not ", " is "},
                {"en", " are not ", " are "}, {"en", " can be ", " cannot be "}, {"en", " is ", " is not "},
                {"en", " are ", " are not "}, {"en", " can ", " cannot "}, {"en", " never ", " "}, {"de", " nicht ", " "},
                {"de", " kann ", " kann nicht "}, {"de", " kein ", " ein "}, {"fr", " ne ", " "}, {"fr", " est ", " n'est pas "},
                {"es", " no ", " "}, {"es", " puede ", " no puede "}, {"it", " non ", " "}, {"it", " può ", " non può "},
                {"pt", " não ", " "}, {"pt", " pode ", " não pode "}, {"nl", " niet ", " "}, {"nl", " kan ", " kan niet "},
                {"pl", " nie ", " "}, {"pl", " może ", " nie może "}, {"zh", "可以", "不可以"}, {"zh", "不计入", "计入"},
                {"ja", "できます", "できません"}, {"ja", "含まれません", "含まれます"}, {"ja", "されます", "されません"},
                {"ar", " لا ", " "}, {"ar", "يستطيع", "لا يستطيع"}});
        const std::string padded = " " + text::fold(source.text);
        const bool denies = padded.contains(" no ") || padded.contains("not") || padded.contains(" nothing")
            || padded.contains(" only") || padded.contains(" always ") || padded.contains(" never ") || padded.contains(": ");
        for (const auto& change : changes) {
            const bool adds = std::string_view(change[2]).size() > std::string_view(change[1]).size();
            if (denies && adds && source.language == "en")
                continue;
            if (source.language != change[0] || !source.text.contains(change[1]))
                continue;
            add(source, "negation", replaced(source.text, change[1], change[2]));
            break;
        }
        if (source.language == "en" && !denies) {
            add(source, "always", replaced(source.text, " is ", " is always "));
            add(source, "always", replaced(source.text, " can ", " can only "));
        }
    }

    // Verbatim and with changes that change nothing.
    void leaveTrue(const DemoSentence& source)
    {
        m_cases.push_back({"demo true", source.language, "verbatim", source.article, source.text, true});
        if (source.language != "en")
            return;
        const std::string lower
            = static_cast<char>(std::tolower(static_cast<unsigned char>(source.text[0]))) + source.text.substr(1);
        const bool name = source.text.starts_with("Fernway")
            || (source.text.size() > 1 && std::isupper(static_cast<unsigned char>(source.text[1])) != 0);
        if (!name && source.text.find("; ") == std::string::npos)
            add(source, "lead-in", "Please note that " + lower, true);
        constexpr auto paraphrases = std::to_array<std::pair<const char*, const char*>>(
            {{" can be ", " may be "}, {"60 minutes", "1 hour"}, {"24 hours", "one day"}, {"14 days", "two weeks"},
                {"12 months", "one year"}, {"7 days", "one week"}, {" up to ", " at most "}, {"10,000", "10 000"},
                {"1,000 GB", "1 TB"}, {"Up to ", "At most "}, {" is not ", " isn't "}, {" does not ", " doesn't "},
                {" cannot ", " can't "}, {"5 ", "five "}, {"3 ", "three "}, {" until ", " till "}, {" is shown ", " appears "},
                {"turned on", "switched on"}, {"the workspace", "your workspace"}, {" a user ", " someone "},
                {"The customer", "A customer"}, {"Fernway supports", "We support"}, {"Owners and admins", "Admins and owners"}});
        for (const auto& [from, to] : paraphrases) {
            const auto at = source.text.find(from);
            const bool insideNumber = at != std::string::npos && at > 0
                && (isDigit(source.text[at - 1]) || source.text[at - 1] == '-' || source.text[at - 1] == '.'
                    || source.text[at - 1] == ',' || source.text[at - 1] == ':'
                    || std::isalpha(static_cast<unsigned char>(source.text[at - 1])) != 0);
            const bool afterName = isDigit(from[0]) && at != std::string::npos && at > 1 && source.text[at - 1] == ' '
                && std::string_view("sdikSC").contains(source.text[at - 2]);
            if (!(isDigit(from[0]) && (insideNumber || afterName)))
                add(source, "paraphrase", replaced(source.text, from, to), true);
        }
    }

    const std::vector<DemoSentence>& m_sentences;
    std::vector<GroundingCase> m_cases;
    std::mt19937 m_random{11};
};

} // namespace tandem::bench
