#include "knowledge/Readers.h"

#include "base/Lists.h"
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
    for (const std::string& each : text::listOf(list))
        names.insert(text::fold(each));
    return names;
}

Readership::Readership(std::string_view plans, std::string_view audiences)
    : m_plans(readerNames(plans))
    , m_audiences(readerNames(audiences))
    , m_isDesksOwn(!m_audiences.empty() && std::ranges::all_of(m_audiences, isOfDesk))
{
}

bool Readership::includes(const Reader& reader) const
{
    if (!m_plans.empty() && !reader.plan.empty() && !m_plans.contains(text::fold(reader.plan)))
        return false;
    if (m_audiences.empty())
        return true;
    return reader.audience.empty() ? !m_isDesksOwn : m_audiences.contains(text::fold(reader.audience));
}

} // namespace tandem
