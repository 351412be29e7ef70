#pragma once

#include "desk/Inbox.h"
#include "ui/connector/Connector.h"
#include "ui/shell/Commands.h"
#include "ui/shell/Overlay.h"

#include <QTimer>

#include <vector>

class QLineEdit;

namespace tandem::ui {

class PaletteList;

// Ctrl+K: one field for commands and tickets. What is typed is looked for in the commands' names and in all tickets; "#" leaves
// the commands out, ">" the tickets.
class CommandPalette final : public Overlay {
    Q_OBJECT

public:
    CommandPalette(QWidget* window, Connector& connector, const Commands& commands);

Q_SIGNALS:
    void ticketChosen(const tandem::TicketId& id);

protected:
    [[nodiscard]] QRect panelRect(const QSize& window) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void typed();
    void showCommands();
    void searchTickets();
    void choose(int row);

    Connector& m_connector;
    const Commands& m_commands;
    QLineEdit* m_field;
    PaletteList* m_list;
    QTimer m_pause; // between typing and searching
    int m_search = 0; // counts searches: a late answer to an old one is dropped
    std::vector<Command> m_shownCommands;
    std::vector<TicketSummary> m_shownTickets;
};

} // namespace tandem::ui
