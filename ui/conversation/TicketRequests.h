#pragma once

#include "desk/Conversations.h"

#include <QWidget>

namespace tandem::ui {

// What a person asks for on an open ticket. Whoever hears it carries it to the desk.
class TicketRequests : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

Q_SIGNALS:
    void replyRequested(const tandem::Reply& reply);
    void noteRequested(const QString& text, const QString& key);
    // What is being written on a ticket, whenever its author pauses.
    void checkRequested(const tandem::TicketId& ticket, const QString& text);
    void assignRequested(bool toMe);
    void resolveRequested(tandem::Learn learn);
    void reopenRequested();
    void draftRejected(const tandem::DraftId& draft);
    void approveRequested(const tandem::ApprovalId& approval);
    void rejectRequested(const tandem::ApprovalId& approval, const QString& reason);
    void backRequested(); // to the list, where it is hidden
    void detailsRequested(); // the side panel, where it is hidden
    // The ticket that is expected takes long or cannot be shown: what stands beside it is of another one.
    void ticketLate();
    void retryRequested(); // of the ticket that could not be shown
    // The sentence whose source is to be shown beside the thread.
    void sourceShown(int sentence);
    // Enter: the source itself.
    void sourceOpened(int sentence);
    // Something that was asked for failed and does not show by itself, in one sentence.
    void problem(const QString& text);
};

} // namespace tandem::ui
