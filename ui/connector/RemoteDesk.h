#pragma once

#include "base/Error.h"
#include "ui/connector/Connector.h"

#include <memory>

namespace tandem::ui {

class RemoteHttp;

// The desk's services, each call one request to a tandemd. The server's token decides who acts; the Actor handed in is left out
// of account. Thread-safe; calls block, so never from the UI thread. `http` outlives it.
class RemoteDesk {
public:
    explicit RemoteDesk(RemoteHttp& http);
    RemoteDesk(const RemoteDesk&) = delete;
    RemoteDesk& operator=(const RemoteDesk&) = delete;
    ~RemoteDesk();

    [[nodiscard]] Desk desk();
    // Whose token it is.
    Result<Actor> me();

private:
    struct Services;
    RemoteHttp& m_http;
    std::unique_ptr<Services> m_services;
};

} // namespace tandem::ui
