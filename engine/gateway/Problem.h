#pragma once

#include "base/Error.h"
#include "gateway/Message.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem::gateway {

// Why a request was refused or failed; becomes application/problem+json (RFC 9457).
struct Problem {
    Problem(int httpStatus, std::string publicDetail);
    // By the one table ErrorCode → status. What went wrong inside (5xx) is for the log, not for the caller.
    Problem(const Error& error); // implicit, so that TRY works in a handler

    int status = 500;
    std::string detail; // one sentence for the caller
    std::string reason; // one sentence for the log; set for 5xx
    std::vector<Header> headers;

    Problem&& with(std::string headerName, std::string value) &&;
};

int statusOf(ErrorCode code);
std::string_view phrase(int status); // "Not Found"
Response toResponse(const Problem& problem, const CorrelationId& correlation);

} // namespace tandem::gateway
