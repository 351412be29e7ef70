#pragma once

#include "desk/Conversations.h"
#include "model/Explanation.h"
#include "ui/widgets/TextLabel.h"

#include <optional>
#include <vector>

class QVBoxLayout;

namespace tandem::ui {

class ExplanationView;
class ReadingRow;

// How the engine read the ticket's newest message: category, urgency, sentiment and what calls for a person, each with the
// reasons for it when it is opened. Hidden until the ticket was read. UI thread.
class ReadingBox : public Surface {
    Q_OBJECT

public:
    explicit ReadingBox(QWidget* parent = nullptr);

    void setTicket(const TicketView& view);
    // The answer to explanationRequested(). One for another ticket than the shown is left out of account.
    void setExplanation(const TicketId& ticket, const Result<Explanation>& explanation);

Q_SIGNALS:
    void explanationRequested(const tandem::TicketId& ticket);

private:
    struct Reading {
        ExplainedKind kind = ExplainedKind::Category;
        std::string value;
        double score = 0;
        friend bool operator==(const Reading&, const Reading&) = default;
    };
    struct Line {
        ReadingRow* row = nullptr;
        ExplanationView* view = nullptr;
    };

    static std::vector<Reading> readingsOf(const Ticket& ticket);
    void rebuild();
    void toggle(std::size_t line);
    void ask();
    void fill(std::size_t line);

    TicketId m_ticket;
    std::size_t m_messages = 0; // of the customer; another one is read anew
    std::vector<Reading> m_readings;
    std::vector<Line> m_lines;
    std::optional<Result<Explanation>> m_explanation;
    bool m_asked = false;
    QVBoxLayout* m_rows = nullptr;
};

} // namespace tandem::ui
