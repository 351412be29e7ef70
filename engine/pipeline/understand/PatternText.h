#pragma once

#include "base/Error.h"
#include "model/Language.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Choices that patterns name with "@": "@want" in one language. None leads back to itself.
class PatternChoices {
public:
    using Alternatives = std::vector<std::string>;

    // `alternatives` stand between bars. A name that is known means these from now on. An error says what is wrong, without a
    // full stop, and changes nothing.
    Status set(Language language, std::string_view name, std::string_view alternatives);
    // Null when nothing has that name. Until the next set().
    [[nodiscard]] const Alternatives* find(Language language, std::string_view name) const;

private:
    [[nodiscard]] bool leadsTo(Language language, const Alternatives& from, std::string_view name) const;

    std::map<std::string, Alternatives, std::less<>> m_alternatives; // by "language name"
};

// Where a pattern's text is cut into segments.
enum class PatternCut : std::uint8_t { Spaces, Ellipses };

// A pattern cut outside its brackets, each segment with all texts without choices that it stands for. At most 6,000 texts come of
// putting them together. An error says what is wrong, without a full stop. Pure.
using PatternSegments = std::vector<std::vector<std::string>>;
Result<PatternSegments> patternSegments(
    std::string_view pattern, PatternCut cut, Language language, const PatternChoices& choices);
// How many texts a pattern stands for.
std::size_t variantCount(const PatternSegments& segments);

inline constexpr std::string_view patternGap = "…";

} // namespace tandem
