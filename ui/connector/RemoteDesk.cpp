#include "ui/connector/RemoteDesk.h"

#include "desk/Wire.h"
#include "ui/connector/RemoteServices.h"

namespace tandem::ui {

struct RemoteDesk::Services {
    Services(RemoteHttp& http, const QByteArray& token)
        : session(http, token)
        , intake(session)
        , inbox(session)
        , conversations(session)
        , approvals(session)
        , learning(session)
        , library(session)
        , administration(session)
        , explainer(session)
        , reviews(session)
        , translations(session)
    {
    }

    RemoteSession session;
    RemoteIntake intake;
    RemoteInbox inbox;
    RemoteConversations conversations;
    RemoteApprovals approvals;
    RemoteLearning learning;
    RemoteLibrary library;
    RemoteAdministration administration;
    RemoteExplainer explainer;
    RemoteReviews reviews;
    RemoteTranslations translations;
};

RemoteDesk::RemoteDesk(RemoteHttp& http, const QByteArray& token)
    : m_services(std::make_unique<Services>(http, token))
{
}

RemoteDesk::~RemoteDesk() = default;

Desk RemoteDesk::desk()
{
    return {m_services->intake, m_services->inbox, m_services->conversations, m_services->approvals, m_services->learning,
        m_services->library, m_services->administration, m_services->explainer, m_services->reviews, m_services->translations};
}

Result<Actor> RemoteDesk::me()
{
    const Json json = TRY(m_services->session.request({RemoteHttp::Method::Get, "/api/v1/me", {}, {}}));
    auto actor = wire::fromJson<Actor>(json);
    if (!actor)
        return std::unexpected(m_services->session.notUnderstood(actor.error()));
    return actor;
}

} // namespace tandem::ui
