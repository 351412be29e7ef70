#include "ui/connector/RemoteDesk.h"

#include "desk/Wire.h"
#include "ui/connector/RemoteServices.h"

namespace tandem::ui {

struct RemoteDesk::Services {
    explicit Services(RemoteHttp& http)
        : intake(http)
        , inbox(http)
        , conversations(http)
        , approvals(http)
        , learning(http)
        , library(http)
        , administration(http)
    {
    }

    RemoteIntake intake;
    RemoteInbox inbox;
    RemoteConversations conversations;
    RemoteApprovals approvals;
    RemoteLearning learning;
    RemoteLibrary library;
    RemoteAdministration administration;
};

RemoteDesk::RemoteDesk(RemoteHttp& http)
    : m_http(http)
    , m_services(std::make_unique<Services>(http))
{
}

RemoteDesk::~RemoteDesk() = default;

Desk RemoteDesk::desk()
{
    return {m_services->intake, m_services->inbox, m_services->conversations, m_services->approvals, m_services->learning,
        m_services->library, m_services->administration};
}

Result<Actor> RemoteDesk::me()
{
    const Json json = TRY(m_http.request({RemoteHttp::Method::Get, "/api/v1/me", {}, {}}));
    auto actor = wire::fromJson<Actor>(json);
    if (!actor)
        return std::unexpected(m_http.notUnderstood(actor.error()));
    return actor;
}

} // namespace tandem::ui
