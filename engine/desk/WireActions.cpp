// What a person proposes about a ticket.
#include "desk/Wire.h"
#include "desk/WireActionMembers.h"

namespace tandem::wire {

namespace {

using form::Reader;

Status finished(Reader& reader, std::string_view inside = "")
{
    reader.refuseOthers();
    if (reader.good())
        return {};
    form::Misfit misfit = reader.misfit();
    if (!inside.empty())
        misfit.inside(inside);
    return std::unexpected(misfit.error());
}

// The member as an object; nullptr when it is missing or null.
Result<const Json*> objectOf(const Json& body, const char* member)
{
    const auto found = body.is_object() ? body.find(member) : body.end();
    if (found == body.end() || found->is_null())
        return nullptr;
    if (!found->is_object())
        return failure(ErrorCode::InvalidArgument, "'" + std::string(member) + "' must be an object");
    return &*found;
}

Result<Citation> citationFrom(const Json& json, std::string_view inside)
{
    Reader reader(json);
    Citation citation;
    reader("article_id", citation.article);
    reader.id("passage_id", citation.passage);
    reader("quote", citation.quote);
    TRY(finished(reader, inside));
    return citation;
}

Result<ActionParameters> parametersFrom(const Json& json)
{
    Reader reader(json);
    ActionParameters parameters;
    form::members(reader, parameters);
    TRY(finished(reader, "parameters"));
    if (const Json* const amount = TRY(objectOf(json, "amount")); amount != nullptr) {
        Reader members(*amount); // read already: here for what else stands in it
        Money money;
        form::members(members, money);
        TRY(finished(members, "parameters.amount"));
    }
    TRY(objectOf(json, "data"));
    return parameters;
}

} // namespace

Result<ActionRequest> actionRequest(const Json& body)
{
    Reader reader(body);
    ActionRequest request;
    reader("kind", request.kind);
    reader.orElse("reason", request.reason);
    reader.orElse("idempotency_key", request.idempotencyKey);
    for (const char* member : {"parameters", "clause", "evidence"}) { // known; read strictly below
        std::string passedOver;
        reader(member, form::RawJson{passedOver});
    }
    TRY(finished(reader));
    if (const Json* const parameters = TRY(objectOf(body, "parameters")); parameters != nullptr)
        request.parameters = TRY(parametersFrom(*parameters));
    if (const Json* const json = TRY(objectOf(body, "clause")); json != nullptr)
        request.clause = TRY(citationFrom(*json, "clause"));
    if (const auto list = body.find("evidence"); list != body.end() && !list->is_null()) {
        if (!list->is_array())
            return failure(ErrorCode::InvalidArgument, "'evidence' must be an array");
        for (const Json& json : *list)
            request.evidence.push_back(TRY(citationFrom(json, "evidence")));
    }
    TRY(checkParameters(request.kind, request.parameters));
    return request;
}

Json toJson(const ActionRequest& request)
{
    Json json{{"kind", name(request.kind)}, {"parameters", form::write(request.parameters)}, {"reason", request.reason},
        {"evidence", form::write(request.evidence)}};
    if (request.clause)
        json["clause"] = form::write(*request.clause);
    if (!request.idempotencyKey.empty())
        json["idempotency_key"] = request.idempotencyKey;
    return json;
}

} // namespace tandem::wire
