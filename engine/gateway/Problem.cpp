#include "gateway/Problem.h"

#include "base/Json.h"

#include <array>
#include <utility>

namespace tandem::gateway {

namespace {

constexpr std::array<std::pair<ErrorCode, int>, 13> statuses{{
    {ErrorCode::InvalidArgument, 422},
    {ErrorCode::NotFound, 404},
    {ErrorCode::Conflict, 409},
    {ErrorCode::Unauthenticated, 401},
    {ErrorCode::Forbidden, 403},
    {ErrorCode::TooLarge, 413},
    {ErrorCode::RateLimited, 429},
    {ErrorCode::Cancelled, 503},
    {ErrorCode::TimedOut, 503},
    {ErrorCode::Unavailable, 503},
    {ErrorCode::Corrupt, 500},
    {ErrorCode::Io, 500},
    {ErrorCode::Internal, 500},
}};

constexpr std::array<std::pair<int, std::string_view>, 25> phrases{{
    {200, "OK"},
    {202, "Accepted"},
    {204, "No Content"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {201, "Created"},
    {304, "Not Modified"},
    {101, "Switching Protocols"},
    {426, "Upgrade Required"},
    {424, "Failed Dependency"},
}};

constexpr std::string_view challenge = "Bearer realm=\"tandem\"";

std::string publicDetail(const Error& error, int status)
{
    if (status == 500)
        return "The server could not finish this request; its log has the reason under this correlation id.";
    if (status == 503)
        return "A part of the server is missing or busy; send the request again later.";
    return error.message;
}

} // namespace

int statusOf(ErrorCode code)
{
    for (const auto& [known, status] : statuses) {
        if (known == code)
            return status;
    }
    return 500;
}

std::string_view phrase(int status)
{
    for (const auto& [known, text] : phrases) {
        if (known == status)
            return text;
    }
    return "Unknown";
}

Problem::Problem(int httpStatus, std::string publicDetail)
    : status(httpStatus)
    , detail(std::move(publicDetail))
{
    if (status == 401)
        headers.push_back({"WWW-Authenticate", std::string(challenge)});
    if (status == 503 || status == 429)
        headers.push_back({"Retry-After", "1"});
}

Problem::Problem(const Error& error)
    : Problem(statusOf(error.code), publicDetail(error, statusOf(error.code)))
{
    if (status >= 500)
        reason = error.message;
    if (error.code == ErrorCode::Unauthenticated)
        headers.front().value += ", error=\"invalid_token\"";
}

Problem&& Problem::with(std::string headerName, std::string value) &&
{
    headers.push_back({std::move(headerName), std::move(value)});
    return std::move(*this);
}

Response toResponse(const Problem& problem, const CorrelationId& correlation)
{
    const Json body = {
        {"type", "about:blank"},
        {"title", phrase(problem.status)},
        {"status", problem.status},
        {"detail", problem.detail},
        {"correlation_id", correlation.value()},
    };
    return {problem.status, "application/problem+json", toText(body), problem.headers};
}

} // namespace tandem::gateway
