#pragma once

#include "base/Json.h"
#include "gateway/Problem.h"

#include <expected>

namespace tandem::gateway {

// The request's body as JSON: 415 unless it is application/json in UTF-8 and not compressed, 400 when it is malformed, nested
// too deeply, or has a NUL in any text. Pure.
std::expected<Json, Problem> jsonBody(const Request& request);

} // namespace tandem::gateway
