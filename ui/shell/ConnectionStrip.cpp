#include "ui/shell/ConnectionStrip.h"

#include "ui/widgets/Banner.h"
#include "ui/widgets/Strings.h"

#include <QVBoxLayout>

namespace tandem::ui {

ConnectionStrip::ConnectionStrip(QWidget* parent)
    : QWidget(parent)
    , m_offline(new Banner(BannerKind::Offline, this))
    , m_refusedToken(new Banner(BannerKind::Error, this))
    , m_refused(new Banner(BannerKind::Error, this))
    , m_ofAnother(new Banner(BannerKind::Offline, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    for (Banner* banner : {m_offline, m_refusedToken, m_refused, m_ofAnother})
        column->addWidget(banner);
    connect(m_offline, &Banner::actionTriggered, this, &ConnectionStrip::outboxWanted);
    connect(m_refused, &Banner::actionTriggered, this, &ConnectionStrip::outboxWanted);
    connect(m_ofAnother, &Banner::actionTriggered, this, &ConnectionStrip::outboxWanted);
    connect(m_refusedToken, &Banner::actionTriggered, this, &ConnectionStrip::signInWanted);
    hide();
}

void ConnectionStrip::follow(ConnectionState state, const QString& place, const Counts& counts)
{
    m_offline->setVisible(state == ConnectionState::Offline);
    m_refusedToken->setVisible(state == ConnectionState::Refused);
    m_refused->setVisible(counts.refused > 0);
    m_ofAnother->setVisible(counts.ofAnother > 0);
    if (state == ConnectionState::Offline)
        sayOffline(place, counts.waiting);
    else if (state == ConnectionState::Refused)
        m_refusedToken->say(tr("Not signed in."),
            counts.waiting > 0 ? tr("%n waiting, sent once you are signed in", nullptr, counts.waiting)
                               : tr("%1 does not take this token.").arg(isolated(place)),
            tr("Sign in"));
    if (counts.refused > 0)
        m_refused->say(tr("Not taken."), tr("%n of your messages stays in the outbox", nullptr, counts.refused), tr("Show"));
    if (counts.ofAnother > 0)
        m_ofAnother->say(
            tr("Not sent."), tr("%n in the outbox, written under another sign-in", nullptr, counts.ofAnother), tr("Show"));
    setVisible(
        state == ConnectionState::Offline || state == ConnectionState::Refused || counts.refused > 0 || counts.ofAnother > 0);
}

void ConnectionStrip::sayOffline(const QString& place, int waiting)
{
    if (waiting > 0)
        m_offline->say(tr("Offline."), tr("%n waiting, sent once on return", nullptr, waiting), tr("Show"));
    else
        m_offline->say(tr("Offline."), tr("%1 cannot be reached; trying again by itself.").arg(isolated(place)), {});
}

} // namespace tandem::ui
