#pragma once

#include "base/Json.h"
#include "gateway/Endpoint.h"

#include <span>

namespace tandem::gateway {

// The OpenAPI 3.0.3 document of these routes, with every schema of resources/schemas that the API knows. Pure.
Json openApiDocument(std::span<const Endpoint> routes);

} // namespace tandem::gateway
