#pragma once

#include "ui/connector/RemoteHttp.h"

#include <utility>

namespace tandem::ui {

// Requests in the name of one token: a call keeps the token it was made with, whoever signs in before it is carried out. As
// thread-safe as RemoteHttp, which outlives it.
class RemoteSession {
public:
    RemoteSession(RemoteHttp& http, QByteArray token)
        : m_http(http)
        , m_token(std::move(token))
    {
    }

    [[nodiscard]] Result<Json> request(const RemoteHttp::Request& request) const { return m_http.request(request, m_token); }
    [[nodiscard]] Error notUnderstood(const Error& why) const { return m_http.notUnderstood(why); }

private:
    RemoteHttp& m_http;
    const QByteArray m_token;
};

} // namespace tandem::ui
