#pragma once

#include "desk/Conversations.h"

#include <QWidget>

class QVBoxLayout;

namespace tandem::ui {

class ConfidenceBox;
class CustomerFacts;
class ReadingBox;
class SourceCard;
class TextLabel;

// Beside the thread: the source of the selected sentence, the draft's confidence, why a person is wanted, who the customer is.
// UI thread.
class EvidencePage : public QWidget {
    Q_OBJECT

public:
    explicit EvidencePage(QWidget* parent = nullptr);

    void setTicket(const TicketView& view);
    // −1 = none.
    void setSentence(int sentence);
    [[nodiscard]] const SourceCard& source() const { return *m_source; }
    [[nodiscard]] ReadingBox& reading() const { return *m_reading; }

Q_SIGNALS:
    // `quote`: the words of it that are cited.
    void articleRequested(const tandem::ArticleId& article, const QString& quote);
    // A sentence that rests on the source that was pressed.
    void sentenceRequested(int sentence);
    // The lit words moved: to be scrolled to.
    void litMoved(const QRect& rect);

private:
    void makeSource();
    void makeReasons();
    void showSource();
    void showOthers(int shown);
    void showReasons();
    [[nodiscard]] QVBoxLayout* section(QWidget* box);

    std::optional<Draft> m_draft;
    std::vector<Passage> m_evidence;
    std::vector<EscalationReason> m_reasonList;
    HighStakesAction m_action = HighStakesAction::None;
    int m_sentence = -1;
    QVBoxLayout* m_column = nullptr;
    QWidget* m_sourceBox = nullptr;
    TextLabel* m_sourceTitle = nullptr;
    TextLabel* m_sourceNote = nullptr;
    SourceCard* m_source = nullptr;
    QVBoxLayout* m_others = nullptr;
    ConfidenceBox* m_confidence = nullptr;
    QWidget* m_reasonBox = nullptr;
    TextLabel* m_reasonCount = nullptr;
    QVBoxLayout* m_reasons = nullptr;
    ReadingBox* m_reading = nullptr;
    CustomerFacts* m_customer = nullptr;
};

} // namespace tandem::ui
