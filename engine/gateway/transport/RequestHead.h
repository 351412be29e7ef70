#pragma once

#include "gateway/Message.h"
#include "gateway/Problem.h"

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <optional>

namespace tandem::gateway {

// The header part of a parsed request without its correlation, body and time. Works on a half-parsed one too.
Request requestFrom(const boost::beast::http::request_header<>& head, Peer peer);

// What HTTP itself forbids and the parser lets pass: an ambiguous length, no host, a target that is no path.
std::optional<Problem> protocolProblem(const boost::beast::http::request_header<>& head, const Request& request);

enum class ReadStage : std::uint8_t { Header, Body };
// Why reading failed, as the client should hear it; nullopt when it is gone.
std::optional<Problem> readProblem(const boost::system::error_code& error, ReadStage stage);

} // namespace tandem::gateway
