#include "ui/conversation/DecisionCard.h"

#include "ui/conversation/IconLabel.h"
#include "ui/conversation/PlainText.h"
#include "ui/conversation/ThreadItem.h"
#include "ui/conversation/Words.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/SlaClock.h"
#include "ui/widgets/Strings.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace tandem::ui {

namespace {

constexpr int inset = 12;

} // namespace

DecisionCard::DecisionCard(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(inset, 10, inset, 10);
    column->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new IconLabel(QStringLiteral("stamp"), sizes::icon, Ink::Text2, this));
    m_title = new TextLabel(TextRole::RowStrong, Ink::Text, this);
    m_title->setWordWrap(true);
    head->addWidget(m_title, 1);
    m_expiry = new TextLabel(TextRole::Meta, Ink::Text3, this);
    head->addWidget(m_expiry);
    column->addLayout(head);
    m_amount = new TextLabel(TextRole::Figure, Ink::Text, this);
    column->addWidget(m_amount);
    m_detail = new TextLabel(TextRole::Row, Ink::Text2, this);
    m_detail->setWordWrap(true);
    column->addWidget(m_detail);
    column->addSpacing(6);
    m_notice = new TextLabel(TextRole::Meta, Ink::Text3, this);
    m_notice->setWordWrap(true);
    column->addWidget(m_notice);
    column->addWidget(makeReason());
    column->addWidget(makeButtons());
    showState();
}

QWidget* DecisionCard::makeReason()
{
    m_reasonRow = new QWidget(this);
    auto* row = new QHBoxLayout(m_reasonRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_reason = new QLineEdit(m_reasonRow);
    m_reason->setAccessibleName(tr("Reason for rejecting"));
    m_reason->setPlaceholderText(tr("Why not? The audit log keeps it."));
    m_reason->setMaxLength(2000);
    row->addWidget(m_reason, 1);
    auto* cancel = new Button(tr("Cancel"), ButtonKind::Quiet, m_reasonRow);
    cancel->setAutoDefault(false);
    row->addWidget(cancel);
    m_sendReason = new Button(QString(), ButtonKind::Secondary, m_reasonRow);
    m_sendReason->setAutoDefault(false);
    row->addWidget(m_sendReason);
    connect(cancel, &Button::clicked, this, &DecisionCard::cancelReason);
    connect(m_sendReason, &Button::clicked, this, &DecisionCard::sendReason);
    connect(m_reason, &QLineEdit::textChanged, this,
        [this](const QString& text) { m_sendReason->setEnabled(!text.trimmed().isEmpty()); });
    m_sendReason->setEnabled(false);
    return m_reasonRow;
}

QWidget* DecisionCard::makeButtons()
{
    m_buttons = new QWidget(this);
    auto* row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_reject = new Button(QString(), ButtonKind::Secondary, m_buttons);
    m_reject->setKey(QStringLiteral("X"));
    m_approve = new Button(QString(), ButtonKind::Secondary, m_buttons);
    m_approve->setKey(QStringLiteral("Y"));
    for (Button* button : {m_reject, m_approve}) {
        button->setAutoDefault(false);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // both as wide
        row->addWidget(button, 1);
    }
    connect(m_reject, &Button::clicked, this, &DecisionCard::askReason);
    connect(m_approve, &Button::clicked, this, &DecisionCard::approve);
    return m_buttons;
}

void DecisionCard::setApproval(const TicketView& view, const Approval& approval, TimePoint now)
{
    if (approval.id != m_id) {
        m_asking = false;
        m_reason->clear();
    }
    m_id = approval.id;
    const QString amount = shownLine(approval.amount);
    const QString what = keyWords(approval, amount.isEmpty() ? QString() : isolated(amount));
    const auto proposer = view.names.find(approval.proposal.proposedBy);
    const QString person = proposer == view.names.end() ? qt(approval.proposal.proposedBy.value()) : shownLine(proposer->second);
    m_title->setText(isFromPerson(approval)
            ? tr("%1 proposed by %2").arg(actionNoun(approval.action), isolatedWords(person))
            : tr("%1 wanted by %2").arg(actionNoun(approval.action), isolatedWords(customerName(view))));
    m_amount->setText(amount);
    m_amount->setVisible(!amount.isEmpty());
    const QString detail = shownLine(isFromPerson(approval) ? approval.proposal.reason : approval.detail);
    m_detail->setText(tr("“%1”").arg(isolatedWords(detail)));
    m_detail->setVisible(!detail.isEmpty());
    m_expiry->setText(tr("%1 left").arg(shortDuration(std::max(Milliseconds(0), approval.expiresAt - now))));
    m_expiry->setToolTip(tr("Expires %1").arg(momentWord(approval.expiresAt, now)));
    m_approve->setText(what);
    m_reject->setText(rejectWords(approval.action));
    m_sendReason->setText(rejectWords(approval.action));
    setAccessibleName(m_title->text());
    setAccessibleDescription(amount.isEmpty() ? m_detail->text() : tr("%1, %2").arg(amount, m_detail->text()));
    showState();
}

void DecisionCard::setWhyNot(const QString& whyNot)
{
    m_whyNot = whyNot;
    showState();
}

void DecisionCard::showState()
{
    m_notice->setText(m_whyNot);
    m_notice->setVisible(!m_whyNot.isEmpty());
    m_reasonRow->setVisible(m_asking);
    m_buttons->setVisible(!m_asking);
    m_approve->setEnabled(m_whyNot.isEmpty());
    m_reject->setEnabled(m_whyNot.isEmpty());
    updateGeometry();
}

void DecisionCard::startDecision()
{
    setFocus(Qt::OtherFocusReason);
}

void DecisionCard::approve()
{
    if (m_whyNot.isEmpty())
        Q_EMIT approveRequested(m_id);
}

void DecisionCard::askReason()
{
    if (!m_whyNot.isEmpty())
        return;
    m_asking = true;
    showState();
    m_reason->setFocus(Qt::OtherFocusReason);
}

void DecisionCard::cancelReason()
{
    m_asking = false;
    showState();
    setFocus(Qt::OtherFocusReason);
}

void DecisionCard::sendReason()
{
    const QString reason = m_reason->text().trimmed();
    if (!reason.isEmpty())
        Q_EMIT rejectRequested(m_id, reason);
}

void DecisionCard::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape && m_asking)
        cancelReason();
    else if (enter)
        event->accept(); // decides nothing, here or further up
    else
        QWidget::keyPressEvent(event);
}

void DecisionCard::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& palette = themeOf(this).palette();
    QPainter painter(this);
    paintBox(painter, rect(), sizes::cardRadius, palette.base, palette.line);
    if (hasFocus())
        paintBox(painter, rect(), sizes::cardRadius, {}, palette.accent, 2);
}

} // namespace tandem::ui
