#include "services/http/CurlExchange.h"

#include "base/Text.h"

#include <openssl/x509_vfy.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t headLimit = std::size_t{64} << 10U; // bytes of all heads and trailers of an answer

// What is wrong with a certificate that does not hold. libcurl compares the server's name itself, before it asks what OpenSSL
// found: nothing yet ("unspecified") is the name.
std::string_view certificateFault(long found)
{
    switch (found) {
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return "its certificate is made out to another name";
    case X509_V_ERR_CERT_HAS_EXPIRED: return "its certificate has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID: return "its certificate is not valid yet (or this machine's clock is slow)";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return "its certificate is self-signed, by nobody this machine trusts";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: return "its certificate is issued by nobody this machine trusts";
    case X509_V_ERR_CERT_REVOKED: return "its certificate is revoked";
    default: return "its certificate does not hold";
    }
}

// What went wrong, from libcurl's fixed sentences; its detailed ones quote addresses.
Error explained(CURLcode code, const CurlExchange::Course& course, const std::string& origin)
{
    const std::string reason = std::string(": ") + curl_easy_strerror(code) + ".";
    switch (code) {
    case CURLE_URL_MALFORMAT: return {ErrorCode::InvalidArgument, "The address to ask is no whole http or https address.", false};
    case CURLE_OPERATION_TIMEDOUT:
        if (!course.connected)
            return {ErrorCode::TimedOut, "The server " + origin + " could not be reached in time.", true};
        return {ErrorCode::TimedOut, "The server " + origin + " did not end its answer in time.", true};
    case CURLE_PEER_FAILED_VERIFICATION:
        return {ErrorCode::Unavailable,
            "The server " + origin + " is not believed: " + std::string(certificateFault(course.certificate)) + ".", false};
    case CURLE_SSL_CACERT_BADFILE:
        return {ErrorCode::Unavailable,
            "The server " + origin + " is not believed: the file of those who may certify servers cannot be read.", false};
    case CURLE_SSL_CONNECT_ERROR:
        return {ErrorCode::Unavailable,
            "No encrypted connection came about with the server " + origin
                + ": it does not speak TLS 1.2 or newer, hung up, or its certificate is forged.",
            true};
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return {ErrorCode::Unavailable, "The server " + origin + " is not believed" + reason, false};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT: return {ErrorCode::Unavailable, "The server " + origin + " cannot be reached" + reason, true};
    default: return {ErrorCode::Unavailable, "The exchange with the server " + origin + " broke off" + reason, true};
    }
}

} // namespace

std::size_t CurlExchange::onHeader(const char* bytes, std::size_t, std::size_t count, void* exchange)
{
    return static_cast<CurlExchange*>(exchange)->takeHeader({bytes, count}) ? count : CURL_WRITEFUNC_ERROR;
}

std::size_t CurlExchange::onBody(const char* bytes, std::size_t, std::size_t count, void* exchange)
{
    return static_cast<CurlExchange*>(exchange)->takeBody({bytes, count}) ? count : CURL_WRITEFUNC_ERROR;
}

void CurlExchange::end(Error reason)
{
    if (!m_ended)
        m_ended = std::move(reason);
}

Error CurlExchange::cancelled()
{
    return {ErrorCode::Cancelled, "The request was called off.", false};
}

bool CurlExchange::takeHeader(std::string_view line)
{
    m_headBytes += line.size();
    if (m_headBytes > headLimit) {
        end({ErrorCode::TooLarge, "The head of the server's answer is larger than is taken.", false});
        return false;
    }
    if (m_headDone)
        return true;
    line = text::trim(line);
    if (line.empty()) {
        m_headDone = m_response.status >= 200;
    } else if (line.starts_with("HTTP/")) {
        // The final head comes after those of 1xx.
        m_response.headers.clear();
        m_response.status = 0;
        const std::string_view status = line.substr(std::min(line.find(' ') + 1, line.size()));
        std::from_chars(status.data(), status.data() + status.size(), m_response.status);
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
        m_response.headers.push_back(
            {std::string(text::trim(line.substr(0, colon))), std::string(text::trim(line.substr(colon + 1)))});
    }
    return true;
}

bool CurlExchange::takeBody(std::string_view bytes)
{
    if (m_stop.stop_requested()) {
        end(cancelled());
        return false;
    }
    m_bodyBytes += bytes.size();
    if (m_bodyBytes > m_request.answerLimit) {
        end({ErrorCode::TooLarge, "The server's answer is larger than is taken.", false});
        return false;
    }
    if (!m_listener || m_response.status < 200 || m_response.status >= 300) {
        m_response.body += bytes;
        return true;
    }
    if (m_listener(bytes))
        return true;
    end({ErrorCode::Cancelled, "The answer was not wanted to its end.", false});
    return false;
}

Result<HttpResponse> CurlExchange::outcome(CURLcode code, const Course& course, const std::string& origin)
{
    if (m_ended)
        return std::unexpected(std::move(*m_ended));
    if (code != CURLE_OK)
        return std::unexpected(explained(code, course, origin));
    return std::move(m_response);
}

} // namespace tandem
