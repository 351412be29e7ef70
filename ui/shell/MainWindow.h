#pragma once

#include "ui/connector/Connector.h"
#include "ui/shell/PendingReplies.h"
#include "ui/shell/Rail.h"
#include "ui/theme/Theme.h"

#include <QTimer>
#include <QWidget>

class QStackedWidget;

namespace tandem::ui {

class ApprovalsPage;
class CheatSheet;
class CommandPalette;
class DocumentReader;
class Commands;
class ConnectionStrip;
class InboxPage;
class LatencyMeter;
class LibraryPage;
class OutboxPanel;
class StatusBar;
class TicketActions;
class Toast;

// The console's window: rail, screens, status bar, and what lies over them. UI thread; the references outlive it.
class MainWindow : public QWidget {
    Q_OBJECT

public:
    // `pendingFile`: where replies that cannot be sent yet are kept.
    MainWindow(Connector& connector, Theme& theme, const QString& pendingFile);

    void goTo(Screen screen);
    [[nodiscard]] Screen screen() const { return m_screen; }
    void openTicket(const TicketId& id);
    // The desk's name at the head of the views.
    void setWorkspace(const QString& name);
    // A word on what goes on in the background: "Importing the demo, 12 of 40". "" = nothing.
    void sayProgress(const QString& text);

Q_SIGNALS:
    // The person wants to give the desk another token.
    void signInWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void build(const QString& unpublishedFile);
    void connectPages();
    void connectOutbox();
    void connectCommands();
    void connectColumnCommands();
    void showConnection();
    void loadHealth();
    void moveSelection(int by);
    void switchAppearance();
    void scaleText(double by);
    void showSaved();

    Connector& m_connector;
    Theme& m_theme;
    PendingReplies m_pending;
    Screen m_screen = Screen::Inbox;
    Rail* m_rail = nullptr;
    ConnectionStrip* m_connection = nullptr;
    QStackedWidget* m_pages = nullptr;
    TicketActions* m_actions = nullptr;
    InboxPage* m_inbox = nullptr;
    ApprovalsPage* m_approvals = nullptr;
    LibraryPage* m_library = nullptr;
    StatusBar* m_status = nullptr;
    Toast* m_toast = nullptr;
    Commands* m_commands = nullptr;
    CommandPalette* m_palette = nullptr;
    CheatSheet* m_cheatSheet = nullptr;
    OutboxPanel* m_outbox = nullptr;
    DocumentReader* m_reader = nullptr;
    LatencyMeter* m_latency = nullptr;
    QTimer m_healthTimer;
    bool m_healthAsked = false; // a question is out
    QTimer m_decisionsTimer;
    QString m_progress;
};

} // namespace tandem::ui
