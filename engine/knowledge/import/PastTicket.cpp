#include "knowledge/import/PastTicket.h"

#include "base/Text.h"

#include <algorithm>
#include <utility>

namespace tandem::formats {
namespace {

std::string joined(const std::vector<std::string>& lines)
{
    std::string all;
    for (const std::string& line : lines)
        all += text::collapseWhitespace(line) + "\n";
    return all;
}

} // namespace

void PastTicket::addPerson(const JsonFile::Person& person)
{
    for (const std::string& name : {person.name, person.email}) {
        if (!name.empty() && std::ranges::find(persons, name) == persons.end())
            persons.push_back(name);
    }
}

std::optional<Fields> resolutionFields(PastTicket ticket)
{
    // Interfaces give them in either order.
    if (std::ranges::none_of(ticket.said, [](const auto& said) { return said.at.empty(); }))
        std::ranges::stable_sort(ticket.said, {}, &PastTicket::Said::at);
    const auto asked = std::ranges::find(ticket.said, PastTicket::Said::By::Customer, &PastTicket::Said::by);
    const auto answered
        = std::ranges::find(ticket.said.rbegin(), ticket.said.rend(), PastTicket::Said::By::Agent, &PastTicket::Said::by);
    if (answered == ticket.said.rend())
        return std::nullopt;
    Fields fields{{"id", std::move(ticket.id)}, {"subject", std::move(ticket.subject)}, {"agent_resolution", answered->text},
        {"resolved_at", std::move(ticket.resolvedAt)}, {"persons", joined(ticket.persons)},
        {"customer_addresses", joined(ticket.customerAddresses)}};
    if (asked != ticket.said.end())
        fields["customer_message"] = asked->text;
    return fields;
}

} // namespace tandem::formats
