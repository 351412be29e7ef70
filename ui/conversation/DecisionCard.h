#pragma once

#include "desk/Conversations.h"

#include <QWidget>

class QLineEdit;

namespace tandem::ui {

class Button;
class TextLabel;

// An action that waits for a person: who, what, how much, by when, and buttons of equal weight. None is the default and Enter
// does nothing, so that nobody approves by a habit of the hand. Rejecting asks for a reason in place. UI thread.
class DecisionCard : public QWidget {
    Q_OBJECT

public:
    explicit DecisionCard(QWidget* parent = nullptr);

    void setApproval(const TicketView& view, const Approval& approval, TimePoint now);
    [[nodiscard]] const ApprovalId& approval() const { return m_id; }
    // "" = the actor may decide; otherwise why not, in one sentence.
    void setWhyNot(const QString& whyNot);
    // Takes the focus to the card, never to a button.
    void startDecision();
    void askReason();
    void approve();

Q_SIGNALS:
    void approveRequested(const tandem::ApprovalId& approval);
    void rejectRequested(const tandem::ApprovalId& approval, const QString& reason);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QWidget* makeReason();
    [[nodiscard]] QWidget* makeButtons();
    void cancelReason();
    void sendReason();
    void showState();

    ApprovalId m_id;
    QString m_whyNot;
    TextLabel* m_title = nullptr;
    TextLabel* m_amount = nullptr;
    TextLabel* m_detail = nullptr;
    TextLabel* m_expiry = nullptr;
    QWidget* m_reasonRow = nullptr;
    QLineEdit* m_reason = nullptr;
    Button* m_sendReason = nullptr;
    QWidget* m_buttons = nullptr;
    Button* m_reject = nullptr;
    Button* m_approve = nullptr;
    TextLabel* m_notice = nullptr;
    bool m_asking = false;
};

} // namespace tandem::ui
