#pragma once

#include "desk/Conversations.h"
#include "ui/widgets/ColumnHeader.h"

class QMenu;

namespace tandem::ui {

class AvatarLabel;
class Button;
class ElidedLabel;
class IconButton;
class SimilarTickets;

// The head of the thread's column: what the ticket is, whose it is, and what can be done with it as a whole. UI thread.
class TicketHeader : public ColumnHeader {
    Q_OBJECT

public:
    explicit TicketHeader(QWidget* parent = nullptr);

    void setTicket(const TicketView& view, const ActorId& me);
    // `back`: to the list, where it and the ticket take turns. `details`: the side panel is not beside the thread.
    void setWays(bool back, bool details);

Q_SIGNALS:
    void assignRequested(bool toMe);
    void resolveRequested(tandem::Learn learn);
    void reopenRequested();
    void categoryRequested(tandem::Category category);
    void backRequested();
    void detailsRequested();
    void groupRequested(const tandem::GroupId& group); // the tickets that tell of the same

private:
    void fillMenu(QMenu& menu);
    void addCategories(QMenu& menu);
    void copyNumber() const;

    IconButton* m_back = nullptr;
    ElidedLabel* m_subject = nullptr;
    ElidedLabel* m_meta = nullptr;
    SimilarTickets* m_similar = nullptr;
    AvatarLabel* m_assignee = nullptr;
    IconButton* m_assign = nullptr;
    Button* m_resolve = nullptr;
    IconButton* m_more = nullptr;
    IconButton* m_details = nullptr;
    std::int64_t m_number = 0;
    TicketStatus m_status = TicketStatus::Received;
    std::optional<Category> m_category; // none until the engine has read the ticket
    bool m_assigned = false;
    bool m_mine = false;
};

} // namespace tandem::ui
