#include "ui/shell/InboxPage.h"

#include "ui/conversation/TicketColumn.h"
#include "ui/conversation/Words.h"
#include "ui/customer/SidePanel.h"
#include "ui/inbox/ListHeader.h"
#include "ui/inbox/TicketListView.h"
#include "ui/inbox/ViewsColumn.h"
#include "ui/models/InboxCountsModel.h"
#include "ui/shell/TicketActions.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <array>

namespace tandem::ui {

namespace {

constexpr int ticketPause = 80; // ms
// Widths of the window's inside, without the rail, under which columns go.
constexpr int withoutSide = 1280 - sizes::rail;
constexpr int withoutViews = 1080 - sizes::rail;
constexpr int oneOfTwo = 960 - sizes::rail;

TimePoint systemNow()
{
    return SystemClock().now();
}

QString viewTitle(InboxView view)
{
    switch (view) {
    case InboxView::Mine: return InboxPage::tr("Mine");
    case InboxView::Unassigned: return InboxPage::tr("Unassigned");
    case InboxView::AllOpen: return InboxPage::tr("All open");
    case InboxView::Approvals: return InboxPage::tr("Approvals");
    case InboxView::Escalated: return InboxPage::tr("Escalated");
    case InboxView::Resolved: return InboxPage::tr("Resolved");
    case InboxView::All: break;
    }
    return InboxPage::tr("All");
}

} // namespace

InboxPage::InboxPage(Connector& connector, TicketActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_connector(connector)
    , m_actions(&actions)
{
    build();
    connectColumns();
    m_ticketReload.setSingleShot(true);
    m_ticketReload.setInterval(ticketPause);
    connect(&m_ticketReload, &QTimer::timeout, this, &InboxPage::loadTicket);
    connect(&m_connector, &Connector::changed, this, &InboxPage::hear);
    connect(&m_connector, &Connector::resynchronised, this, [this] { loadTicket(); });
    m_views->setView(m_query.view);
    m_title = viewTitle(m_query.view);
    showList();
}

void InboxPage::build()
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    m_columns = new QSplitter(Qt::Horizontal);
    m_columns->setChildrenCollapsible(false);
    m_counts = new InboxCountsModel(m_connector, this);
    connect(m_counts, &InboxCountsModel::changed, this, [this] { Q_EMIT countsChanged(m_counts->counts()); });
    m_views = new ViewsColumn(*m_counts);
    m_listColumn = new Surface(Surface::Fill::Surface);
    auto* list = new QVBoxLayout(m_listColumn);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(0);
    m_header = new ListHeader;
    m_list = new TicketListView(m_connector);
    list->addWidget(m_header);
    list->addWidget(m_list, 1);
    m_ticket = new TicketColumn(m_connector.actor().id, systemNow);
    m_side = new SidePanel;
    m_views->setMinimumWidth(160);
    m_views->setMaximumWidth(260);
    m_listColumn->setMinimumWidth(280);
    m_listColumn->setMaximumWidth(440);
    m_ticket->setMinimumWidth(400);
    m_side->setMinimumWidth(280);
    m_side->setMaximumWidth(400);
    for (QWidget* column :
        {static_cast<QWidget*>(m_views), m_listColumn, static_cast<QWidget*>(m_ticket), static_cast<QWidget*>(m_side)})
        m_columns->addWidget(column);
    m_columns->setStretchFactor(2, 1);
    m_columns->setSizes({sizes::viewsColumn, sizes::listColumn, 560, sizes::sidePanel});
    row->addWidget(m_columns);
}

void InboxPage::connectColumns()
{
    connect(m_views, &ViewsColumn::viewChosen, this, [this](InboxView view) {
        m_query = {};
        m_query.view = view;
        showView(viewTitle(view));
    });
    connect(m_views, &ViewsColumn::teamChosen, this, [this](const QString& team) {
        m_query = {};
        m_query.team = utf8(team);
        showView(team);
    });
    connect(m_views, &ViewsColumn::searchRequested, this, &InboxPage::paletteWanted);
    connect(m_header, &ListHeader::orderChosen, this, [this](InboxOrder order) {
        m_query.order = order;
        showList();
    });
    connect(m_header, &ListHeader::textChanged, this, [this](const QString& text) {
        m_query.text = utf8(text);
        showList();
    });
    connect(m_list, &TicketListView::totalChanged, m_header, &ListHeader::setTotal);
    connect(&m_list->model(), &TicketListModel::changed, this, [this] {
        if (m_open.empty() && m_list->model().ticket(0) != nullptr)
            m_list->selectRow(0); // the console opens on work, not on an empty column
    });
    connect(m_list, &TicketListView::ticketActivated, this, [this](const TicketId& id) {
        if (id != m_open) // else it comes from open() itself
            open(id);
    });
    connectActions();
    connect(m_ticket, &TicketColumn::sourceShown, m_side, &SidePanel::setSentence);
    connect(m_ticket, &TicketColumn::sourceOpened, this, [this](int sentence) {
        m_side->show();
        m_side->open(SidePanel::Page::Evidence);
        m_side->setSentence(sentence);
    });
    connect(m_side, &SidePanel::ticketRequested, this, &InboxPage::open);
}

void InboxPage::connectActions()
{
    connect(m_ticket, &TicketColumn::replyRequested, this, [this](const Reply& reply) { m_actions->reply(m_open, reply); });
    connect(m_ticket, &TicketColumn::noteRequested, this,
        [this](const QString& text, const QString& key) { m_actions->note(m_open, text, key); });
    connect(m_ticket, &TicketColumn::assignRequested, this, [this](bool toMe) { m_actions->assign(m_open, toMe); });
    connect(m_ticket, &TicketColumn::resolveRequested, this, &InboxPage::resolve);
    connect(m_ticket, &TicketColumn::reopenRequested, this, [this] { m_actions->reopen(m_open); });
    connect(m_ticket, &TicketColumn::approveRequested, this, [this](const ApprovalId& id) { m_actions->approve(id); });
    connect(m_ticket, &TicketColumn::rejectRequested, this,
        [this](const ApprovalId& id, const QString& reason) { m_actions->reject(id, reason); });
    connect(m_actions, &TicketActions::sent, m_ticket, &TicketColumn::sent);
    connect(m_actions, &TicketActions::notSent, m_ticket, &TicketColumn::notSent);
    connect(m_actions, &TicketActions::done, this, &InboxPage::loadTicket);
}

void InboxPage::assignToMe()
{
    if (!m_open.empty())
        m_actions->assign(m_open, true);
}

void InboxPage::resolve(Learn learn)
{
    if (!m_open.empty())
        m_actions->resolve(m_open, learn);
}

void InboxPage::showView(const QString& title)
{
    m_title = title;
    m_header->closeFilter();
    m_header->setOrder(m_query.order);
    showList();
}

void InboxPage::showList()
{
    m_header->setTitle(m_title);
    m_list->setQuery(m_query);
}

void InboxPage::setWorkspace(const QString& name)
{
    m_views->setWorkspace(name);
}

void InboxPage::open(const TicketId& id)
{
    if (id.empty())
        return;
    m_open = id;
    m_list->select(id);
    loadTicket();
}

void InboxPage::loadTicket()
{
    if (m_open.empty())
        return;
    using Seen = std::pair<Result<TicketView>, Status>;
    m_connector.ask(
        this,
        [actor = m_connector.actor(), id = m_open](Desk& desk) {
            auto view = desk.conversations.ticket(actor, id);
            const Status seen = view ? desk.conversations.markSeen(actor, id) : Status();
            return Seen(std::move(view), seen);
        },
        [this, id = m_open](Seen seen) {
            if (id != m_open)
                return; // another one was opened meanwhile
            if (!seen.first) {
                Q_EMIT problem(tr("The ticket cannot be shown: %1").arg(qt(seen.first.error().message)));
                return;
            }
            take(std::move(*seen.first));
        });
}

void InboxPage::take(TicketView view)
{
    const bool mayDecide = m_connector.actor().role == Role::Supervisor || m_connector.actor().role == Role::Admin;
    m_ticket->setActor(m_connector.actor().id, mayDecide ? QString() : tr("A supervisor decides this."));
    m_ticket->setTicket(view);
    const auto row = m_list->model().indexOf(view.ticket.id);
    if (row && m_list->model().ticket(*row)->unread)
        m_list->reread();
    m_side->setTicket(view);
    m_view = std::move(view);
}

void InboxPage::hear(const Change& change)
{
    if (!m_open.empty() && change.ticket == m_open && !m_ticketReload.isActive())
        m_ticketReload.start();
}

void InboxPage::focusList()
{
    m_list->setFocus();
}

void InboxPage::selectNext()
{
    m_list->selectNext();
}

void InboxPage::selectPrevious()
{
    m_list->selectPrevious();
}

void InboxPage::copyNumber()
{
    if (!m_view)
        return;
    QGuiApplication::clipboard()->setText(QStringLiteral("#%1").arg(m_view->ticket.number));
}

void InboxPage::moveFocus(int by)
{
    const std::array<QWidget*, 4> columns{m_views, m_list, m_ticket, m_side};
    int at = 0;
    for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
        const QWidget* column = columns[static_cast<std::size_t>(i)];
        if (column->hasFocus() || column->isAncestorOf(focusWidget()))
            at = i;
    }
    for (int step = 0; step < static_cast<int>(columns.size()); ++step) {
        at = (at + by + static_cast<int>(columns.size())) % static_cast<int>(columns.size());
        QWidget* column = columns[static_cast<std::size_t>(at)];
        if (!column->isVisible())
            continue;
        if (column->focusPolicy() != Qt::NoFocus) {
            column->setFocus(Qt::TabFocusReason);
            return;
        }
        for (QWidget* child : column->findChildren<QWidget*>()) {
            if (child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus) != 0) {
                child->setFocus(Qt::TabFocusReason);
                return;
            }
        }
    }
}

void InboxPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    adapt();
}

void InboxPage::adapt()
{
    m_side->setVisible(m_sidePinned && width() >= withoutSide);
    m_views->setVisible(width() >= withoutViews);
    m_listColumn->setVisible(width() >= oneOfTwo || m_open.empty());
}

} // namespace tandem::ui
