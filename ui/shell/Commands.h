#pragma once

#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <span>

class QShortcut;
class QWidget;

namespace tandem::ui {

enum class Command : std::uint8_t {
    Palette,
    NextTicket,
    PreviousTicket,
    Reply,
    Note,
    AssignToMe,
    Resolve,
    ResolveAndLearn,
    NextSentence,
    PreviousSentence,
    OpenEvidence,
    Approve,
    Reject,
    CopyNumber,
    NextColumn,
    PreviousColumn,
    GoToInbox,
    GoToApprovals,
    GoToLibrary,
    SearchLibrary,
    ShowOutbox,
    SwitchAppearance,
    LargerText,
    SmallerText,
    CheatSheet,
};

struct CommandInfo {
    Command command;
    const char* text; // untranslated; Commands::text() gives it in the user's language
    const char* keys; // portable text, "" = palette only
    const char* icon;
};

// Everything the keyboard can do in the window: the one table behind shortcuts, palette and cheat sheet. Single letters do not
// fire while a text field has the focus, because text fields take them first. UI thread.
class Commands : public QObject {
    Q_OBJECT

public:
    explicit Commands(QWidget* window);

    static std::span<const CommandInfo> all();
    static QString text(const CommandInfo& info);
    static QKeySequence keys(Command command);

    // What a command does; the last one set counts.
    void on(Command command, const std::function<void()>& action);
    void run(Command command) const;
    // Single letters and the like are off while something else, such as the palette, has the window.
    void setEnabled(bool enabled);
    void setEnabled(Command command, bool enabled); // until all are

private:
    QHash<Command, std::function<void()>> m_actions;
    QHash<Command, QShortcut*> m_shortcuts;
};

} // namespace tandem::ui
