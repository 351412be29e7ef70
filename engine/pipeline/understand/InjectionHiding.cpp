#include "pipeline/understand/InjectionHiding.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace tandem {

namespace {

constexpr std::size_t longestTag = 1200; // bytes
constexpr std::size_t reach = 600; // behind a tag whose element does not end
constexpr std::size_t longestElement = 4000;
constexpr int palest = 0xF0; // of each part of a colour: such a one is white to the eye
constexpr double faintest = 0.1; // opacity
constexpr double smallest = 2; // pixels or points that nobody reads
constexpr double outside = -500; // pixels

bool isNamePart(char c)
{
    return (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

// Of a style "name: value" or an attribute name="value", without quotes; nothing where it is not named. `tag` holds few bytes.
std::optional<std::string_view> valueOf(std::string_view tag, std::string_view name)
{
    for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
        if (at == 0 || isNamePart(tag[at - 1]))
            continue;
        std::size_t begin = tag.find_first_not_of(' ', at + name.size());
        if (begin == std::string_view::npos || (tag[begin] != ':' && tag[begin] != '='))
            continue;
        begin = tag.find_first_not_of(" \"'", begin + 1);
        if (begin == std::string_view::npos)
            continue;
        return text::trim(tag.substr(begin, tag.find_first_of(";\"'>!", begin) - begin));
    }
    return std::nullopt;
}

struct Measure {
    double number = 0;
    std::string_view unit;
};

std::optional<Measure> measureOf(std::string_view value)
{
    Measure measure;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), measure.number);
    if (parsed.ec != std::errc())
        return std::nullopt;
    measure.unit = value.substr(static_cast<std::size_t>(parsed.ptr - value.data()));
    return measure;
}

std::optional<Measure> measureOf(std::string_view tag, std::string_view name)
{
    const auto value = valueOf(tag, name);
    return value ? measureOf(*value) : std::nullopt;
}

// In pixels, roughly.
double pixels(const Measure& measure)
{
    const bool relative = measure.unit.starts_with("em") || measure.unit.starts_with("rem");
    return measure.number * (relative ? 16 : measure.unit.starts_with("%") ? 0.16 : 1);
}

bool isZero(const std::optional<Measure>& measure)
{
    return measure && measure->number == 0;
}

struct Colour {
    int red = 0;
    int green = 0;
    int blue = 0;
    double opacity = 1;
    [[nodiscard]] bool isPale() const { return red >= palest && green >= palest && blue >= palest; }
    [[nodiscard]] bool isAlmost(const Colour& other) const
    {
        return std::abs(red - other.red) + std::abs(green - other.green) + std::abs(blue - other.blue) <= 24;
    }
};

std::optional<Colour> hexColour(std::string_view digits)
{
    std::uint32_t value = 0;
    const std::size_t count = std::min(digits.find_first_not_of("0123456789abcdef"), digits.size());
    if (count != 3 && count != 6)
        return std::nullopt;
    std::from_chars(digits.data(), digits.data() + count, value, 16);
    const auto part = [&](unsigned place) {
        return static_cast<int>(count == 6 ? (value >> (8 * place)) & 0xFFU : ((value >> (4 * place)) & 0xFU) * 17);
    };
    return Colour{part(2), part(1), part(0)};
}

// "rgb(255, 255, 255)" and "rgba(0 0 0 / 0)".
std::optional<Colour> sumColour(std::string_view value)
{
    std::array<double, 4> parts{0, 0, 0, 1};
    std::size_t count = 0;
    for (std::size_t at = value.find('(') + 1; at < value.size() && count < parts.size();) {
        const auto parsed = std::from_chars(value.data() + at, value.data() + value.size(), parts[count]);
        if (parsed.ec == std::errc()) {
            ++count;
            at = static_cast<std::size_t>(parsed.ptr - value.data());
        } else {
            ++at;
        }
    }
    const auto part = [](double number) { return static_cast<int>(std::clamp(number, 0.0, 255.0)); };
    return count < 3 ? std::nullopt : std::optional(Colour{part(parts[0]), part(parts[1]), part(parts[2]), parts[3]});
}

std::optional<Colour> colourOf(std::optional<std::string_view> value)
{
    if (!value)
        return std::nullopt;
    if (value->starts_with('#'))
        return hexColour(value->substr(1));
    if (value->starts_with("rgb"))
        return sumColour(*value);
    if (value->starts_with("transparent"))
        return Colour{0, 0, 0, 0};
    const std::string_view name = value->substr(0, value->find_first_of(" ,"));
    if (name == "white" || name == "snow" || name == "ivory" || name == "ghostwhite" || name == "floralwhite"
        || name == "mintcream" || name == "azure")
        return Colour{255, 255, 255};
    return name == "black" ? std::optional(Colour{}) : hexColour(name);
}

bool hasHiddenColour(std::string_view tag)
{
    const auto colour = colourOf(valueOf(tag, "color"));
    if (!colour)
        return false;
    auto background = valueOf(tag, "background-color");
    for (const std::string_view other : {"background", "bgcolor"})
        background = background ? background : valueOf(tag, other);
    const auto behind = colourOf(background);
    const bool alike = behind ? behind->opacity > 0 && colour->isAlmost(*behind) : !background && colour->isPale();
    return colour->opacity <= faintest || alike;
}

bool isOutside(std::string_view tag)
{
    static constexpr std::array<std::string_view, 5> places{"text-indent", "left", "top", "margin-left", "right"};
    return std::any_of(places.begin(), places.end(), [tag](std::string_view place) {
        const auto measure = measureOf(tag, place);
        return measure && pixels(*measure) <= outside;
    });
}

bool hasNoRoom(std::string_view tag)
{
    const auto overflow = valueOf(tag, "overflow");
    return overflow && overflow->starts_with("hidden")
        && (isZero(measureOf(tag, "height")) || isZero(measureOf(tag, "max-height")) || isZero(measureOf(tag, "width"))
            || isZero(measureOf(tag, "max-width")));
}

bool hasHiddenAttribute(std::string_view tag)
{
    const std::size_t at = tag.find(" hidden");
    const char next = at == std::string_view::npos || at + 7 >= tag.size() ? ' ' : tag[at + 7];
    return at != std::string_view::npos && tag[at - 1] != ':' && (next == ' ' || next == '>' || next == '=' || next == '/');
}

bool isHiding(std::string_view tag)
{
    const auto says = [tag](std::string_view name, std::string_view wanted) {
        const auto value = valueOf(tag, name);
        return value && value->starts_with(wanted);
    };
    const auto opacity = measureOf(tag, "opacity");
    const auto size = measureOf(tag, "font-size");
    return says("display", "none") || says("visibility", "hidden") || says("visibility", "collapse") || says("mso-hide", "all")
        || says("aria-hidden", "true") || (opacity && opacity->number <= faintest) || (size && pixels(*size) <= smallest)
        || isZero(measureOf(tag, "font")) || hasHiddenColour(tag) || hasNoRoom(tag) || isOutside(tag) || hasHiddenAttribute(tag);
}

// Up to where the element of this tag reaches.
std::size_t elementEnd(std::string_view lower, std::string_view tag, std::size_t behind)
{
    std::size_t length = 1;
    while (length < tag.size() && isNamePart(tag[length]))
        ++length;
    const std::string closing = "</" + std::string(tag.substr(1, length - 1));
    const std::size_t end = lower.substr(behind, longestElement).find(closing);
    return end == std::string_view::npos ? std::min(lower.size(), behind + reach) : behind + end;
}

} // namespace

std::vector<text::Span> hiddenStretches(std::string_view lower, std::size_t most)
{
    std::vector<text::Span> stretches;
    for (std::size_t at = lower.find('<'); at != std::string_view::npos && stretches.size() < most; at = lower.find('<', at)) {
        if (lower.substr(at).starts_with("<!--")) {
            const std::size_t end = std::min(lower.find("-->", at), lower.size());
            stretches.push_back({at, end});
            at = end;
            continue;
        }
        const std::size_t begin = at++;
        if (at >= lower.size() || lower[at] < 'a' || lower[at] > 'z')
            continue;
        const std::string_view rest = lower.substr(begin, longestTag);
        const std::size_t end = rest.find_first_of("<>", 1);
        if (end == std::string_view::npos || rest[end] == '<')
            continue;
        const std::string_view tag = rest.substr(0, end + 1);
        if (tag.find_first_of(":= ") != std::string_view::npos && isHiding(tag))
            stretches.push_back({begin, elementEnd(lower, tag, begin + tag.size())});
    }
    return stretches;
}

} // namespace tandem
