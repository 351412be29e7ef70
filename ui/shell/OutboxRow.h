#pragma once

#include "ui/shell/PendingReplies.h"

#include <QWidget>

class QHBoxLayout;

namespace tandem::ui {

class Button;
class TextLabel;

enum class OutboxState : std::uint8_t { Waiting, Sending, Refused, OfAnother };

// One message of the outbox: what it is for, how it begins, why it is still here, and what can be done about it.
class OutboxRow : public QWidget {
    Q_OBJECT

public:
    // Where the keyboard is in a row.
    enum class Spot : std::uint8_t { Open, Copy, TryAgain, Discard, Keep, KeepUnsent, None };

    OutboxRow(const PendingReplies::Item& item, OutboxState state, QWidget* parent = nullptr);

    [[nodiscard]] const std::string& key() const { return m_key; }
    [[nodiscard]] OutboxState state() const { return m_state; }
    [[nodiscard]] Spot spot() const; // None: the keyboard is not in this row
    void focus(Spot spot);
    // The same place while nothing is asked.
    [[nodiscard]] static Spot unasked(Spot spot);

Q_SIGNALS:
    void openWanted();
    void copyWanted();
    void tryWanted();
    void sendAsMeWanted(); // asked for and confirmed
    void discardWanted(); // asked for and confirmed
    void heightChanged();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Question : std::uint8_t { None, Discard, SendAsMe };
    void makeHead(const PendingReplies::Item& item);
    void makeActions();
    Button* action(const QString& text, const QString& icon, QHBoxLayout& row);
    void makeQuestion();
    void ask(Question question);

    std::string m_key;
    OutboxState m_state;
    QString m_name; // for screen readers
    QWidget* m_actions = nullptr;
    QWidget* m_questionLine = nullptr;
    TextLabel* m_words = nullptr; // the question's
    Question m_question = Question::None;
    Button* m_open = nullptr;
    Button* m_copy = nullptr;
    Button* m_try = nullptr;
    Button* m_discard = nullptr;
    Button* m_keep = nullptr;
    Button* m_confirm = nullptr;
};

} // namespace tandem::ui
