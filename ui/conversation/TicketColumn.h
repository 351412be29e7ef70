#pragma once

#include "desk/Conversations.h"
#include "desk/DraftFeed.h"
#include "desk/Reviews.h"
#include "ui/conversation/Composer.h"
#include "ui/conversation/TicketRequests.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

class QStackedLayout;

namespace tandem::ui {

class DecisionCard;
class DraftCard;
class EmptyState;
class ThreadView;
class TicketHeader;
class TicketWait;
class WritingCard;

enum class TicketKey : std::uint8_t {
    Reply,
    Note,
    NextSentence,
    PreviousSentence,
    Source,
    Accept, // the draft
    Approve, // takes the focus to the first waiting approval, and decides when it is there
    Reject,
};

// The middle column: one ticket's head, thread, draft, waiting approvals and composer. It asks for changes by signals and shows
// what setTicket() gives it. What was typed is kept by ticket. UI thread.
class TicketColumn : public TicketRequests {
    Q_OBJECT

public:
    // `me`: on whose behalf the console works. `now`: the time, for "Today" and what is left of an approval.
    TicketColumn(ActorId me, std::function<TimePoint()> now, QWidget* parent = nullptr);
    ~TicketColumn() override;

    void setTicket(const TicketView& view);
    void clear();
    // This ticket is on its way: what was shown is put aside, and what is written from now on is for this one.
    void expect(const TicketId& id);
    // The expected ticket did not come.
    void cannotShow(const QString& why);
    // See TicketHeader.
    void setWays(bool back, bool details);
    void selectSentence(int sentence);
    // What comes of the open or expected ticket's draft while it is written; of other tickets nothing is shown.
    void showWriting(const DraftNews& news);
    // Of what is shown; empty while a ticket is expected.
    [[nodiscard]] const TicketId& ticket() const { return m_view.ticket.id; }
    [[nodiscard]] const TicketView& view() const { return m_view; } // without an id: none
    // Who works here, known late when the desk is far away, and why they may not decide approvals, in one sentence; "" = they
    // may.
    void setActor(const ActorId& me, const QString& whyNotDecide);

    // The reply or note sent with `key` arrived, or did not and why. Either may come when another ticket is open.
    void sent(const QString& key);
    void notSent(const QString& key, const QString& why);

    // What a check found in a reply; passed over when another ticket or another text stands there by now.
    void showCheck(const TicketId& ticket, const QString& text, const ReplyCheck& check);
    // What a key of the window asks for.
    void press(TicketKey key);

    [[nodiscard]] TicketHeader& header() const { return *m_header; }
    [[nodiscard]] ThreadView& thread() const { return *m_thread; }
    [[nodiscard]] DraftCard& draft() const { return *m_draft; }
    [[nodiscard]] WritingCard& writing() const { return *m_writing; }
    [[nodiscard]] Composer& composer() const { return *m_composer; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void start(ComposerMode mode);
    void moveSentence(int by);
    void openSource();
    void acceptDraft();
    void approveFirst();
    void rejectFirst();
    void connectDraft();
    void connectWait();
    void putAside();
    void turnTo(QWidget* page);
    void keepBegun();
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
    TicketId m_expected; // on its way
    std::optional<ComposerMode> m_begun; // what is being written on it
    QString m_whyNot;
    std::map<TicketId, ComposerState> m_states; // of the tickets that are not open
    std::set<DraftId> m_rejected; // drafts put aside here
    QStackedLayout* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    TicketWait* m_wait = nullptr;
    QWidget* m_page = nullptr;
    TicketHeader* m_header = nullptr;
    ThreadView* m_thread = nullptr;
    DraftCard* m_draft = nullptr;
    WritingCard* m_writing = nullptr;
    Composer* m_composer = nullptr;
    std::vector<DecisionCard*> m_approvals; // owned by the thread
};

} // namespace tandem::ui
