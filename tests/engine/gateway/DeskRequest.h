#pragma once

#include "MemoryDesk.h"
#include "gateway/Dispatcher.h"

#include <string>

namespace tandem::gateway {

// A request of somebody in `role`; `target` with its query, JSON in `body` when there is one.
inline Request deskRequest(Method method, const std::string& target, Role role, const std::string& body = "")
{
    Request request;
    request.method = method;
    const std::size_t question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos)
        request.query = target.substr(question + 1);
    request.headers = {{"authorization", "Bearer " + MemoryDesk::token(role)}};
    if (!body.empty())
        request.headers.push_back({"content-type", "application/json"});
    request.body = body;
    request.correlation = CorrelationId("correlation-1");
    return request;
}

} // namespace tandem::gateway
