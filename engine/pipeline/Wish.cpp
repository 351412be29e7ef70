#include "pipeline/Wish.h"

#include "base/Text.h"
#include "model/facts/Facts.h"

#include <algorithm>
#include <ranges>
#include <utility>
#include <vector>

namespace tandem {

namespace {

constexpr std::size_t consideredBytes = 64U << 10U; // of a message; understanding reads no more either

std::vector<Fact> amountsIn(std::string_view text, Language language)
{
    std::vector<Fact> facts = factsOf(text, language).facts;
    std::erase_if(
        facts, [](const Fact& fact) { return fact.kind != FactKind::Number || fact.measure.dimension != Dimension::Money; });
    return facts;
}

// What was voiced, with space and letter case left out of account: a signal's words may run over a line's end.
std::string comparable(std::string_view text)
{
    return text::collapseWhitespace(text::fold(text));
}

struct NamedAmount {
    std::string shown; // "" = none
    std::optional<Money> money;
};

NamedAmount namedAmount(const Fact& fact)
{
    return {std::string(text::trim(fact.shown)), moneyOf(fact.value * fact.measure.factor, fact.measure.currency)};
}

NamedAmount amountOfSentence(std::string_view message, const std::string& words, Language language)
{
    for (const text::Span& span : text::sentences(message, name(language))) {
        const std::string_view sentence = span.of(message);
        if (comparable(sentence).find(words) == std::string::npos)
            continue;
        if (const auto amounts = amountsIn(sentence, language); !amounts.empty())
            return namedAmount(amounts.front());
    }
    return {};
}

NamedAmount onlyAmount(std::string_view message, Language language)
{
    const auto amounts = amountsIn(message, language);
    const bool isOne
        = !amounts.empty() && std::ranges::all_of(amounts, [&](const Fact& each) { return sameFact(each, amounts.front()); });
    return isOne ? namedAmount(amounts.front()) : NamedAmount();
}

} // namespace

Wish wishIn(const Conversation& conversation, std::string_view words, Language language)
{
    Wish wish;
    const std::string wanted = comparable(words);
    if (wanted.empty())
        return wish;
    // Newest first; the subject was written with the first message.
    std::vector<std::string_view> messages{text::truncate(conversation.text, consideredBytes)};
    for (const auto& each : std::views::reverse(conversation.history)) {
        if (each.author == Author::Customer)
            messages.push_back(text::truncate(each.text, consideredBytes));
    }
    const auto asking = std::ranges::find_if(
        messages, [&](std::string_view message) { return comparable(message).find(wanted) != std::string::npos; });
    wish.isNew = asking == messages.begin();
    const std::string_view message = asking == messages.end() ? messages.back() : *asking;
    NamedAmount named = amountOfSentence(message, wanted, language);
    if (named.shown.empty() && asking == messages.end())
        named = amountOfSentence(conversation.subject, wanted, language);
    if (named.shown.empty())
        named = onlyAmount(message, language);
    wish.amount = std::move(named.shown);
    wish.money = std::move(named.money);
    return wish;
}

} // namespace tandem
