#pragma once

#include "model/Ticket.h"
#include "ui/widgets/TextLabel.h"

namespace tandem::ui {

class ValueBar;

// How sure the engine is of its draft: number, word, bar with the threshold. Hidden without a draft that says anything.
class ConfidenceBox : public Surface {
    Q_OBJECT

public:
    explicit ConfidenceBox(QWidget* parent = nullptr);

    void setTicket(const Ticket& ticket);

private:
    TextLabel* m_word = nullptr;
    TextLabel* m_number = nullptr;
    TextLabel* m_meaning = nullptr;
    ValueBar* m_bar = nullptr;
    TextLabel* m_scale = nullptr;
};

} // namespace tandem::ui
