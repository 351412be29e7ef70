// The draft of the open ticket: while it is written, when it waits, and what is done with it.
#include "ui/conversation/DecisionCard.h"
#include "ui/conversation/DraftCard.h"
#include "ui/conversation/DraftView.h"
#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/conversation/WritingCard.h"
#include "ui/widgets/Strings.h"

#include <algorithm>
#include <utility>

namespace tandem::ui {

void TicketColumn::connectDraft()
{
    connect(m_draft, &DraftCard::acceptRequested, this, &TicketColumn::acceptDraft);
    connect(m_draft, &DraftCard::editRequested, this, &TicketColumn::takeDraft);
    connect(m_draft, &DraftCard::rejectRequested, this, &TicketColumn::rejectDraft);
    connect(m_draft, &DraftCard::fixRequested, this, &TicketColumn::fixDraft);
    connect(m_draft, &DraftCard::sourceRequested, this, &TicketColumn::sourceOpened);
    connect(m_draft, &DraftCard::sentenceSelected, this, [this](int sentence) {
        const DraftView& sentences = m_draft->sentences();
        const QRect rect = sentences.partRect(sentence);
        m_thread->reveal(m_draft, rect.translated(sentences.mapTo(m_draft, QPoint())));
        Q_EMIT sourceShown(sentence);
    });
    connect(m_writing, &WritingCard::wantedChanged, this, &TicketColumn::showCards);
}

void TicketColumn::showWriting(const DraftNews& news)
{
    if (news.ticket == m_expected || news.ticket == m_view.ticket.id)
        m_writing->hear(news);
}

void TicketColumn::selectSentence(int sentence)
{
    if (isDraftWaiting())
        m_draft->sentences().select(sentence);
}

bool TicketColumn::isDraftWaiting() const
{
    const Ticket& ticket = m_view.ticket;
    if (!ticket.draft || m_rejected.contains(ticket.draft->id))
        return false;
    switch (ticket.status) {
    case TicketStatus::AwaitingReview:
    case TicketStatus::AwaitingApproval:
    case TicketStatus::Escalated: return true;
    default: return false;
    }
}

void TicketColumn::showCards()
{
    std::vector<QWidget*> cards;
    std::vector<DecisionCard*> kept;
    for (const Approval& approval : m_view.approvals) {
        if (approval.state != ApprovalState::Waiting)
            continue;
        const auto known
            = std::ranges::find_if(m_approvals, [&](const DecisionCard* card) { return card->approval() == approval.id; });
        DecisionCard* card = known == m_approvals.end() ? new DecisionCard(m_thread->viewport()) : *known;
        if (known == m_approvals.end()) {
            connect(card, &DecisionCard::approveRequested, this, &TicketColumn::approveRequested);
            connect(card, &DecisionCard::rejectRequested, this, &TicketColumn::rejectRequested);
        }
        card->setApproval(m_view, approval, m_now());
        card->setWhyNot(m_whyNot);
        kept.push_back(card);
        cards.push_back(card);
    }
    if (isDraftWaiting()) {
        m_draft->setTicket(m_view);
        cards.push_back(m_draft);
    } else {
        m_draft->hide();
    }
    if (m_writing->isWanted() && m_writing->ticket() == m_view.ticket.id)
        cards.push_back(m_writing);
    m_thread->setCards(cards);
    for (DecisionCard* card : m_approvals) {
        if (std::ranges::find(kept, card) == kept.end())
            card->deleteLater();
    }
    m_approvals = std::move(kept);
}

void TicketColumn::showComposer()
{
    const bool waiting = isDraftWaiting();
    m_composer->setDraft(m_view.ticket.draft, waiting && !m_view.ticket.draft->abstained);
    m_composer->setEnabled(m_view.ticket.status != TicketStatus::Closed);
}

void TicketColumn::moveSentence(int by)
{
    if (isDraftWaiting())
        m_draft->moveSentence(by);
}

void TicketColumn::openSource()
{
    const int sentence = m_draft->sentences().selected();
    if (isDraftWaiting() && sentence >= 0)
        Q_EMIT sourceOpened(sentence);
}

QString TicketColumn::draftText() const
{
    return qt(m_view.ticket.draft->text);
}

void TicketColumn::acceptDraft()
{
    if (isDraftWaiting() && !m_view.ticket.draft->abstained)
        takeDraft();
}

void TicketColumn::takeDraft()
{
    if (isDraftWaiting())
        m_composer->take(m_view.ticket.draft->id, draftText());
}

// In the composer's text when it holds the value already, else in the draft on its way there.
void TicketColumn::fixDraft(int sentence, const QString& value, const QString& replacement)
{
    if (m_composer->mode() == ComposerMode::Reply && m_composer->replace(value, replacement))
        return;
    if (!isDraftWaiting())
        return;
    const auto& sentences = m_view.ticket.draft->sentences;
    const QString faulty = qt(sentences[static_cast<std::size_t>(sentence)].text);
    QString text = draftText();
    const qsizetype at = text.indexOf(faulty);
    if (at >= 0)
        text.replace(at, faulty.size(), withNearest(faulty, {value, replacement}));
    m_composer->take(m_view.ticket.draft->id, text);
}

void TicketColumn::rejectDraft()
{
    m_rejected.insert(m_view.ticket.draft->id);
    if (!m_view.ticket.draft->abstained)
        Q_EMIT draftRejected(m_view.ticket.draft->id);
    showCards();
    showComposer();
    m_thread->setFocus(Qt::OtherFocusReason);
}

} // namespace tandem::ui
