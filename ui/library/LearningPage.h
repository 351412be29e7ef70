#pragma once

#include "ui/connector/Connector.h"

#include <QWidget>

#include <map>
#include <vector>

class QPlainTextEdit;
class QVBoxLayout;

namespace tandem::ui {

class Banner;
class Button;
class CardList;
class EmptyState;
class TextLabel;

// What the desk's people taught it: proposals to accept or discard, and what was accepted, which can be taken back. The list of
// them is a widget of its own, which stands elsewhere. UI thread.
class LearningPage : public QWidget {
    Q_OBJECT

public:
    explicit LearningPage(Connector& connector, QWidget* parent = nullptr);

    // Owned by whoever puts it into a layout.
    [[nodiscard]] QWidget* list() const;

    void reload();
    void move(int by);
    void select(const CandidateId& id);

Q_SIGNALS:
    void waitingChanged(int count);
    void ticketWanted(const tandem::TicketId& id);
    void said(const QString& text); // for a toast

private:
    enum class Decision : std::uint8_t { Accept, Discard, Undo };
    void makeText();
    [[nodiscard]] QWidget* makeBar();
    void take(std::vector<LearningCandidate> candidates);
    void show(const QString& id);
    void decide(Decision decision);
    void done(Decision decision, const Status& status);

    Connector& m_connector;
    std::map<QString, LearningCandidate> m_candidates;
    QString m_shown;
    CardList* m_list = nullptr;
    TextLabel* m_title = nullptr;
    TextLabel* m_meta = nullptr;
    Banner* m_error = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_body = nullptr;
    TextLabel* m_question = nullptr;
    QPlainTextEdit* m_resolution = nullptr;
    QWidget* m_bar = nullptr;
    TextLabel* m_hint = nullptr;
    Button* m_openTicket = nullptr;
    Button* m_discard = nullptr;
    Button* m_accept = nullptr;
    Button* m_undo = nullptr;
};

} // namespace tandem::ui
