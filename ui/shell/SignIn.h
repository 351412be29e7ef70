#pragma once

#include "ui/connector/RemoteConnector.h"

#include <QObject>
#include <QPointer>
#include <QWidget>

#include <memory>

namespace tandem::ui {

class SignInDialog;

// Asks for address and token until a desk takes them; the connector is Online then. nullptr: the person gave up. `why`: what was
// wrong before, "" = nothing. Runs an event loop of its own. UI thread.
std::unique_ptr<RemoteConnector> signIn(const QString& server, const QString& why);

// While the console works: asks for another token when the person wants to give one. It never opens by itself, under fingers that
// type; the window's strip offers it. What is on screen and what was written stay. UI thread; `connector` and `window` outlive
// it.
class SignIn : public QObject {
    Q_OBJECT

public:
    SignIn(RemoteConnector& connector, QWidget& window);

    // Opens the dialog over the window, unless it is open.
    void ask();

private:
    void follow(ConnectionState state);

    RemoteConnector& m_connector;
    QWidget& m_window;
    QPointer<SignInDialog> m_dialog;
    bool m_trying = false; // with what was entered in the dialog
};

} // namespace tandem::ui
