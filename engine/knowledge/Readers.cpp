#include "knowledge/Readers.h"

#include "base/Text.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

// Who works at the desk, as articles name them; "restricted" is what an import calls a segment that it cannot name.
constexpr auto deskPeople = std::to_array<std::string_view>({"internal", "intern", "interne", "interno", "interna", "restricted",
    "private", "confidential", "agent", "agents", "staff", "support", "employee", "employees", "supervisor", "supervisors"});

// "support team", "internal-only": a word of the name is enough, for what is withheld wrongly does less harm than what is told.
bool isOfDesk(const std::string& name)
{
    constexpr std::string_view borders = " -_/";
    for (std::size_t begin = 0; begin < name.size();) {
        const std::size_t end = std::min(name.find_first_of(borders, begin), name.size());
        if (std::ranges::find(deskPeople, std::string_view(name).substr(begin, end - begin)) != deskPeople.end())
            return true;
        begin = end + 1;
    }
    return false;
}

} // namespace

std::set<std::string> readerNames(std::string_view list)
{
    std::set<std::string> names;
    for (const std::string_view each : text::split(list, ',')) {
        if (!text::trim(each).empty())
            names.insert(text::fold(text::trim(each)));
    }
    return names;
}

bool isFor(std::string_view plans, std::string_view audiences, const Reader& reader)
{
    if (const auto names = readerNames(plans); !names.empty() && !reader.plan.empty() && !names.contains(text::fold(reader.plan)))
        return false;
    const auto names = readerNames(audiences);
    if (names.empty())
        return true;
    return reader.audience.empty() ? !std::ranges::all_of(names, isOfDesk) : names.contains(text::fold(reader.audience));
}

} // namespace tandem
