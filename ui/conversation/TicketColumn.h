#pragma once

#include "desk/Conversations.h"
#include "ui/conversation/Composer.h"

#include <QWidget>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

class QStackedLayout;

namespace tandem::ui {

class DecisionCard;
class DraftCard;
class EmptyState;
class ThreadView;
class TicketHeader;

// The middle column: one ticket's head, thread, draft, waiting approvals and composer. It asks for changes by signals and shows
// what setTicket() gives it. What was typed is kept by ticket. UI thread.
class TicketColumn : public QWidget {
    Q_OBJECT

public:
    // `me`: on whose behalf the console works. `now`: the time, for "Today" and what is left of an approval.
    TicketColumn(ActorId me, std::function<TimePoint()> now, QWidget* parent = nullptr);
    ~TicketColumn() override;

    void setTicket(const TicketView& view);
    void clear();
    [[nodiscard]] const TicketId& ticket() const { return m_view.ticket.id; }
    void setMe(ActorId me) { m_me = std::move(me); } // known late when the desk is far away
    // Why the actor may not decide approvals, in one sentence; "" = it may.
    void setWhyNotDecide(const QString& whyNot);

    // The reply or note sent with `key` arrived, or did not and why. Either may come when another ticket is open.
    void sent(const QString& key);
    void notSent(const QString& key, const QString& why);

    // What keys of the window ask for.
    void start(ComposerMode mode);
    void moveSentence(int by);
    void openSource();
    void acceptDraft();
    // Y and X on the first waiting approval: takes the focus there first, decides when it is there.
    void approveFirst();
    void rejectFirst();

    [[nodiscard]] ThreadView& thread() const { return *m_thread; }
    [[nodiscard]] DraftCard& draft() const { return *m_draft; }
    [[nodiscard]] Composer& composer() const { return *m_composer; }

Q_SIGNALS:
    void replyRequested(const tandem::Reply& reply);
    void noteRequested(const QString& text, const QString& key);
    void assignRequested(bool toMe);
    void resolveRequested(tandem::Learn learn);
    void reopenRequested();
    void approveRequested(const tandem::ApprovalId& approval);
    void rejectRequested(const tandem::ApprovalId& approval, const QString& reason);
    // The sentence whose source is to be shown beside the thread.
    void sourceShown(int sentence);
    // Enter: the source itself.
    void sourceOpened(int sentence);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void connectDraft();
    void showCards();
    void showComposer();
    void takeDraft();
    void fixDraft(int sentence, const QString& value, const QString& replacement);
    void rejectDraft();
    [[nodiscard]] bool isDraftWaiting() const;
    [[nodiscard]] QString draftText() const;

    ActorId m_me;
    std::function<TimePoint()> m_now;
    TicketView m_view;
    QString m_whyNot;
    std::map<TicketId, ComposerState> m_states; // of the tickets that are not open
    std::set<DraftId> m_rejected; // drafts put aside here
    QStackedLayout* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_page = nullptr;
    TicketHeader* m_header = nullptr;
    ThreadView* m_thread = nullptr;
    DraftCard* m_draft = nullptr;
    Composer* m_composer = nullptr;
    std::vector<DecisionCard*> m_approvals; // owned by the thread
};

} // namespace tandem::ui
