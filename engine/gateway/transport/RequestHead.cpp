#include "gateway/transport/RequestHead.h"

#include "base/Ascii.h"
#include "gateway/Router.h"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tandem::gateway {

namespace http = boost::beast::http;

namespace {

Method methodFrom(http::verb verb)
{
    switch (verb) {
    case http::verb::get: return Method::Get;
    case http::verb::head: return Method::Head;
    case http::verb::post: return Method::Post;
    case http::verb::put: return Method::Put;
    case http::verb::patch: return Method::Patch;
    case http::verb::delete_: return Method::Delete;
    case http::verb::options: return Method::Options;
    default: return Method::Other;
    }
}

// The path and query of an origin-form or absolute-form target.
std::string_view withoutAuthority(std::string_view target)
{
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!boost::beast::iequals(boost::beast::string_view(target.substr(0, scheme.size())), boost::beast::string_view(scheme)))
            continue;
        const std::size_t slash = target.find('/', scheme.size());
        return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    }
    return target;
}

bool isProxied(const Request& request)
{
    return std::ranges::any_of(std::initializer_list<std::string_view>{"forwarded", "x-forwarded-for", "x-real-ip", "via"},
        [&request](std::string_view header) { return request.headerCount(header) > 0; });
}

bool isChunkedAlone(const Request& request)
{
    return request.headerCount("transfer-encoding") == 1
        && boost::beast::iequals(boost::beast::string_view(request.header("transfer-encoding")), "chunked");
}

} // namespace

Request requestFrom(const http::request_header<>& head, Peer peer)
{
    Request request;
    request.method = methodFrom(head.method());
    const boost::beast::string_view rawTarget = head.target();
    const std::string_view target = withoutAuthority({rawTarget.data(), rawTarget.size()});
    const std::size_t question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string_view::npos)
        request.query = target.substr(question + 1);
    for (const auto& field : head) {
        Header header{std::string(field.name_string()), std::string(field.value())};
        header.name = text::lowerAscii(header.name);
        request.headers.push_back(std::move(header));
    }
    request.peer = isProxied(request) ? Peer::Remote : peer;
    return request;
}

std::optional<Problem> protocolProblem(const http::request_header<>& head, const Request& request)
{
    if (head.version() == 11 && request.headerCount("host") != 1)
        return Problem(400, "An HTTP/1.1 request names its host exactly once.");
    if (request.headerCount("transfer-encoding") > 0) {
        if (head.version() < 11)
            return Problem(400, "HTTP/1.0 has no Transfer-Encoding.");
        if (request.headerCount("content-length") > 0)
            return Problem(400, "A request has either Content-Length or Transfer-Encoding, not both.");
        if (!isChunkedAlone(request))
            return Problem(501, "The only Transfer-Encoding known here is chunked.");
    }
    if (request.headerCount("expect") > 0
        && !boost::beast::iequals(boost::beast::string_view(request.header("expect")), "100-continue"))
        return Problem(417, "The only expectation known here is 100-continue.");
    const bool isWholeServer = request.method == Method::Options && request.path == "*";
    if (!isWholeServer && (!request.path.starts_with('/') || !percentDecoded(request.path)))
        return Problem(400, "The request's target is not a well-formed path.");
    return std::nullopt;
}

std::optional<Problem> readProblem(const boost::system::error_code& error, ReadStage stage)
{
    if (error == http::error::end_of_stream || error.category() != http::make_error_code(http::error::end_of_stream).category())
        return std::nullopt;
    if (error == http::error::body_limit)
        return Problem(413, "The body is larger than this server reads.");
    if (error == http::error::header_limit || (stage == ReadStage::Header && error == http::error::buffer_overflow))
        return Problem(431, "The request's header is larger than this server reads.");
    if (error == http::error::bad_version)
        return Problem(505, "This server speaks HTTP/1.1.");
    if (error == http::error::partial_message)
        return Problem(400, "The request ended before it was whole.");
    return Problem(400, "The request is not well-formed HTTP.");
}

} // namespace tandem::gateway
