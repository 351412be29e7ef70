// What the category model learns from the desk's own tickets.
#include "desk/Wire.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <utility>

namespace tandem::gateway {

std::vector<Endpoint> adaptationRoutes(Adaptation& adaptation)
{
    Endpoint status;
    status.pattern = "/api/v1/learning/category";
    status.roles = agents;
    status.operation = "readCategoryLearning";
    status.summary = "Which category model is in use, and what came of the last run.";
    status.responses = {{200, "CategoryLearning", "The labels that there are, and the model."}};
    status.handler = [&adaptation](const Call& call) -> Outcome {
        const AdaptationStatus found = TRY(adaptation.status(call.actor));
        return json(200, wire::toJson(found));
    };

    Endpoint run;
    run.method = Method::Post;
    run.pattern = "/api/v1/learning/category/run";
    run.roles = supervisors;
    run.operation = "learnCategories";
    run.summary
        = "Begins to learn from the categories that people set; a better model is used from then on. 409 while it learns.";
    run.responses = {{202, "", "Begun; GET /api/v1/learning/category tells what came of it."}};
    run.handler = [&adaptation](const Call& call) -> Outcome {
        TRY(adaptation.begin(call.actor));
        Response response = nothing();
        response.status = 202;
        return response;
    };

    Endpoint back;
    back.method = Method::Post;
    back.pattern = "/api/v1/learning/category/back";
    back.roles = supervisors;
    back.operation = "goBackToEarlierCategories";
    back.summary = "Uses the category model that was in use before, in the end the shipped one. 409 when that is in use.";
    back.responses = {{204, "", "Done."}};
    back.handler = [&adaptation](const Call& call) -> Outcome {
        TRY(adaptation.back(call.actor));
        return nothing();
    };

    std::vector<Endpoint> routes;
    routes.push_back(std::move(status));
    routes.push_back(std::move(run));
    routes.push_back(std::move(back));
    return routes;
}

} // namespace tandem::gateway
