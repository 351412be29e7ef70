#pragma once

#include "model/Ticket.h"

#include <QAbstractButton>

namespace tandem::ui {

// Others tell of the same as the open ticket: how many, or that it may be an incident. Pressed, it asks for them. Not there when
// there are none. UI thread.
class SimilarTickets : public QAbstractButton {
    Q_OBJECT

public:
    explicit SimilarTickets(QWidget* parent = nullptr);

    void setGroup(const std::optional<TicketGroup>& group);

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void groupRequested(const tandem::GroupId& group);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    GroupId m_group;
    bool m_isIncident = false;
};

} // namespace tandem::ui
