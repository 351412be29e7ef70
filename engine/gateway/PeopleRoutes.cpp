#include "desk/Wire.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <utility>

namespace tandem::gateway {

std::vector<Endpoint> peopleRoutes(Administration& administration)
{
    Endpoint people;
    people.pattern = "/api/v1/people";
    people.roles = agents;
    people.operation = "listPeople";
    people.summary = "Who can be given a ticket.";
    people.responses = {{200, "PersonList", "By name."}};
    people.handler = [&administration](const Call& call) -> Outcome {
        const auto all = TRY(administration.people(call.actor));
        return json(200, wire::listJson("people", all));
    };

    Endpoint me;
    me.pattern = "/api/v1/me";
    me.roles = everyone;
    me.operation = "readMe";
    me.summary = "Whose token this is.";
    me.responses = {{200, "Me", "The token's owner."}};
    me.handler = [](const Call& call) -> Outcome { return json(200, wire::toJson(call.actor)); };

    std::vector<Endpoint> routes;
    routes.push_back(std::move(people));
    routes.push_back(std::move(me));
    return routes;
}

} // namespace tandem::gateway
