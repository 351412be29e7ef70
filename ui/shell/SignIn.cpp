#include "ui/shell/SignIn.h"

#include "ui/shell/SignInDialog.h"
#include "ui/widgets/Strings.h"

namespace tandem::ui {

namespace {

// Why an attempt ended without being Online; "" while it is still out.
QString outcome(const RemoteConnector& connector)
{
    switch (connector.state()) {
    case ConnectionState::Refused:
        return SignIn::tr("%1 does not take this token. Copy it anew, or ask the desk's operator for one.")
            .arg(isolated(connector.place()));
    case ConnectionState::Offline:
        return connector.problem().isEmpty()
            ? SignIn::tr("%1 cannot be reached. Check the address and try again.").arg(isolated(connector.place()))
            : connector.problem();
    case ConnectionState::Connecting:
    case ConnectionState::Online: break;
    }
    return {};
}

} // namespace

std::unique_ptr<RemoteConnector> signIn(const QString& server, const QString& why)
{
    SignInDialog dialog(server, SignInDialog::Address::Free);
    std::unique_ptr<RemoteConnector> connector;
    if (!why.isEmpty())
        dialog.fail(why);
    QObject::connect(&dialog, &SignInDialog::signInRequested, &dialog, [&](const QUrl& address, const QByteArray& token) {
        auto opened = RemoteConnector::open(address, token);
        if (!opened) {
            dialog.fail(qt(opened.error().message));
            return;
        }
        connector = std::move(*opened);
        // Queued: a connector must not be replaced while it is speaking.
        QObject::connect(
            connector.get(), &Connector::stateChanged, &dialog,
            [&] {
                if (connector->state() == ConnectionState::Online)
                    dialog.accept();
                else if (const QString problem = outcome(*connector); !problem.isEmpty())
                    dialog.fail(problem);
            },
            Qt::QueuedConnection);
    });
    if (dialog.exec() != QDialog::Accepted)
        return nullptr;
    connector->disconnect(&dialog);
    return connector;
}

SignIn::SignIn(RemoteConnector& connector, QWidget& window)
    : m_connector(connector)
    , m_window(window)
{
    connect(&m_connector, &Connector::stateChanged, this, &SignIn::follow);
}

void SignIn::ask()
{
    if (m_dialog)
        return;
    m_dialog = new SignInDialog(m_connector.server().toString(), SignInDialog::Address::Fixed, &m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &SignInDialog::signInRequested, this, [this](const QUrl& /*server*/, const QByteArray& token) {
        m_trying = true;
        m_connector.signIn(token);
    });
    m_dialog->open();
    if (m_connector.state() == ConnectionState::Refused)
        m_dialog->fail(outcome(m_connector));
}

void SignIn::follow(ConnectionState state)
{
    const bool tried = m_trying && state != ConnectionState::Connecting;
    if (tried)
        m_trying = false;
    if (m_dialog && state == ConnectionState::Online)
        m_dialog->accept();
    else if (m_dialog && tried)
        m_dialog->fail(outcome(m_connector));
}

} // namespace tandem::ui
