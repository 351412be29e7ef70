#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace pugi {
class xml_node; // NOLINT(readability-identifier-naming)
}

namespace tandem {

// "w:p" → "p": a file may choose its prefixes.
std::string_view localName(std::string_view name);
// The first child of this local name; an empty node when there is none.
pugi::xml_node childOf(const pugi::xml_node& node, std::string_view local);
// The value of an attribute of this local name; "" when there is none.
std::string_view attributeOf(const pugi::xml_node& node, std::string_view local);

// What the paragraphs of a DOCX file look like: styles.xml and numbering.xml.
class DocxStyles {
public:
    enum class Role : std::uint8_t { Text, Title, Heading, Contents };
    struct Style {
        Role role = Role::Text;
        int level = 0; // of a heading, 1…6
        std::string list; // the numbering that its paragraphs belong to; "" = none
        int listLevel = 0;
    };
    enum class Marker : std::uint8_t { None, Bullet, Number };
    struct ListLevel {
        Marker marker = Marker::Bullet;
        int start = 1;
        bool restarts = false; // the list counts anew there, whatever shares its counter
    };

    void readStyles(const pugi::xml_node& styles);
    void readNumbering(const pugi::xml_node& numbering);

    [[nodiscard]] Style style(std::string_view id) const;
    // 0 = outermost.
    [[nodiscard]] ListLevel listLevel(std::string_view list, int level) const;
    // Lists of one counter go on counting where another one of them stopped.
    [[nodiscard]] std::string counterOf(std::string_view list) const;

private:
    struct Raw {
        std::string name;
        std::string basedOn;
        std::string list;
        int listLevel = 0;
        int outline = -1;
    };

    std::map<std::string, Raw, std::less<>> m_styles;
    struct List {
        std::string abstract;
        std::map<int, int> starts; // that it has of its own, by level
    };

    std::map<std::string, List, std::less<>> m_lists;
    std::map<std::string, std::map<int, ListLevel>, std::less<>> m_levels; // of an abstract list
};

} // namespace tandem
