// A text in another language.
#include "desk/Wire.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

namespace tandem::gateway {

namespace {

Outcome translate(Translations& translations, const Call& call)
{
    const Json body = TRY(bodyWith(call, Body::Needed, {"text", "from", "to", "ticket_id"}));
    const TranslationRequest request = TRY(wire::fromJson<TranslationRequest>(body));
    const auto translation = translations.translate(call.actor, request, call.request.gone);
    if (translation)
        return json(200, wire::toJson(*translation));
    // Sending it again does not help: the reason does.
    if (translation.error().code == ErrorCode::Unavailable && !translation.error().retryable)
        return std::unexpected(Problem(424, translation.error().message));
    return std::unexpected(Problem(translation.error()));
}

} // namespace

Endpoint translationRoute(Translations& translations)
{
    Endpoint route;
    route.method = Method::Post;
    route.pattern = "/api/v1/translate";
    route.roles = agents;
    route.abandoned = Abandoned::Stops; // its place is another's, and its words are paid for
    route.operation = "translate";
    route.summary
        = "A text in another of the twelve languages, whole or not at all: numbers, links, names and personal data come "
          "back as they stood. Needs a chat model.";
    route.requestSchema = "TranslationRequest";
    route.responses = {{200, "Translation", "The translated text."},
        {424, "Problem",
            "No chat model is configured, or it cannot be asked, or what it wrote cannot be used: the detail says why."}};
    route.handler = [&translations](const Call& call) { return translate(translations, call); };
    return route;
}

} // namespace tandem::gateway
