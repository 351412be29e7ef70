#pragma once

#include "desk/Inbox.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/SlaClock.h"

#include <QList>
#include <QRect>

class QPainter;

namespace tandem::ui {

// How much room a row takes: 76, 52 or 32 px at text scale 1.
enum class Density : std::uint8_t { Comfortable, Compact, Dense };

struct RowState {
    bool hovered = false;
    bool selected = false;
    bool focused = false; // by the keyboard
};

// Where the parts of a row stand, as if read from left to right; the painter mirrors. Empty rectangles are not shown.
struct RowLayout {
    QRect channel, urgency, language;
    QRect name, subject, preview;
    QRect age, meter, confidence, sla;
    QString nameText, subjectText, previewText; // elided
    QString ageText, confidenceText;
    std::optional<SlaReading> slaReading;
    struct PlacedChip {
        Chip chip;
        QRect place;
    };
    QList<PlacedChip> chips;
};

// Lays out and paints one ticket of a list. Holds nothing but the theme.
class TicketRowDelegate {
public:
    explicit TicketRowDelegate(Theme& theme)
        : m_theme(theme)
    {
    }

    [[nodiscard]] int height(Density density) const;
    [[nodiscard]] RowLayout layout(const QRect& row, const TicketSummary& ticket, TimePoint now, Density density) const;
    void paint(
        QPainter& painter, const QRect& row, const TicketSummary& ticket, TimePoint now, Density density, RowState state) const;
    // Grey bars in place of a ticket that is on its way.
    void paintWaiting(QPainter& painter, const QRect& row, Density density) const;

private:
    void layOutValues(RowLayout& layout, const QRect& row, const TicketSummary& ticket, TimePoint now, Density density) const;
    void layOutChips(RowLayout& layout, const QRect& line, const TicketSummary& ticket) const;
    void paintBackground(QPainter& painter, const QRect& row, RowState state) const;
    void paintGutter(QPainter& painter, const QRect& row, const RowLayout& layout, const TicketSummary& ticket) const;
    void paintValues(QPainter& painter, const QRect& row, const RowLayout& layout, const TicketSummary& ticket) const;
    [[nodiscard]] QRect line(const QRect& row, int number, Density density) const;

    Theme& m_theme;
};

} // namespace tandem::ui
