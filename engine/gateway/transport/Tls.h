#pragma once

#include "base/Error.h"

#include <boost/asio/ssl/context.hpp>

#include <string>

namespace tandem::gateway {

// TLS 1.2 and later from PEM files. InvalidArgument names the file that cannot be used.
Result<boost::asio::ssl::context> tlsContext(const std::string& certificateFile, const std::string& keyFile);

} // namespace tandem::gateway
