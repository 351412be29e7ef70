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

    // `place`: the desk's. `waiting`: messages that go out by themselves; `refused`: those that the person must look at.
    void follow(ConnectionState state, const QString& place, int waiting, int refused);

Q_SIGNALS:
    void outboxWanted();
    void signInWanted();

private:
    void sayOffline(const QString& place, int waiting);

    Banner* m_offline;
    Banner* m_refusedToken;
    Banner* m_refused;
};

} // namespace tandem::ui
