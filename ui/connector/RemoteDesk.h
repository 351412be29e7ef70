#pragma once

#include "base/Error.h"
#include "ui/connector/Connector.h"

#include <QByteArray>

#include <memory>

namespace tandem::ui {

class RemoteHttp;

// The desk's services, each call one request to a tandemd. The token decides who acts; the Actor handed in is left out of
// account. Thread-safe; calls block, so never from the UI thread. `http` outlives it.
class RemoteDesk {
public:
    RemoteDesk(RemoteHttp& http, const QByteArray& token);
    RemoteDesk(const RemoteDesk&) = delete;
    RemoteDesk& operator=(const RemoteDesk&) = delete;
    ~RemoteDesk();

    [[nodiscard]] Desk desk();
    // Whose token it is.
    Result<Actor> me();

private:
    struct Services;
    std::unique_ptr<Services> m_services;
};

} // namespace tandem::ui
