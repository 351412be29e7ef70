#pragma once

#include "desk/Conversations.h"
#include "ui/conversation/DraftText.h"

#include <QWidget>

class QVBoxLayout;

namespace tandem::ui {

class Button;
class DraftView;
class ElidedLabel;
class KeyButton;
class TextLabel;

// The engine's draft under the thread: its sentences with their support, what is wrong with them, and what a person does with it.
// UI thread.
class DraftCard : public QWidget {
    Q_OBJECT

public:
    explicit DraftCard(QWidget* parent = nullptr);

    // `view` must have a draft. The same draft keeps its selected sentence.
    void setTicket(const TicketView& view);
    [[nodiscard]] DraftView& sentences() const { return *m_sentences; }
    [[nodiscard]] bool isAbstained() const { return m_draft.abstained; }
    void moveSentence(int by);

Q_SIGNALS:
    void acceptRequested();
    void editRequested();
    void rejectRequested();
    void sentenceSelected(int sentence);
    void sourceRequested(int sentence);
    // Take `replacement` in the place of `value` of that sentence.
    void fixRequested(int sentence, const QString& value, const QString& replacement);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeFooter();
    void showReasons();
    void addReason(int sentence);
    void showPlace();

    Draft m_draft;
    QVBoxLayout* m_reasons = nullptr;
    DraftView* m_sentences = nullptr;
    QWidget* m_steps = nullptr; // place and keys
    TextLabel* m_word = nullptr;
    ElidedLabel* m_meta = nullptr;
    TextLabel* m_place = nullptr;
    TextLabel* m_abstained = nullptr;
    ElidedLabel* m_blocked = nullptr;
    Button* m_reject = nullptr;
    Button* m_edit = nullptr;
    Button* m_accept = nullptr;
};

} // namespace tandem::ui
