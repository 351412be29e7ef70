#include "ui/approvals/ApprovalsPage.h"

#include "ui/approvals/ApprovalDetails.h"
#include "ui/approvals/ApprovalFacts.h"
#include "ui/approvals/ApprovalRows.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/Words.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/CardList.h"
#include "ui/widgets/ColumnHeader.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/SlaClock.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <utility>

namespace tandem::ui {

namespace {

constexpr int listWidth = 300;
constexpr int sideWidth = 320;
constexpr int mostCards = 200;
constexpr int clockPause = 30000; // ms
constexpr std::chrono::hours soon{4};

QScrollArea* scrolling(QWidget* content)
{
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    // The column's own surface shows through.
    content->setAutoFillBackground(false);
    area->viewport()->setAutoFillBackground(false);
    return area;
}

} // namespace

ApprovalsPage::ApprovalsPage(Connector& connector, QWidget* parent)
    : QWidget(parent)
    , m_connector(connector)
{
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(makeList());
    columns->addWidget(makeCard(), 1);
    columns->addWidget(makeSide());
    connect(&m_clock, &QTimer::timeout, this, &ApprovalsPage::reload);
    m_clock.start(clockPause);
    show(QString());
}

QWidget* ApprovalsPage::makeList()
{
    auto* column = new Surface(Surface::Fill::Surface, Qt::RightEdge);
    column->setFixedWidth(listWidth);
    auto* rows = new QVBoxLayout(column);
    rows->setContentsMargins(0, 0, 1, 0);
    rows->setSpacing(0);
    auto* header = new ColumnHeader;
    auto* title = new TextLabel(TextRole::RowStrong);
    title->setText(tr("Approvals"));
    m_count = new TextLabel(TextRole::Row, Ink::Text3);
    header->row().addWidget(title);
    header->row().addWidget(m_count);
    header->row().addStretch(1);
    m_list = new CardList;
    m_list->setAccessibleName(tr("Approvals"));
    connect(m_list, &CardList::chosen, this, &ApprovalsPage::show);
    rows->addWidget(header);
    rows->addWidget(m_list, 1);
    return column;
}

QWidget* ApprovalsPage::makeCard()
{
    auto* column = new Surface(Surface::Fill::Base);
    auto* rows = new QVBoxLayout(column);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto* header = new ColumnHeader;
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    m_title = new TextLabel(TextRole::Title);
    m_meta = new TextLabel(TextRole::Meta, Ink::Text3);
    names->addStretch(1);
    names->addWidget(m_title);
    names->addWidget(m_meta);
    names->addStretch(1);
    m_expiry = new TextLabel(TextRole::Row, Ink::Warn);
    m_openTicket = new Button(tr("Open ticket"), ButtonKind::Quiet);
    m_openTicket->setIconName(QStringLiteral("arrow-up-right"));
    connect(m_openTicket, &QAbstractButton::clicked, this, [this] {
        if (const auto found = m_cards.find(m_shown); found != m_cards.end())
            Q_EMIT ticketWanted(found->second.approval.ticket);
    });
    header->row().setContentsMargins(24, 0, 24, 0);
    header->row().addLayout(names, 1);
    header->row().addWidget(m_expiry);
    header->row().addWidget(m_openTicket);
    m_error = new Banner(BannerKind::Error);
    connect(m_error, &Banner::actionTriggered, this, &ApprovalsPage::reload);
    m_empty = new EmptyState;
    m_empty->say(QStringLiteral("stamp"), tr("Nothing waits for a decision"),
        tr("Refunds, closures, deletions and downgrades stop here until a person decides."), {});
    m_body = new QWidget;
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(24, 20, 24, 20);
    body->setSpacing(8);
    auto* amountRow = new QHBoxLayout;
    m_amount = new TextLabel(TextRole::Amount);
    m_amountNote = new TextLabel(TextRole::Row, Ink::Text2);
    amountRow->addWidget(m_amount);
    amountRow->addSpacing(6);
    amountRow->addWidget(m_amountNote, 1, Qt::AlignBottom);
    body->addLayout(amountRow);
    m_facts = new QVBoxLayout;
    m_facts->setSpacing(8);
    body->addLayout(m_facts);
    body->addStretch(1);
    rows->addWidget(header);
    rows->addWidget(m_error);
    rows->addWidget(m_empty, 1);
    rows->addWidget(scrolling(m_body), 1);
    rows->addWidget(makeBar());
    return column;
}

QWidget* ApprovalsPage::makeBar()
{
    m_bar = new Surface(Surface::Fill::Base, Qt::TopEdge);
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(24, 12, 24, 12);
    m_hint = new TextLabel(TextRole::Meta, Ink::Text3);
    m_reason = new QLineEdit;
    m_reason->setPlaceholderText(tr("Why not? The reason stands in the log."));
    m_reason->setAccessibleName(tr("Reason for rejecting"));
    m_reason->setMaxLength(1000);
    m_cancel = new Button(tr("Cancel"), ButtonKind::Quiet);
    m_reject = new Button(tr("Reject"), ButtonKind::Danger);
    m_reject->setKey(QStringLiteral("X"));
    m_approve = new Button(tr("Approve"), ButtonKind::Secondary);
    m_approve->setKey(QStringLiteral("Y"));
    for (Button* button : {m_cancel, m_reject, m_approve})
        button->setAutoDefault(false);
    connect(m_reject, &QAbstractButton::clicked, this, &ApprovalsPage::reject);
    connect(m_approve, &QAbstractButton::clicked, this, &ApprovalsPage::approve);
    connect(m_reason, &QLineEdit::textChanged, this,
        [this](const QString& text) { m_reject->setEnabled(!m_reason->isVisible() || !text.trimmed().isEmpty()); });
    connect(m_cancel, &QAbstractButton::clicked, this, [this] { show(m_shown); });
    row->addWidget(m_hint, 1);
    row->addWidget(m_reason, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_reject);
    row->addWidget(m_approve);
    return m_bar;
}

QWidget* ApprovalsPage::makeSide()
{
    auto* column = new Surface(Surface::Fill::Surface, Qt::LeftEdge);
    column->setFixedWidth(sideWidth);
    auto* rows = new QVBoxLayout(column);
    rows->setContentsMargins(1, 0, 0, 0);
    rows->setSpacing(0);
    auto* header = new ColumnHeader;
    auto* title = new TextLabel(TextRole::RowStrong);
    title->setText(tr("What a decision does"));
    header->row().addWidget(title, 1);
    auto* content = new QWidget;
    m_side = new QVBoxLayout(content);
    m_side->setContentsMargins(14, 14, 14, 14);
    m_side->setSpacing(8);
    rows->addWidget(header);
    rows->addWidget(scrolling(content), 1);
    return column;
}

void ApprovalsPage::reload()
{
    using Both = std::pair<Result<std::vector<ApprovalCard>>, Result<std::vector<ApprovalCard>>>;
    m_connector.ask(
        this,
        [actor = m_connector.actor()](
            Desk& desk) { return Both(desk.approvals.waiting(actor, mostCards), desk.approvals.decided(actor, mostCards)); },
        [this](Both both) {
            if (!both.first)
                return fail(both.first.error());
            m_error->hide();
            take(std::move(*both.first), both.second ? std::move(*both.second) : std::vector<ApprovalCard>());
        });
}

void ApprovalsPage::take(std::vector<ApprovalCard> waiting, std::vector<ApprovalCard> decided)
{
    const TimePoint now = SystemClock().now();
    std::vector<CardList::Card> rows;
    m_cards.clear();
    for (const ApprovalCard& card : waiting)
        rows.push_back(waitingCard(card, now));
    if (!decided.empty()) {
        CardList::Card group;
        group.title = tr("Decided");
        rows.push_back(group);
        for (const ApprovalCard& card : decided)
            rows.push_back(decidedCard(card, now));
    }
    const int count = static_cast<int>(waiting.size());
    for (auto* list : {&waiting, &decided})
        for (ApprovalCard& card : *list)
            m_cards.insert_or_assign(qt(card.approval.id.value()), std::move(card));
    m_count->setText(locale().toString(count));
    const bool keepReason = m_reason->isVisible() && m_cards.contains(m_shown);
    m_list->setCards(std::move(rows));
    if (!keepReason)
        show(m_list->selected());
    Q_EMIT waitingChanged(count);
}

void ApprovalsPage::show(const QString& id)
{
    m_shown = id;
    const auto found = m_cards.find(id);
    const bool any = found != m_cards.end();
    m_empty->setVisible(!any);
    m_body->parentWidget()->parentWidget()->setVisible(any);
    m_bar->setVisible(any);
    m_openTicket->setVisible(any);
    clearRows(*m_facts);
    clearRows(*m_side);
    if (!any) {
        m_title->setText(tr("No card"));
        m_meta->clear();
        m_expiry->clear();
        return;
    }
    const ApprovalCard& card = found->second;
    showFacts(card);
    showSide(card);
    showBar(card);
}

void ApprovalsPage::showFacts(const ApprovalCard& card)
{
    const TimePoint now = SystemClock().now();
    const Approval& approval = card.approval;
    const QString customer
        = isolatedWords(shownLine(card.customer.displayName.empty() ? card.customer.externalId : card.customer.displayName));
    m_title->setText(tr("%1 for %2").arg(actionNoun(approval.action), customer));
    m_meta->setText(tr("Ticket %1 · %2 · %3")
            .arg(isolated(QStringLiteral("#%1").arg(card.ticketNumber)), isolatedWords(shownLine(card.subject)),
                tierWord(card.customer.tier)));
    const bool waits = approval.state == ApprovalState::Waiting;
    const Milliseconds left = std::chrono::duration_cast<Milliseconds>(approval.expiresAt - now);
    m_expiry->setText(waits ? tr("expires in %1").arg(shortDuration(left)) : QString());
    m_expiry->setInk(left < soon ? Ink::Warn : Ink::Text3);
    m_amount->setText(approval.amount.empty() ? actionNoun(approval.action) : isolated(shownLine(approval.amount)));
    const bool isWished = !approval.amount.empty() && !isFromPerson(approval);
    m_amountNote->setText(isWished ? tr("as the customer names it; not checked against a ledger") : QString());
    addProposal(*m_facts, card, now);
    if (!waits) {
        const auto name = card.names.find(approval.decidedBy);
        addFact(*m_facts, approval.state == ApprovalState::Approved ? tr("Approved by") : tr("Closed by"),
            tr("%1, %2").arg(name == card.names.end() ? tr("nobody, it expired") : isolatedWords(shownLine(name->second)),
                momentWord(approval.decidedAt.value_or(approval.expiresAt), now)));
        if (!approval.comment.empty())
            addQuote(*m_facts, shownText(approval.comment));
    }
}

void ApprovalsPage::showSide(const ApprovalCard& card)
{
    const TimePoint now = SystemClock().now();
    addKeys(*m_side, card, now);
    addHeading(*m_side, tr("What happens on approval"));
    addStep(*m_side, 1, tr("The decision, its log entry and the order to act are written together, once."));
    addStep(*m_side, 2, tr("A customer who asked for it hears that it was approved."));
    addStep(*m_side, 3, tr("A configured hook carries it out, once; without one a note on the ticket tells a person to."));
    addHeading(*m_side, tr("Log of this ticket"));
    addChainState(*m_side, card.trailIntact);
    for (auto entry = card.trail.rbegin(); entry != card.trail.rend(); ++entry) {
        const auto name = card.names.find(entry->actor);
        addEntry(*m_side, momentWord(entry->at, now),
            eventWords(*entry, name == card.names.end() ? QString() : shownLine(name->second)), qt(entry->hash));
    }
    m_side->addStretch(1);
}

void ApprovalsPage::showBar(const ApprovalCard& card)
{
    const bool waits = card.approval.state == ApprovalState::Waiting;
    const bool can = waits && card.mayDecide;
    m_reason->clear();
    m_reason->hide();
    m_cancel->hide();
    m_hint->show();
    m_hint->setText(can ? tr("Enter does nothing here") : waits ? qt(card.whyNot) : tr("Decided"));
    m_reject->setVisible(waits);
    m_approve->setVisible(waits);
    m_reject->setEnabled(can && !m_deciding);
    m_approve->setEnabled(can && !m_deciding);
    const QString amount = card.approval.amount.empty() ? QString() : isolated(shownLine(card.approval.amount));
    m_approve->setText(keyWords(card.approval, amount));
}

void ApprovalsPage::approve()
{
    if (m_approve->isEnabled() && m_approve->isVisible())
        decide(true, QString());
}

void ApprovalsPage::reject()
{
    if (!m_reject->isVisible() || m_deciding)
        return;
    if (m_reason->isVisible()) {
        if (!m_reason->text().trimmed().isEmpty())
            decide(false, m_reason->text().trimmed());
        return;
    }
    if (!m_reject->isEnabled())
        return;
    m_hint->hide();
    m_approve->hide();
    m_reason->show();
    m_cancel->show();
    m_reject->setEnabled(false); // until there is a reason
    m_reason->setFocus();
}

void ApprovalsPage::decide(bool approved, const QString& comment)
{
    const auto found = m_cards.find(m_shown);
    if (found == m_cards.end())
        return;
    m_deciding = true;
    m_approve->setEnabled(false);
    m_reject->setEnabled(false);
    m_connector.ask(
        this,
        [actor = m_connector.actor(), id = found->second.approval.id, approved, text = utf8(comment)](
            Desk& desk) { return approved ? desk.approvals.approve(actor, id, text) : desk.approvals.reject(actor, id, text); },
        [this, said = approved ? turnedWords(found->second.approval) : tr("Rejected.")](const Status& status) {
            m_deciding = false;
            if (!status)
                return fail(status.error());
            m_reason->hide();
            Q_EMIT this->said(said);
            reload();
        });
}

void ApprovalsPage::fail(const Error& error)
{
    m_error->say(QString(), qt(error.message), tr("Reload"));
    if (const auto found = m_cards.find(m_shown); found != m_cards.end() && !m_reason->isVisible())
        showBar(found->second);
    m_reject->setEnabled(true);
}

void ApprovalsPage::select(const ApprovalId& id)
{
    m_list->select(qt(id.value()));
}

void ApprovalsPage::move(int by)
{
    m_list->move(by);
}

} // namespace tandem::ui
