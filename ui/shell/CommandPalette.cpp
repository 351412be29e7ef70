#include "ui/shell/CommandPalette.h"

#include "ui/conversation/PlainText.h"
#include "ui/shell/PaletteList.h"
#include "ui/widgets/Strings.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int wide = 640;
constexpr int top = 112;
constexpr int fieldHeight = 48;
constexpr int mostRows = 10;
constexpr int mostCommands = 6;
constexpr int searchPause = 80; // ms

} // namespace

CommandPalette::CommandPalette(QWidget* window, Connector& connector, const Commands& commands)
    : Overlay(window)
    , m_connector(connector)
    , m_commands(commands)
    , m_field(new QLineEdit(panel()))
    , m_list(new PaletteList(panel()))
{
    auto* column = new QVBoxLayout(panel());
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_field->setFrame(false);
    m_field->setPlaceholderText(tr("Search tickets, or type a command"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->setFixedHeight(fieldHeight);
    m_field->setTextMargins(16, 0, 16, 0);
    m_field->installEventFilter(this);
    m_list->setMinimumHeight(1);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    m_pause.setSingleShot(true);
    m_pause.setInterval(searchPause);
    connect(&m_pause, &QTimer::timeout, this, &CommandPalette::searchTickets);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::typed);
    connect(m_list, &PaletteList::chosen, this, &CommandPalette::choose);
    connect(this, &Overlay::opened, this, [this] {
        m_field->clear();
        m_field->setFocus();
        typed();
    });
}

QRect CommandPalette::panelRect(const QSize& window) const
{
    const int width = std::min(wide, window.width() - 48);
    const int height = fieldHeight + m_list->wantedHeight();
    const int y = std::min(top, window.height() / 8);
    return {(window.width() - width) / 2, y, width, std::min(height, window.height() - y - 24)};
}

void CommandPalette::typed()
{
    ++m_search;
    m_shownTickets.clear();
    showCommands();
    m_pause.start();
}

void CommandPalette::showCommands()
{
    const QString text = m_field->text().trimmed();
    const bool ticketsOnly = text.startsWith(u'#');
    const QString words = text.startsWith(u'>') ? text.mid(1).trimmed() : text;
    m_shownCommands.clear();
    std::vector<PaletteList::Row> rows;
    for (const CommandInfo& info : Commands::all()) {
        const QString name = Commands::text(info);
        const bool wanted = !ticketsOnly && info.command != Command::Palette && name.contains(words, Qt::CaseInsensitive);
        if (!wanted || (rows.size() == mostCommands && !text.startsWith(u'>')))
            continue;
        m_shownCommands.push_back(info.command);
        rows.push_back(
            {QString::fromLatin1(info.icon), name, {}, Commands::keys(info.command).toString(QKeySequence::NativeText)});
    }
    for (const TicketSummary& ticket : m_shownTickets) {
        rows.push_back({QStringLiteral("mail"), shownLine(ticket.subject),
            QStringLiteral("#%1 · %2").arg(ticket.number).arg(isolatedWords(shownLine(ticket.customerName))), {}});
    }
    if (rows.size() > mostRows)
        rows.resize(mostRows);
    m_list->setRows(std::move(rows), words, tr("Nothing is called like this."));
    place();
    update();
}

void CommandPalette::searchTickets()
{
    QString const words = m_field->text().trimmed();
    if (words.isEmpty() || words.startsWith(u'>'))
        return;
    InboxQuery query;
    query.view = InboxView::All;
    query.order = InboxOrder::Newest;
    query.text = words.toStdString();
    query.limit = mostRows;
    m_connector.ask(
        this, [query, actor = m_connector.actor()](Desk& desk) { return desk.inbox.page(actor, query); },
        [this, search = m_search](Result<InboxPage> page) {
            if (search != m_search || !page)
                return;
            m_shownTickets = std::move(page->tickets);
            showCommands();
        });
}

void CommandPalette::choose(int row)
{
    const auto index = static_cast<std::size_t>(row);
    if (index < m_shownCommands.size()) {
        const Command command = m_shownCommands[index];
        dismiss();
        m_commands.run(command);
    } else if (index - m_shownCommands.size() < m_shownTickets.size()) {
        const TicketId id = m_shownTickets[index - m_shownCommands.size()].id;
        dismiss();
        Q_EMIT ticketChosen(id);
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<const QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Down: m_list->move(1); return true;
        case Qt::Key_Up: m_list->move(-1); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(m_list->selected()); return true;
        case Qt::Key_Escape: dismiss(); return true;
        default: break;
        }
    }
    return Overlay::eventFilter(watched, event);
}

} // namespace tandem::ui
