#include "services/llm/TranslationFacts.h"

#include "base/Text.h"
#include "model/facts/Facts.h"
#include "services/llm/GuardedText.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace tandem {

namespace {

constexpr std::array<std::string_view, 8> joints{".", ",", "'", "’", "٫", "٬", "\u00a0", "\u202f"};

// The value of a digit of the scripts that the twelve languages write numbers in, and its bytes.
struct Digit {
    char ascii = 0;
    std::size_t bytes = 0;
};

Digit digitAt(std::string_view text, std::size_t at)
{
    if (at >= text.size())
        return {};
    const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U; };
    const auto digit = [](unsigned value, std::size_t bytes) { return Digit{static_cast<char>('0' + value), bytes}; };
    if (text[at] >= '0' && text[at] <= '9')
        return {text[at], 1};
    if (byte(0) == 0xD9U && byte(1) >= 0xA0U && byte(1) <= 0xA9U)
        return digit(byte(1) - 0xA0U, 2);
    if (byte(0) == 0xDBU && byte(1) >= 0xB0U && byte(1) <= 0xB9U)
        return digit(byte(1) - 0xB0U, 2);
    if (byte(0) == 0xEFU && byte(1) == 0xBCU && byte(2) >= 0x90U && byte(2) <= 0x99U)
        return digit(byte(2) - 0x90U, 3);
    return {};
}

std::size_t jointAt(std::string_view text, std::size_t at)
{
    const auto found = std::ranges::find_if(joints, [&](std::string_view joint) { return text.substr(at).starts_with(joint); });
    return found == joints.end() || digitAt(text, at + found->size()).bytes == 0 ? 0 : found->size();
}

// The digits of a number between its separators, as one form whatever they are: the last group is a fraction unless it is as long
// as a thousand's, so "1.234" and "1,234" are the same in any language.
std::string canonical(const std::vector<std::string>& groups)
{
    constexpr std::size_t thousand = 3;
    std::string number;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const bool isFraction = i > 0 && i + 1 == groups.size() && groups[i].size() != thousand;
        number += (isFraction ? "." : "") + groups[i];
    }
    return number;
}

// As they stand in the text.
std::vector<std::string> numbersIn(std::string_view text)
{
    std::vector<std::string> numbers;
    for (std::size_t at = 0; at < text.size();) {
        if (digitAt(text, at).bytes == 0) {
            ++at; // no byte within a character is a digit
            continue;
        }
        std::vector<std::string> groups(1);
        while (at < text.size()) {
            if (const Digit digit = digitAt(text, at); digit.bytes > 0) {
                groups.back() += digit.ascii;
                at += digit.bytes;
            } else if (const std::size_t joint = jointAt(text, at); joint > 0) {
                groups.emplace_back();
                at += joint;
            } else {
                break;
            }
        }
        numbers.push_back(canonical(groups));
    }
    return numbers;
}

double valueOf(const std::string& number)
{
    double value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    return value;
}

// Numbers that a text writes as words.
std::vector<double> numberWordsIn(std::string_view text, Language language)
{
    std::vector<double> values;
    const FactText facts = factsOf(text, language);
    for (const Fact& fact : facts.facts) {
        if (fact.kind == FactKind::Number && numbersIn(fact.shown).empty())
            values.push_back(fact.value);
    }
    return values;
}

bool addsNumber(std::string_view source, Language from, std::string_view translation)
{
    const std::vector<std::string> known = numbersIn(source);
    std::multiset<std::string> left(known.begin(), known.end());
    std::vector<double> added;
    for (const std::string& number : numbersIn(translation)) {
        if (const auto found = left.find(number); found != left.end())
            left.erase(found);
        else
            added.push_back(valueOf(number));
    }
    if (added.empty())
        return false;
    std::vector<double> words = numberWordsIn(source, from);
    return std::ranges::any_of(added, [&](double value) {
        const auto found = std::ranges::find_if(words, [&](double word) { return std::abs(word - value) < 1e-9; });
        if (found == words.end())
            return true;
        words.erase(found);
        return false;
    });
}

bool isWord(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_'; });
}

// Links and addresses, or everything else that is copied and no number or word: it is told apart by its signs.
std::multiset<std::string> literalsIn(std::string_view text, AddedFact kind)
{
    std::multiset<std::string> literals;
    for (const GuardedSpan& guarded : guardedSpans(text, {})) {
        const std::string_view shown = guarded.span.of(text);
        const bool isLink = guarded.kind == GuardedKind::Link || guarded.kind == GuardedKind::Address;
        const bool isOther = guarded.kind == GuardedKind::Fixed && numbersIn(shown).empty() && !isWord(shown);
        if (kind == AddedFact::Link ? isLink : isOther)
            literals.emplace(shown);
    }
    return literals;
}

bool addsLiteral(std::string_view source, std::string_view translation, AddedFact kind)
{
    const auto known = literalsIn(source, kind);
    const auto said = literalsIn(translation, kind);
    return !std::ranges::includes(known, said);
}

} // namespace

AddedFact addedFact(std::string_view source, Language from, std::string_view translation)
{
    if (addsLiteral(source, translation, AddedFact::Link))
        return AddedFact::Link;
    if (addsNumber(source, from, translation))
        return AddedFact::Number;
    if (addsLiteral(source, translation, AddedFact::Placeholder))
        return AddedFact::Placeholder;
    return AddedFact::None;
}

} // namespace tandem
