#pragma once

#include <QObject>

namespace tandem::ui {

class Connector;
class TicketColumn;

// Takes a reply that is being written to the desk to be checked, and what was found back to it. Without an answer the reply stays
// unmarked: the check advises. UI thread.
class ReplyChecker : public QObject {
    Q_OBJECT

public:
    // Both outlive the checker.
    ReplyChecker(Connector& connector, TicketColumn& column, QObject* parent = nullptr);
};

} // namespace tandem::ui
