#include "ui/shell/InboxPage.h"

#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/conversation/TicketHeader.h"
#include "ui/conversation/Words.h"
#include "ui/customer/EvidencePage.h"
#include "ui/customer/SidePanel.h"
#include "ui/inbox/ListHeader.h"
#include "ui/inbox/TicketListView.h"
#include "ui/inbox/ViewsColumn.h"
#include "ui/models/InboxCountsModel.h"
#include "ui/shell/ExplanationLoader.h"
#include "ui/shell/InboxColumns.h"
#include "ui/shell/ReplyChecker.h"
#include "ui/shell/TicketActions.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <array>

namespace tandem::ui {

namespace {

constexpr int ticketPause = 80; // ms

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
    connect(&m_connector, &Connector::draftWritten, this, &InboxPage::follow);
    connect(&m_connector, &Connector::resynchronised, this, [this] { loadTicket(); });
    m_views->setView(m_query.view);
    m_title = viewTitle(m_query.view);
    showList();
}

void InboxPage::build()
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
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
    m_listColumn->setFocusProxy(m_list);
    m_ticket = new TicketColumn(m_connector.actor().id, systemNow);
    m_side = new SidePanel;
    new ExplanationLoader(m_connector, m_side->evidence().reading(), this);
    new ReplyChecker(m_connector, *m_ticket, this);
    m_columns = new InboxColumns({m_views, m_listColumn, m_ticket, m_side});
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
        if (id != m_open)
            choose(id);
    });
    connectActions();
    connect(m_list, &TicketListView::rowPressed, this, [this] { m_columns->bring(InboxColumns::Column::Conversation); });
    connect(m_columns, &InboxColumns::arranged, this, &InboxPage::followColumns);
    connectSide();
    followColumns();
}

void InboxPage::connectSide()
{
    connect(m_ticket, &TicketColumn::sourceShown, m_side, &SidePanel::setSentence);
    connect(m_ticket, &TicketColumn::sourceOpened, this, [this](int sentence) {
        m_columns->bring(InboxColumns::Column::Side);
        m_side->open(SidePanel::Page::Evidence);
        m_side->setSentence(sentence);
    });
    connect(m_ticket, &TicketColumn::detailsRequested, m_columns, &InboxColumns::toggleSide);
    connect(m_ticket, &TicketColumn::backRequested, this, [this] {
        m_columns->bring(InboxColumns::Column::List);
        m_list->setFocus(Qt::OtherFocusReason);
    });
    connect(&m_ticket->header(), &TicketHeader::groupRequested, this, &InboxPage::showGroup);
    connect(m_ticket, &TicketColumn::ticketLate, m_side, &SidePanel::clear);
    connect(m_ticket, &TicketColumn::retryRequested, this, &InboxPage::loadTicket);
    connect(m_side, &SidePanel::closeRequested, m_columns, &InboxColumns::toggleSide);
    connect(m_side, &SidePanel::ticketRequested, this, &InboxPage::open);
    connect(m_side, &SidePanel::sentenceRequested, m_ticket, &TicketColumn::selectSentence);
    connect(m_side, &SidePanel::articleRequested, this, &InboxPage::articleWanted);
}

void InboxPage::connectActions()
{
    connect(m_ticket, &TicketColumn::replyRequested, this,
        [this](const Reply& reply) { m_actions->reply(m_ticket->ticket(), reply); });
    connect(m_ticket, &TicketColumn::noteRequested, this,
        [this](const QString& text, const QString& key) { m_actions->note(m_ticket->ticket(), text, key); });
    connect(m_ticket, &TicketColumn::assignRequested, this, [this](bool toMe) { m_actions->assign(m_ticket->ticket(), toMe); });
    connect(
        m_ticket, &TicketColumn::resolveRequested, this, [this](Learn learn) { m_actions->resolve(m_ticket->ticket(), learn); });
    connect(m_ticket, &TicketColumn::reopenRequested, this, [this] { m_actions->reopen(m_ticket->ticket()); });
    connect(&m_ticket->header(), &TicketHeader::categoryRequested, this,
        [this](Category category) { m_actions->setCategory(m_ticket->ticket(), category); });
    connect(m_ticket, &TicketColumn::draftRejected, this,
        [this](const DraftId& draft) { m_actions->rejectDraft(m_ticket->ticket(), draft); });
    connect(m_ticket, &TicketColumn::approveRequested, this, [this](const ApprovalId& id) { m_actions->approve(id); });
    connect(m_ticket, &TicketColumn::rejectRequested, this,
        [this](const ApprovalId& id, const QString& reason) { m_actions->reject(id, reason); });
    connect(m_ticket, &TicketColumn::problem, this, &InboxPage::problem);
    connect(m_actions, &TicketActions::sent, m_ticket, &TicketColumn::sent);
    connect(m_actions, &TicketActions::notSent, m_ticket, &TicketColumn::notSent);
    connect(m_actions, &TicketActions::done, this, &InboxPage::loadTicket);
}

// What is chosen is what is shown, or else nothing can be done to a ticket.
const TicketView* InboxPage::shown() const
{
    return !m_open.empty() && m_ticket->ticket() == m_open ? &m_ticket->view() : nullptr;
}

void InboxPage::choose(const TicketId& id)
{
    m_open = id;
    m_ticket->expect(id);
    m_connector.watchDraft(id);
    loadTicket();
}

void InboxPage::assignToMe()
{
    if (shown() != nullptr)
        m_actions->assign(m_open, true);
}

void InboxPage::resolve(Learn learn)
{
    if (shown() != nullptr)
        m_actions->resolve(m_open, learn);
}

void InboxPage::showGroup(const GroupId& group)
{
    m_query = {};
    m_query.view = InboxView::All;
    m_query.order = InboxOrder::Newest;
    m_query.group = group;
    m_views->setView(m_query.view);
    m_columns->bring(InboxColumns::Column::List);
    showView(tr("Similar tickets"));
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
    m_columns->bring(InboxColumns::Column::Conversation);
    if (id == m_open)
        loadTicket();
    else
        m_list->select(id);
}

void InboxPage::loadTicket()
{
    if (m_open.empty())
        return;
    m_ticketReload.stop();
    using Seen = std::pair<Result<TicketView>, Status>;
    m_connector.ask(
        this,
        [actor = m_connector.actor(), id = m_open](Desk& desk) {
            auto view = desk.conversations.ticket(actor, id);
            const Status seen = view ? desk.conversations.markSeen(actor, id) : Status();
            return Seen(std::move(view), seen);
        },
        [this, id = m_open, load = ++m_loads](const Seen& seen) { answer(load, id, seen.first, seen.second); });
}

void InboxPage::answer(std::uint64_t load, const TicketId& id, const Result<TicketView>& view, const Status& seen)
{
    if (id != m_open || load < m_answered)
        return; // another one was opened meanwhile, or a newer state is shown
    m_answered = load;
    if (view)
        take(*view, seen.has_value());
    else if (shown() != nullptr)
        Q_EMIT problem(tr("The ticket cannot be shown: %1").arg(qt(view.error().message)));
    else
        m_ticket->cannotShow(qt(view.error().message));
}

void InboxPage::take(const TicketView& view, bool seen)
{
    const bool mayDecide = m_connector.actor().role == Role::Supervisor || m_connector.actor().role == Role::Admin;
    m_ticket->setActor(m_connector.actor().id, mayDecide ? QString() : tr("A supervisor decides this."));
    m_ticket->setTicket(view);
    const auto row = m_list->model().indexOf(view.ticket.id);
    if (seen && row && m_list->model().ticket(*row)->unread)
        m_list->reread();
    m_side->setTicket(view);
}

void InboxPage::hear(const Change& change)
{
    if (!m_open.empty() && change.ticket == m_open && !m_ticketReload.isActive())
        m_ticketReload.start();
}

void InboxPage::follow(const DraftNews& news)
{
    if (news.ticket != m_open)
        return;
    m_ticket->showWriting(news);
    if (news.stage == DraftStage::Ended && news.draft != 0 && !m_ticketReload.isActive())
        m_ticketReload.start();
}

QWidget& InboxPage::thread() const
{
    return m_ticket->thread();
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

bool InboxPage::copyNumber()
{
    const TicketView* view = shown();
    if (view == nullptr)
        return false;
    QGuiApplication::clipboard()->setText(QStringLiteral("#%1").arg(view->ticket.number));
    return true;
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
        if (QWidget* stop = InboxColumns::firstStop(*column)) {
            stop->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

// Where the views have no column, the list's title opens a menu of them.
void InboxPage::followColumns()
{
    m_header->setViewsMenu(m_columns->hasViews() ? nullptr : &m_views->menu());
    m_side->setClosable(m_columns->sideLiesOver());
    m_ticket->setWays(m_columns->hidesList(), !m_side->isVisibleTo(this) || m_columns->sideLiesOver());
}

void InboxPage::press(TicketKey key)
{
    if (m_open.empty())
        return;
    m_columns->bring(InboxColumns::Column::Conversation);
    m_ticket->press(key);
}

} // namespace tandem::ui
