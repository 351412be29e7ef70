#pragma once

#include "desk/Conversations.h"

#include <QWidget>

class QGridLayout;

namespace tandem::ui {

class TextLabel;

// Who writes: name, plan and since when, and facts in two columns. UI thread.
class CustomerFacts : public QWidget {
    Q_OBJECT

public:
    enum class Extent : std::uint8_t { Brief, Full };

    explicit CustomerFacts(Extent extent, QWidget* parent = nullptr);

    void setTicket(const TicketView& view);

private:
    void addFact(const QString& label, const QString& value);

    Extent m_extent;
    TextLabel* m_name = nullptr;
    TextLabel* m_tier = nullptr;
    QGridLayout* m_facts = nullptr;
};

} // namespace tandem::ui
