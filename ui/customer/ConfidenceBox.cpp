#include "ui/customer/ConfidenceBox.h"

#include "desk/Inbox.h"
#include "ui/conversation/Words.h"
#include "ui/customer/ValueBar.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace tandem::ui {

namespace {

// This far below the threshold a draft is a start at most.
constexpr double reviewBand = 0.3;

// What the draft was held against; where no reason tells, what tickets are held against unless configured otherwise.
double thresholdOf(const Ticket& ticket)
{
    const auto reason = std::ranges::find(ticket.escalation, EscalationCode::LowConfidence, &EscalationReason::code);
    if (reason != ticket.escalation.end() && reason->threshold)
        return *reason->threshold;
    return TicketSummary().threshold;
}

// What stands between such answers and the customer.
QString lockText(const AutoSendState& state, bool isConfident)
{
    const QString category = categoryWord(state.category);
    if (!state.isOn)
        return ConfidenceBox::tr("Sending without a person is switched off");
    if (state.isUnlocked)
        return isConfident ? ConfidenceBox::tr("Answers like this go out by themselves: %1 of %2 reviewed in %3 were right")
                                 .arg(state.figures.reviewed - state.figures.wrong)
                                 .arg(state.figures.reviewed)
                                 .arg(category)
                           : ConfidenceBox::tr("Answers in %1 go out by themselves above the threshold").arg(category);
    const QString counted = ConfidenceBox::tr("%1 reviewed, %2 wrong").arg(state.figures.reviewed).arg(state.figures.wrong);
    return ConfidenceBox::tr("Auto-send locked in %1: %2; %3 more right ones in a row unlock it")
        .arg(category, counted)
        .arg(state.missing);
}

} // namespace

ConfidenceBox::ConfidenceBox(QWidget* parent)
    : Surface(Fill::None, Qt::BottomEdge, parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    auto* title = new TextLabel(TextRole::MetaStrong, Ink::Text, this);
    title->setText(tr("Confidence"));
    head->addWidget(title, 1);
    m_word = new TextLabel(TextRole::Meta, Ink::Text3, this);
    head->addWidget(m_word);
    column->addLayout(head);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_number = new TextLabel(TextRole::Figure, Ink::Text, this);
    row->addWidget(m_number);
    m_meaning = new TextLabel(TextRole::Meta, Ink::Text2, this);
    m_meaning->setWordWrap(true);
    row->addWidget(m_meaning, 1);
    column->addLayout(row);
    m_bar = new ValueBar(8, this);
    column->addWidget(m_bar);
    m_scale = new TextLabel(TextRole::Meta, Ink::Text3, this);
    column->addWidget(m_scale);
    m_lock = new TextLabel(TextRole::Meta, Ink::Text2, this);
    m_lock->setWordWrap(true);
    column->addWidget(m_lock);
}

void ConfidenceBox::setTicket(const TicketView& view)
{
    const Ticket& ticket = view.ticket;
    const bool shown = ticket.draft && !ticket.draft->abstained;
    setVisible(shown);
    if (!shown)
        return;
    const double value = ticket.draft->confidence;
    const double threshold = thresholdOf(ticket);
    const bool high = value >= threshold;
    const bool review = value >= threshold - reviewBand;
    m_word->setText(high ? tr("high") : review ? tr("review band") : tr("low"));
    m_number->setText(scoreText(value));
    m_meaning->setText(high ? tr("Enough to send as it is after a glance")
            : review        ? tr("Good to start from: check each sentence")
                            : tr("Write it yourself, the draft is a guess"));
    m_bar->setValue(value, threshold, 1, high ? BarTone::Fine : BarTone::Attention);
    m_scale->setText(tr("threshold %1").arg(scoreText(threshold)));
    m_lock->setVisible(view.autoSend.has_value());
    m_lock->setText(view.autoSend ? lockText(*view.autoSend, high) : QString());
    setAccessibleName(tr("Confidence %1, %2, threshold %3").arg(m_number->text(), m_word->text(), scoreText(threshold)));
    setAccessibleDescription(m_lock->text());
}

} // namespace tandem::ui
