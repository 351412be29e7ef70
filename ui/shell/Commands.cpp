#include "ui/shell/Commands.h"

#include <QCoreApplication>
#include <QShortcut>
#include <QWidget>

#include <array>

namespace tandem::ui {

namespace {

constexpr auto commands = std::to_array<CommandInfo>({
    {Command::Palette, QT_TRANSLATE_NOOP("Commands", "Search and commands"), "Ctrl+K", "search"},
    {Command::NextTicket, QT_TRANSLATE_NOOP("Commands", "Next ticket"), "J", "chevron-down"},
    {Command::PreviousTicket, QT_TRANSLATE_NOOP("Commands", "Previous ticket"), "K", "chevron-down"},
    {Command::Reply, QT_TRANSLATE_NOOP("Commands", "Reply"), "R", "mail"},
    {Command::Note, QT_TRANSLATE_NOOP("Commands", "Internal note"), "N", "note"},
    {Command::AssignToMe, QT_TRANSLATE_NOOP("Commands", "Assign to me"), "A", "user-plus"},
    {Command::Resolve, QT_TRANSLATE_NOOP("Commands", "Resolve"), "E", "check"},
    {Command::ResolveAndLearn, QT_TRANSLATE_NOOP("Commands", "Resolve and learn from the answer"), "Shift+E", "book"},
    {Command::NextSentence, QT_TRANSLATE_NOOP("Commands", "Next sentence of the draft"), "]", "chevron-right"},
    {Command::PreviousSentence, QT_TRANSLATE_NOOP("Commands", "Previous sentence of the draft"), "[", "chevron-left"},
    {Command::OpenEvidence, QT_TRANSLATE_NOOP("Commands", "Open the sentence's source"), "Return", "file"},
    {Command::Approve, QT_TRANSLATE_NOOP("Commands", "Approve the card"), "Y", "stamp"},
    {Command::Reject, QT_TRANSLATE_NOOP("Commands", "Reject the card"), "X", "x"},
    {Command::CopyNumber, QT_TRANSLATE_NOOP("Commands", "Copy the ticket's number"), "Ctrl+Shift+.", "hash"},
    {Command::NextColumn, QT_TRANSLATE_NOOP("Commands", "Next column"), "F6", "panel"},
    {Command::PreviousColumn, QT_TRANSLATE_NOOP("Commands", "Previous column"), "Shift+F6", "panel"},
    {Command::GoToInbox, QT_TRANSLATE_NOOP("Commands", "Go to the inbox"), "", "inbox"},
    {Command::GoToApprovals, QT_TRANSLATE_NOOP("Commands", "Go to approvals"), "", "stamp"},
    {Command::GoToLibrary, QT_TRANSLATE_NOOP("Commands", "Go to the library"), "", "book"},
    {Command::SearchLibrary, QT_TRANSLATE_NOOP("Commands", "Search the library"), "/", "search"},
    {Command::ShowOutbox, QT_TRANSLATE_NOOP("Commands", "Show outbox"), "", "send"},
    {Command::SwitchAppearance, QT_TRANSLATE_NOOP("Commands", "Switch between light and dark"), "", "moon"},
    {Command::LargerText, QT_TRANSLATE_NOOP("Commands", "Larger text"), "Ctrl++", "plus"},
    {Command::SmallerText, QT_TRANSLATE_NOOP("Commands", "Smaller text"), "Ctrl+-", "plus"},
    {Command::CheatSheet, QT_TRANSLATE_NOOP("Commands", "All keys"), "?", "help"},
});

const CommandInfo& infoOf(Command command)
{
    for (const CommandInfo& info : commands) {
        if (info.command == command)
            return info;
    }
    Q_UNREACHABLE();
}

} // namespace

Commands::Commands(QWidget* window)
    : QObject(window)
{
    for (const CommandInfo& info : commands) {
        const QKeySequence keys = Commands::keys(info.command);
        if (keys.isEmpty())
            continue;
        auto* shortcut = new QShortcut(keys, window);
        connect(shortcut, &QShortcut::activated, this, [this, command = info.command] { run(command); });
        m_shortcuts.insert(info.command, shortcut);
    }
}

std::span<const CommandInfo> Commands::all()
{
    return commands;
}

QString Commands::text(const CommandInfo& info)
{
    return QCoreApplication::translate("Commands", info.text);
}

QKeySequence Commands::keys(Command command)
{
    return QKeySequence::fromString(QString::fromLatin1(infoOf(command).keys), QKeySequence::PortableText);
}

void Commands::on(Command command, const std::function<void()>& action)
{
    m_actions.insert(command, action);
}

void Commands::run(Command command) const
{
    if (const auto action = m_actions.value(command))
        action();
}

void Commands::setEnabled(Command command, bool enabled)
{
    if (QShortcut* shortcut = m_shortcuts.value(command))
        shortcut->setEnabled(enabled);
}

void Commands::setEnabled(bool enabled)
{
    for (QShortcut* shortcut : std::as_const(m_shortcuts))
        shortcut->setEnabled(enabled);
}

} // namespace tandem::ui
