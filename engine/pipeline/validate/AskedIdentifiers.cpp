#include "pipeline/validate/AskedIdentifiers.h"

#include "base/Text.h"
#include "model/facts/Facts.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr std::size_t fewestDigits = 3; // "SHA-2" and "ISO-27" are names

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return c >= 'a' && c <= 'z';
}

// "auth-" of "auth-403"; "" when it is none of a series.
std::string_view seriesOf(std::string_view identifier)
{
    const std::size_t hyphen = identifier.rfind('-');
    if (hyphen == std::string_view::npos || hyphen < 2 || identifier.size() - hyphen - 1 < fewestDigits)
        return {};
    const bool isNumbered = std::ranges::all_of(identifier.substr(hyphen + 1), isDigit);
    return isNumbered && isLetter(identifier[0]) && isLetter(identifier[1]) ? identifier.substr(0, hyphen + 1)
                                                                            : std::string_view();
}

bool holds(const std::vector<std::string>& all, std::string_view one)
{
    return std::ranges::find(all, one) != all.end();
}

// Of `found`, one of a series that `asked` has one of; "" when there is none, or when an asked one is among `found`.
std::string strangerIn(const std::vector<std::string>& found, const std::vector<std::string>& asked)
{
    std::string stranger;
    for (const std::string& each : found) {
        if (holds(asked, each))
            return {};
        const auto isKin = [&](const std::string& other) { return seriesOf(other) == seriesOf(each); };
        if (stranger.empty() && std::ranges::any_of(asked, isKin))
            stranger = each;
    }
    return stranger;
}

bool isCited(const Evidence& evidence, const DraftSentence& sentence)
{
    return std::ranges::any_of(
        sentence.citations, [&](const Citation& citation) { return isNamed(citation, evidence.article, evidence.passage); });
}

std::string reasonFor(std::string_view stranger)
{
    std::string shown(stranger);
    std::ranges::transform(shown, shown.begin(), [](char c) { return isLetter(c) ? static_cast<char>(c - 'a' + 'A') : c; });
    return "It is about " + shown + ", which is not what the customer asked about";
}

} // namespace

std::vector<std::string> askedIdentifiers(std::string_view message)
{
    std::vector<std::string> found;
    for (const Fact& fact : factsOf(message, Language::En).facts) {
        std::string identifier = text::fold(fact.shown);
        if (fact.kind == FactKind::Identifier && !seriesOf(identifier).empty() && !holds(found, identifier))
            found.push_back(std::move(identifier));
    }
    return found;
}

std::string otherIdentifier(
    const DraftSentence& sentence, const std::vector<Evidence>& evidence, const std::vector<std::string>& asked)
{
    if (asked.empty())
        return {};
    const std::vector<std::string> said = askedIdentifiers(sentence.text);
    if (const std::string stranger = strangerIn(said, asked); !stranger.empty())
        return reasonFor(stranger);
    const auto isAsked = [&](const std::string& each) { return holds(asked, each); };
    if (std::ranges::any_of(said, isAsked))
        return {};
    std::string stranger;
    for (const Evidence& each : evidence) {
        if (!isCited(each, sentence))
            continue;
        const std::string of = strangerIn(askedIdentifiers(each.heading), asked);
        if (of.empty() || std::ranges::any_of(askedIdentifiers(each.text), isAsked))
            return {};
        stranger = of;
    }
    return stranger.empty() ? std::string() : reasonFor(stranger);
}

} // namespace tandem
