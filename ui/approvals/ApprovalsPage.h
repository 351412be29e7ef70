#pragma once

#include "ui/connector/Connector.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <vector>

class QLineEdit;
class QVBoxLayout;

namespace tandem::ui {

class Banner;
class Button;
class CardList;
class EmptyState;
class TextLabel;

// Actions with consequences: the waiting cards and today's decisions, the chosen card with what speaks for and against it, and
// what a decision sets off. UI thread.
class ApprovalsPage : public QWidget {
    Q_OBJECT

public:
    explicit ApprovalsPage(Connector& connector, QWidget* parent = nullptr);

    void reload();
    // For the keys Y and X: as if the button was pressed.
    void approve();
    void reject();
    void select(const ApprovalId& id);
    void move(int by);

Q_SIGNALS:
    void waitingChanged(int count);
    void ticketWanted(const tandem::TicketId& id);
    void said(const QString& text); // for a toast

private:
    [[nodiscard]] QWidget* makeList();
    [[nodiscard]] QWidget* makeCard();
    [[nodiscard]] QWidget* makeBar();
    [[nodiscard]] QWidget* makeSide();
    void take(std::vector<ApprovalCard> waiting, std::vector<ApprovalCard> decided);
    void show(const QString& id);
    void showFacts(const ApprovalCard& card);
    void showSide(const ApprovalCard& card);
    void showBar(const ApprovalCard& card);
    void decide(bool approved, const QString& comment);
    void fail(const Error& error);

    Connector& m_connector;
    std::map<QString, ApprovalCard> m_cards;
    QString m_shown;
    bool m_deciding = false;
    CardList* m_list = nullptr;
    TextLabel* m_count = nullptr;
    TextLabel* m_title = nullptr;
    TextLabel* m_meta = nullptr;
    TextLabel* m_expiry = nullptr;
    Banner* m_error = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_body = nullptr;
    TextLabel* m_amount = nullptr;
    TextLabel* m_amountNote = nullptr;
    QVBoxLayout* m_facts = nullptr;
    QVBoxLayout* m_side = nullptr;
    QWidget* m_bar = nullptr;
    TextLabel* m_hint = nullptr;
    QLineEdit* m_reason = nullptr;
    Button* m_cancel = nullptr;
    Button* m_reject = nullptr;
    Button* m_approve = nullptr;
    Button* m_openTicket = nullptr;
    QTimer m_clock; // expired cards leave
};

} // namespace tandem::ui
