#include "model/facts/LiteralFacts.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tandem {

namespace {

constexpr auto topDomains
    = std::to_array<std::string_view>({"com", "org", "net", "io", "dev", "app", "example", "test", "eu", "de", "fr", "es", "it",
        "nl", "pl", "tr", "cn", "jp", "pt", "br", "uk", "co", "info", "ai", "us", "gov", "edu", "biz", "me", "help", "cloud"});
constexpr auto stepSigns = std::to_array<std::string_view>({"›", "→", "▸", "»", "->", ">"});

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isAsciiAlnum(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// A run of what links, addresses and codes are made of.
bool isRunSign(char c)
{
    return isAsciiAlnum(c) || std::string_view("-_./:@?=&%#+~").find(c) != std::string_view::npos;
}

std::string_view withoutTail(std::string_view run)
{
    while (!run.empty() && std::string_view(".,:;?!-_/&=#").find(run.back()) != std::string_view::npos)
        run.remove_suffix(1);
    return run;
}

bool isMail(std::string_view run)
{
    const auto at = run.find('@');
    return at != std::string_view::npos && at > 0 && run.find('.', at) != std::string_view::npos && !run.contains("://");
}

bool isLink(std::string_view run)
{
    const std::string folded = text::fold(run);
    if (const auto scheme = folded.find("://"); scheme != std::string::npos)
        return scheme > 0 && scheme + 3 < folded.size();
    if (folded.starts_with("www."))
        return true;
    const std::string_view host = std::string_view(folded).substr(0, folded.find_first_of("/?#:"));
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos || dot < 2 || host != run.substr(0, host.size()))
        return false;
    return std::ranges::find(topDomains, host.substr(dot + 1)) != topDomains.end();
}

std::string linkKey(std::string_view run)
{
    std::string key(run);
    const auto scheme = key.find("://");
    if (scheme != std::string::npos && text::fold(key.substr(0, scheme)).starts_with("http"))
        key.erase(0, scheme + 3);
    if (text::fold(key).starts_with("www."))
        key.erase(0, 4);
    const auto host = std::min(key.find_first_of("/?#"), key.size());
    return text::fold(key.substr(0, host)) + key.substr(host);
}

// A letter first or capitals beside digits: "FILE-507", "v2.3", "FW-2026-004512", "3DS"; not "30-day", "25MB", "1st".
bool isIdentifier(std::string_view run)
{
    const bool digit = std::ranges::any_of(run, isDigit);
    const auto letters = std::ranges::count_if(run, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
    if (!digit || letters == 0 || run.contains('/') || run.contains(':'))
        return false;
    if (!isDigit(run.front()))
        return true;
    const std::size_t word = run.find_first_not_of("0123456789.,-+");
    const std::string tail = text::foldAccents(run.substr(word));
    if (measureOfWord(tail) || measureOfWord(tail.substr(0, tail.find('-'))) || run.contains('-'))
        return false;
    const bool capitals = std::ranges::all_of(run.substr(word), [](char c) { return !(c >= 'a' && c <= 'z'); });
    return capitals && word < run.size();
}

// German and Dutch join a code and a noun: "AUTH-423-Fehler" is about AUTH-423.
std::string_view withoutNoun(std::string_view run)
{
    const auto hyphen = run.rfind('-');
    if (hyphen == std::string_view::npos || run.size() - hyphen < 4)
        return run;
    const std::string_view noun = run.substr(hyphen + 1);
    const bool isNoun
        = std::ranges::any_of(noun, [](char c) { return c >= 'a' && c <= 'z'; }) && std::ranges::none_of(noun, isDigit);
    return isNoun && isIdentifier(run.substr(0, hyphen)) ? run.substr(0, hyphen) : run;
}

Fact literal(FactKind kind, std::size_t begin, std::string_view shown, std::string key)
{
    Fact fact;
    fact.kind = kind;
    fact.span = {begin, begin + shown.size()};
    fact.shown = std::string(shown);
    fact.key = std::move(key);
    return fact;
}

// Compounds of ordinary words by slash, dot or colon are cut; what a code may hold is kept.
void addRun(std::vector<Fact>& facts, std::string_view text, std::size_t begin, std::size_t end)
{
    const std::string_view run = withoutTail(text.substr(begin, end - begin));
    if (run.size() < 2)
        return;
    if (isMail(run)) {
        facts.push_back(literal(FactKind::Email, begin, run, text::fold(run)));
    } else if (isLink(run)) {
        facts.push_back(literal(FactKind::Link, begin, run, linkKey(run)));
    } else {
        std::size_t piece = begin;
        while (piece < begin + run.size()) {
            std::size_t stop = piece;
            while (stop < begin + run.size() && std::string_view("/:=&%#+~?").find(text[stop]) == std::string_view::npos)
                ++stop;
            const std::string_view part = withoutNoun(withoutTail(text.substr(piece, stop - piece)));
            if (part.size() >= 2 && isIdentifier(part))
                facts.push_back(literal(FactKind::Identifier, piece, part, text::fold(part)));
            piece = stop + 1;
        }
    }
}

struct StepSign {
    std::size_t at = 0;
    std::size_t size = 0;
};

StepSign nextStepSign(std::string_view text, std::size_t from)
{
    StepSign found{std::string_view::npos, 0};
    for (const std::string_view sign : stepSigns) {
        auto at = text.find(sign, from);
        // A plain > is a step only between words: "A > B", not "x>3".
        while (at != std::string_view::npos && sign.back() == '>'
            && (at == 0 || text[at - 1] != ' ' || at + sign.size() + 1 >= text.size() || text[at + sign.size()] != ' '
                || isDigit(text[at + sign.size() + 1])))
            at = text.find(sign, at + 1);
        if (sign == "»" && text.contains("«"))
            continue; // quotation marks
        if (at < found.at)
            found = {at, sign.size()};
    }
    return found;
}

// "Settings › Members and Help › Chat" are two paths.
bool joinsTwoPaths(std::string_view between)
{
    constexpr auto conjunctions = std::to_array<std::string_view>({" and ", " or ", " und ", " oder ", " et ", " ou ", " y ",
        " o ", " e ", " en ", " of ", " i ", " lub ", " ve ", " veya ", " أو "});
    return std::ranges::any_of(conjunctions, [&](std::string_view word) { return between.contains(word); });
}

std::string stepKey(std::string_view step)
{
    std::string key = text::foldAccents(text::trim(step));
    std::erase_if(key, [](char c) { return c == '*' || c == '"' || c == '`' || c == '_'; });
    return text::collapseWhitespace(key);
}

// The last word before the first sign: what the first step certainly ends with.
std::string_view lastWord(std::string_view text)
{
    const auto words = text::words(text.substr(text.size() > 80 ? text.size() - 80 : 0));
    const std::string_view part = text.substr(text.size() > 80 ? text.size() - 80 : 0);
    return words.empty() ? std::string_view() : words.back().of(part);
}

// The first step's words after the last sign. A capital goes on with it; so does the first word in any case.
std::string_view lastStep(std::string_view text)
{
    const std::size_t stop = text.find_first_of(".,;:)\n!?\"");
    std::string_view step = text.substr(0, stop);
    for (const std::string_view mark : {"”", "」", "。", "，", "、", "»", "؛", "،", "』"})
        step = step.substr(0, step.find(mark));
    const auto words = text::words(step);
    if (words.empty())
        return text::trim(step);
    std::size_t end = words.front().end;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string_view word = words[i].of(step);
        const bool glued = words[i].begin <= end + 1 && words[i].begin > end && step[end] == '-';
        const bool ideographs = static_cast<unsigned char>(word.front()) >= 0xE3 && words[i].begin == end;
        if (!glued && !ideographs && !(word.front() >= 'A' && word.front() <= 'Z'))
            break;
        end = words[i].end;
    }
    return step.substr(words.front().begin, end - words.front().begin);
}

} // namespace

std::vector<Fact> literalFacts(std::string_view text)
{
    std::vector<Fact> facts;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!isAsciiAlnum(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && isRunSign(text[end]))
            ++end;
        addRun(facts, text, at, end);
        at = end;
    }
    return facts;
}

std::vector<Fact> menuPaths(std::string_view text)
{
    std::vector<Fact> facts;
    for (StepSign sign = nextStepSign(text, 0); sign.at != std::string_view::npos;) {
        const std::string_view first = lastWord(text.substr(0, sign.at));
        std::string key = stepKey(first);
        const std::size_t begin = first.empty() ? sign.at : static_cast<std::size_t>(first.data() - text.data());
        std::size_t end = 0;
        for (;;) {
            const std::size_t from = sign.at + sign.size;
            const StepSign next = nextStepSign(text, from);
            const std::string_view between
                = next.at == std::string_view::npos ? std::string_view() : text.substr(from, next.at - from);
            // A full stop or many words between two signs: the next one belongs to another path.
            const bool goesOn = !between.empty() && between.size() <= 80 && !joinsTwoPaths(between)
                && between.find_first_of(".;!?\n") == std::string_view::npos && text::words(between).size() <= 6
                && !between.contains("。");
            if (goesOn) {
                key += " > " + stepKey(between);
                sign = next;
                continue;
            }
            const std::string_view last = lastStep(text.substr(from));
            key += " > " + stepKey(last);
            end = last.empty() ? from : static_cast<std::size_t>(last.data() - text.data()) + last.size();
            sign = next;
            break;
        }
        if (!first.empty() && key.size() > 4)
            facts.push_back(literal(FactKind::MenuPath, begin, text.substr(begin, end - begin), key));
    }
    return facts;
}

bool isPartOfPath(std::string_view answerKey, std::string_view evidenceKey)
{
    const auto at = evidenceKey.find(answerKey);
    if (at == std::string_view::npos)
        return false;
    const auto end = at + answerKey.size();
    const bool begins = at == 0 || evidenceKey[at - 1] == ' ';
    const bool ends = end == evidenceKey.size() || evidenceKey[end] == ' ' || evidenceKey[end] == '-';
    // Between two words of ideographs there is no space to tell where a step ends.
    const bool ideographs = !evidenceKey.empty() && static_cast<unsigned char>(evidenceKey[at]) >= 0xE3;
    return (begins && ends) || ideographs;
}

} // namespace tandem
