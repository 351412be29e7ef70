#pragma once

#include "ui/connector/Connector.h"

#include <QWidget>

namespace tandem::ui {

class Banner;

// What is wrong with the way to the desk, and what waits because of it, above the screens. Hidden while all is well.
class ConnectionStrip : public QWidget {
    Q_OBJECT

public:
    explicit ConnectionStrip(QWidget* parent = nullptr);

    // Messages that have not arrived.
    struct Counts {
        int waiting = 0; // go out by themselves
        int refused = 0;
        int ofAnother = 0; // written under another sign-in
    };

    // `place`: the desk's.
    void follow(ConnectionState state, const QString& place, const Counts& counts);

Q_SIGNALS:
    void outboxWanted();
    void signInWanted();

private:
    void sayOffline(const QString& place, int waiting);

    Banner* m_offline;
    Banner* m_refusedToken;
    Banner* m_refused;
    Banner* m_ofAnother;
};

} // namespace tandem::ui
