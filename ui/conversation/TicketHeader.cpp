#include "ui/conversation/TicketHeader.h"

#include "ui/conversation/AvatarLabel.h"
#include "ui/conversation/ElidedLabel.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/SimilarTickets.h"
#include "ui/conversation/ThreadItem.h"
#include "ui/conversation/Words.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Strings.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

namespace tandem::ui {

namespace {

bool isDone(TicketStatus status)
{
    return status == TicketStatus::Resolved || status == TicketStatus::Closed;
}

} // namespace

TicketHeader::TicketHeader(QWidget* parent)
    : ColumnHeader(parent)
{
    QHBoxLayout& content = row();
    content.setContentsMargins(20, 0, 12, 0);
    m_back = new IconButton(QStringLiteral("chevron-left"), tr("Back to the list"), this);
    m_back->hide();
    content.addWidget(m_back);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->setContentsMargins(0, 0, 0, 0);
    words->addStretch(1);
    m_subject = new ElidedLabel(TextRole::Title, Ink::Text, this);
    m_subject->setAccessibleName(tr("Subject"));
    words->addWidget(m_subject);
    m_meta = new ElidedLabel(TextRole::Meta, Ink::Text3, this);
    words->addWidget(m_meta);
    words->addStretch(1);
    content.addLayout(words, 1);
    m_similar = new SimilarTickets(this);
    content.addWidget(m_similar);
    connect(m_similar, &SimilarTickets::groupRequested, this, &TicketHeader::groupRequested);
    m_assignee = new AvatarLabel(this);
    content.addWidget(m_assignee);
    m_assign = new IconButton(QStringLiteral("user-plus"), tr("Assign to me"), this);
    content.addWidget(m_assign);
    m_resolve = new Button(tr("Resolve"), ButtonKind::Secondary, this);
    m_resolve->setIconName(QStringLiteral("check"));
    content.addWidget(m_resolve);
    m_more = new IconButton(QStringLiteral("more"), tr("More actions"), this);
    content.addWidget(m_more);
    m_details = new IconButton(QStringLiteral("panel"), tr("Evidence, customer and history"), this);
    m_details->hide();
    content.addWidget(m_details);
    connect(m_back, &IconButton::clicked, this, &TicketHeader::backRequested);
    connect(m_details, &IconButton::clicked, this, &TicketHeader::detailsRequested);
    connect(m_assign, &IconButton::clicked, this, [this] { Q_EMIT assignRequested(!m_mine); });
    connect(m_resolve, &Button::clicked, this, [this] {
        if (isDone(m_status))
            Q_EMIT reopenRequested();
        else
            Q_EMIT resolveRequested(Learn::No);
    });
    connect(m_more, &IconButton::clicked, this, [this] {
        QMenu menu(this);
        fillMenu(menu);
        menu.exec(m_more->mapToGlobal(QPoint(0, m_more->height())));
    });
}

void TicketHeader::setTicket(const TicketView& view, const ActorId& me)
{
    const Ticket& ticket = view.ticket;
    m_number = ticket.number;
    m_status = ticket.status;
    m_category = ticket.classification ? std::optional(ticket.classification->category) : std::nullopt;
    m_assigned = !ticket.assignee.empty();
    m_mine = m_assigned && ticket.assignee == me;
    const QString subject = shownLine(ticket.subject);
    m_subject->setText(subject.isEmpty() ? tr("No subject") : subject);
    QStringList parts{isolated(QStringLiteral("#%1").arg(m_number)), statusWord(ticket.status)};
    if (ticket.classification)
        parts << categoryWord(ticket.classification->category);
    const QString who = m_assigned ? actorName(view, ticket.assignee, me) : QString();
    parts << (m_assigned ? tr("assigned to %1").arg(isolatedWords(who)) : tr("nobody's yet"));
    m_meta->setText(parts.join(tr(" · ")));
    m_similar->setGroup(ticket.group);
    m_assignee->setVisible(m_assigned);
    if (m_assigned)
        m_assignee->setPerson(actorName(view, ticket.assignee, ActorId()), tr("Assigned to %1").arg(who));
    m_assign->setName(m_mine ? tr("Take the assignment back") : tr("Assign to me"), m_mine ? QString() : QStringLiteral("A"));
    m_assign->setIconName(m_mine ? QStringLiteral("user") : QStringLiteral("user-plus"));
    const bool done = isDone(ticket.status);
    m_resolve->setText(done ? tr("Reopen") : tr("Resolve"));
    m_resolve->setIconName(done ? QStringLiteral("undo") : QStringLiteral("check"));
    m_resolve->setToolTip(done ? QString() : tr("Resolve  E"));
    m_resolve->setEnabled(ticket.status != TicketStatus::Closed);
}

void TicketHeader::setWays(bool back, bool details)
{
    row().setContentsMargins(back ? 12 : 20, 0, 12, 0);
    m_back->setVisible(back);
    m_details->setVisible(details);
}

void TicketHeader::fillMenu(QMenu& menu)
{
    const bool done = isDone(m_status);
    menu.addAction(tr("Resolve and learn from the answer"), this, [this] { Q_EMIT resolveRequested(Learn::Yes); })
        ->setEnabled(m_status != TicketStatus::Closed);
    menu.addAction(tr("Reopen"), this, &TicketHeader::reopenRequested)->setEnabled(done && m_status != TicketStatus::Closed);
    menu.addSeparator();
    menu.addAction(tr("Assign to me"), this, [this] { Q_EMIT assignRequested(true); })->setEnabled(!m_mine);
    menu.addAction(tr("Take the assignee off"), this, [this] { Q_EMIT assignRequested(false); })->setEnabled(m_assigned);
    addCategories(menu);
    menu.addSeparator();
    menu.addAction(tr("Copy number"), this, &TicketHeader::copyNumber);
}

// Choosing the one that is set says that it is right, and the engine learns that too.
void TicketHeader::addCategories(QMenu& menu)
{
    QMenu* categories = menu.addMenu(tr("Category"));
    categories->setEnabled(m_category.has_value());
    for (const Category category : allCategories) {
        QAction* action
            = categories->addAction(categoryWord(category), this, [this, category] { Q_EMIT categoryRequested(category); });
        action->setCheckable(true);
        action->setChecked(m_category == category);
    }
}

void TicketHeader::copyNumber() const
{
    QApplication::clipboard()->setText(QStringLiteral("#%1").arg(m_number));
}

} // namespace tandem::ui
