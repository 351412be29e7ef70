#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace tandem {

enum class ErrorCode : std::uint8_t {
    InvalidArgument, // the caller's input is wrong; repeating it will not help
    NotFound,
    Conflict, // somebody changed it first, or it exists already
    Unauthenticated,
    Forbidden,
    TooLarge,
    RateLimited,
    Cancelled,
    TimedOut,
    Unavailable, // a part that is needed is missing or busy
    Corrupt, // stored data does not pass its own check
    Io,
    Internal,
};

std::string_view name(ErrorCode code);

// What went wrong, where, and what to do, in one sentence without personal data.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    bool retryable = false;
};

template <typename T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

inline std::unexpected<Error> failure(ErrorCode code, std::string message)
{
    return std::unexpected(Error{code, std::move(message), false});
}

inline std::unexpected<Error> retryableFailure(ErrorCode code, std::string message)
{
    return std::unexpected(Error{code, std::move(message), true});
}

} // namespace tandem

// Evaluates a Result; yields its value, or returns its error from the current function.
#define TRY(expression)                                                                                                          \
    (__extension__({                                                                                                             \
        auto tandemTryResult = (expression);                                                                                     \
        if (!tandemTryResult.has_value())                                                                                        \
            return std::unexpected(std::move(tandemTryResult).error());                                                          \
        std::move(tandemTryResult).value();                                                                                      \
    }))
