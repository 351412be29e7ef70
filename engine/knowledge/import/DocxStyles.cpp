#include "knowledge/import/DocxStyles.h"

#include "base/Text.h"

#include <pugixml.hpp>

#include <algorithm>
#include <cstdlib>

namespace tandem {
namespace {

constexpr int longestChain = 12; // of styles that are based on one another

int numberOf(std::string_view text, int otherwise)
{
    const bool isNumber = !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == std::string_view::npos;
    return isNumber ? std::atoi(std::string(text).c_str()) : otherwise;
}

std::string_view valueIn(const pugi::xml_node& node, std::string_view child)
{
    return attributeOf(childOf(node, child), "val");
}

DocxStyles::Marker markerOf(std::string_view form)
{
    using enum DocxStyles::Marker;
    return form == "bullet" ? Bullet : form == "none" ? None : Number;
}

} // namespace

std::string_view localName(std::string_view name)
{
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node childOf(const pugi::xml_node& node, std::string_view local)
{
    for (const pugi::xml_node& child : node.children()) {
        if (localName(child.name()) == local)
            return child;
    }
    return {};
}

std::string_view attributeOf(const pugi::xml_node& node, std::string_view local)
{
    for (const pugi::xml_attribute& attribute : node.attributes()) {
        if (localName(attribute.name()) == local)
            return attribute.value();
    }
    return {};
}

void DocxStyles::readStyles(const pugi::xml_node& styles)
{
    for (const pugi::xml_node& node : styles.children()) {
        if (localName(node.name()) != "style" || attributeOf(node, "type") != "paragraph")
            continue;
        const pugi::xml_node properties = childOf(node, "pPr");
        Raw raw;
        raw.name = text::fold(text::repairUtf8(valueIn(node, "name")));
        raw.basedOn = valueIn(node, "basedOn");
        raw.list = valueIn(childOf(properties, "numPr"), "numId");
        raw.listLevel = numberOf(valueIn(childOf(properties, "numPr"), "ilvl"), 0);
        raw.outline = numberOf(valueIn(properties, "outlineLvl"), -1);
        m_styles.emplace(attributeOf(node, "styleId"), std::move(raw));
    }
}

void DocxStyles::readNumbering(const pugi::xml_node& numbering)
{
    for (const pugi::xml_node& node : numbering.children()) {
        const std::string_view name = localName(node.name());
        if (name == "num") {
            List list{std::string(valueIn(node, "abstractNumId")), {}};
            for (const pugi::xml_node& level : node.children()) {
                if (localName(level.name()) == "lvlOverride" && childOf(level, "startOverride"))
                    list.starts[numberOf(attributeOf(level, "ilvl"), 0)] = numberOf(valueIn(level, "startOverride"), 1);
            }
            m_lists.emplace(attributeOf(node, "numId"), std::move(list));
        } else if (name == "abstractNum") {
            auto& levels = m_levels[std::string(attributeOf(node, "abstractNumId"))];
            for (const pugi::xml_node& level : node.children()) {
                const std::string_view form = valueIn(level, "numFmt");
                if (localName(level.name()) == "lvl" && !form.empty())
                    levels[numberOf(attributeOf(level, "ilvl"), 0)]
                        = {markerOf(form), numberOf(valueIn(level, "start"), 1), false};
            }
        }
    }
}

DocxStyles::Style DocxStyles::style(std::string_view id) const
{
    Style style;
    std::string current(id);
    for (int steps = 0; steps < longestChain; ++steps) {
        const auto found = m_styles.find(current);
        if (found == m_styles.end())
            break;
        const Raw& raw = found->second;
        if (style.list.empty()) {
            style.list = raw.list;
            style.listLevel = raw.listLevel;
        }
        const bool isHeading = raw.name.starts_with("heading ");
        if (raw.name == "title" || raw.name.starts_with("toc ") || isHeading || (raw.outline >= 0 && raw.outline < 9)) {
            style.role = raw.name == "title" ? Role::Title : raw.name.starts_with("toc ") ? Role::Contents : Role::Heading;
            const int level = isHeading ? numberOf(std::string_view(raw.name).substr(8), 1) : raw.outline + 1;
            style.level = style.role == Role::Title ? 1 : std::clamp(level, 1, 6);
            break;
        }
        current = raw.basedOn;
    }
    return style;
}

DocxStyles::ListLevel DocxStyles::listLevel(std::string_view list, int level) const
{
    const auto found = m_lists.find(list);
    if (found == m_lists.end())
        return {Marker::None, 1, false};
    ListLevel result;
    const auto levels = m_levels.find(found->second.abstract);
    if (levels != m_levels.end() && levels->second.contains(level))
        result = levels->second.at(level);
    const auto start = found->second.starts.find(level);
    if (start != found->second.starts.end()) {
        result.start = start->second;
        result.restarts = true;
    }
    return result;
}

std::string DocxStyles::counterOf(std::string_view list) const
{
    const auto found = m_lists.find(list);
    return found == m_lists.end() ? std::string(list) : found->second.abstract;
}

} // namespace tandem
