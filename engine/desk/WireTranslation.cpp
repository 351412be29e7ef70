// Texts in another language.
#include "desk/Wire.h"
#include "desk/WireMembers.h"

namespace tandem::wire {

namespace form {

template <typename Archive>
void members(Archive& archive, Like<TranslationRequest> auto& request)
{
    archive("text", request.text);
    archive("from", request.from);
    archive("to", request.to);
    archive("ticket_id", request.ticket);
}

template <typename Archive>
void members(Archive& archive, Like<Translation> auto& translation)
{
    archive("text", translation.text);
    archive("from", translation.from);
    archive("to", translation.to);
    archive("provider", translation.provider);
    archive("model", translation.model);
}

} // namespace form

Json toJson(const TranslationRequest& request)
{
    return form::write(request);
}

Json toJson(const Translation& translation)
{
    return form::write(translation);
}

template <typename T>
static Result<T> readFrom(const Json& json)
{
    T value;
    form::Misfit misfit;
    if (!form::read(json, value, misfit))
        return std::unexpected(misfit.error());
    return value;
}

template <>
Result<TranslationRequest> fromJson<TranslationRequest>(const Json& json)
{
    return readFrom<TranslationRequest>(json);
}

template <>
Result<Translation> fromJson<Translation>(const Json& json)
{
    return readFrom<Translation>(json);
}

} // namespace tandem::wire
