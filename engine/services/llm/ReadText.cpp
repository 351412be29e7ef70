#include "services/llm/ReadText.h"

#include "services/llm/CountedThings.h"

#include <algorithm>
#include <iterator>

namespace tandem {

ReadText::ReadText(std::string_view text, Language ofText)
    : language(ofText)
    , facts(factsOf(text, ofText))
    , folded(text::foldAccents(facts.text))
    , words(contentWords(facts.text))
{
    for (const Fact& fact : facts.facts) {
        const bool counts = fact.kind == FactKind::Date || (fact.kind == FactKind::Number && !fact.article);
        if (counts && std::ranges::none_of(amounts, [&](const Fact* other) { return sameFact(fact, *other); }))
            amounts.push_back(&fact);
    }
}

std::vector<std::string> ReadText::thingsOf(const Fact& amount) const
{
    std::vector<std::string> things;
    for (const Fact& other : facts.facts) {
        if (sameFact(amount, other))
            std::ranges::move(thingsCounted(facts.text, words, other), std::back_inserter(things));
    }
    std::erase_if(things, isPriceWord);
    return things;
}

bool ReadText::holdsStem(const std::string& stem) const
{
    return std::ranges::any_of(words, [&](const ContentWord& word) { return word.stem == stem; });
}

bool ReadText::holdsAnyOf(const std::vector<std::string>& stems) const
{
    return std::ranges::any_of(stems, [&](const std::string& stem) { return holdsStem(stem); });
}

std::string ReadText::foldedPart(std::size_t begin, std::size_t end) const
{
    return text::foldAccents(text::trim(std::string_view(facts.text).substr(begin, end - begin)));
}

} // namespace tandem
