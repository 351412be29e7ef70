#pragma once

#include "base/Json.h"
#include "gateway/Endpoint.h"

#include <string>

namespace tandem::gateway {

// An OpenAPI document as a page of HTML: every route with its parameters, body, answers and schemas. Holds no script and names
// nothing elsewhere. Pure.
std::string docsPage(const Json& openApi);

// The page with the policy that lets it have its own style and nothing else.
Response docsResponse(const std::string& page);

} // namespace tandem::gateway
