#include "ui/conversation/ThreadMetrics.h"
#include "ui/conversation/ThreadView.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Sizes.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr qsizetype mostMeasured = 400; // of a name: wider than any column

// Texts one after the other on a line, each in its font, from where the line begins.
class HeadLine {
public:
    HeadLine(QPainter& painter, const QRect& rect, Qt::LayoutDirection direction)
        : m_painter(painter)
        , m_rect(rect)
        , m_direction(direction)
    {
    }

    void add(const QString& text, const QFont& font, const QColor& colour, int gap = 0)
    {
        m_used += gap;
        const int room = m_rect.width() - m_used;
        if (room <= 0 || text.isEmpty())
            return;
        m_painter.setFont(font);
        m_painter.setPen(colour);
        const int width = std::min(room, QFontMetrics(font).horizontalAdvance(text.left(mostMeasured)) + 1);
        paintLine(m_painter, place(width), text);
        m_used += width;
    }

    // A stretch of the line for something else.
    QRect take(int width, int gap)
    {
        m_used += gap;
        const QRect taken = place(width);
        m_used += width;
        return taken;
    }

private:
    [[nodiscard]] QRect place(int width) const
    {
        return QStyle::visualRect(m_direction, m_rect, QRect(m_rect.left() + m_used, m_rect.top(), width, m_rect.height()));
    }

    QPainter& m_painter;
    QRect m_rect;
    Qt::LayoutDirection m_direction;
    int m_used = 0;
};

} // namespace

void ThreadView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.setLayoutDirection(layoutDirection());
    painter.fillRect(event->rect(), themeOf(this).palette().base);
    const QRectF clip(event->rect());
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
        const QRect rect = itemRect(i);
        if (rect.bottom() < clip.top() || rect.top() > clip.bottom())
            continue;
        painter.setClipRect(clip.intersected(QRectF(0, rect.top() - 2, viewport()->width(), rect.height() + 4)));
        paintRow(painter, i, clip); // piled up marks stay in their row
    }
}

void ThreadView::paintRow(QPainter& painter, int item, const QRectF& clip) const
{
    Theme const& theme = themeOf(this);
    const QRectF row(itemRect(item));
    switch (m_items[static_cast<std::size_t>(item)].kind) {
    case ThreadItemKind::Day:
        painter.setFont(theme.font(TextRole::Meta));
        painter.setPen(theme.palette().text3);
        painter.drawText(QRectF(0, row.top(), viewport()->width(), row.height()), Qt::AlignCenter | Qt::TextDontClip,
            m_items[static_cast<std::size_t>(item)].heading);
        break;
    case ThreadItemKind::Event: paintEventLine(painter, item, row); break;
    case ThreadItemKind::Note: {
        const ThreadMetrics metrics(*this);
        const QRectF box(
            bodyLeft(item) - metrics.noteInset(), row.top(), bodyWidth(item) + 2 * metrics.noteInset(), row.height());
        paintBox(painter, box, sizes::cardRadius, theme.palette().note, theme.palette().noteLine);
        paintHead(painter, item, row);
        paintBody(painter, item, clip);
        break;
    }
    case ThreadItemKind::Message:
        paintHead(painter, item, row);
        paintBody(painter, item, clip);
        break;
    }
}

void ThreadView::paintHead(QPainter& painter, int item, const QRectF& row) const
{
    Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    const ThreadMetrics metrics(*this);
    const ThreadItem& shown = m_items[static_cast<std::size_t>(item)];
    const bool note = shown.kind == ThreadItemKind::Note;
    const int top = static_cast<int>(row.top()) + (note ? 8 : 0);
    HeadLine line(painter, QRectF(bodyLeft(item), top, bodyWidth(item), metrics.headHeight()).toAlignedRect(), layoutDirection());
    line.add(shown.heading, theme.font(note ? TextRole::MetaStrong : TextRole::RowStrong, shown.heading.isRightToLeft()),
        note ? palette.noteText : palette.text);
    if (shown.byEngine) {
        const Chip label{.text = tr("AI"), .kind = ChipKind::Accent};
        const QRect place = line.take(chipWidth(theme, label), 8);
        const int height = chipHeight(theme);
        paintChip(painter, theme, QRect(place.left(), place.center().y() + 1 - height / 2, place.width(), height), label);
    }
    line.add(shown.meta, theme.font(TextRole::Meta), note ? palette.noteText : palette.text3, 8);
    if (note)
        return;
    const int side = metrics.avatar();
    const QRect avatar(static_cast<int>(row.left()), static_cast<int>(row.top()), side, side);
    const QRect place = QStyle::visualRect(layoutDirection(), row.toRect(), avatar);
    if (shown.byEngine) {
        paintAvatar(painter, theme, place, QString());
        theme.icons().paint(painter, QStringLiteral("mark"), place, theme.scaled(sizes::icon), palette.accentText);
    } else {
        paintAvatar(painter, theme, place, initials(shown.heading));
    }
}

void ThreadView::paintBody(QPainter& painter, int item, const QRectF& clip) const
{
    Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    const bool note = m_items[static_cast<std::size_t>(item)].kind == ThreadItemKind::Note;
    const MessageBody& shown = *m_rows[static_cast<std::size_t>(item)].body;
    const QPointF origin = bodyOrigin(item);
    const bool selected = m_selection.item == item;
    const auto [from, to] = std::minmax(m_selection.anchor, m_selection.head);
    painter.save();
    // Piled up combining marks stay inside their message.
    painter.setClipRect(QRectF(bodyLeft(item) - 2, origin.y() - 2, bodyWidth(item) + 4, shown.height() + 4), Qt::IntersectClip);
    shown.paintText(painter, origin, clip, note ? palette.noteText : palette.text, note ? palette.noteText : palette.text2,
        selected ? from : BodyPosition(), selected ? to : BodyPosition(), note ? palette.noteLine : palette.select());
    for (const FoldChip& chip : shown.chips()) {
        const QString icon = chip.open             ? QStringLiteral("chevron-down")
            : layoutDirection() == Qt::RightToLeft ? QStringLiteral("chevron-left")
                                                   : QStringLiteral("chevron-right");
        paintChip(painter, theme, chip.rect.translated(origin).toAlignedRect(), {.text = chipLabel(chip), .icon = icon});
    }
    painter.restore();
}

void ThreadView::paintEventLine(QPainter& painter, int item, const QRectF& row) const
{
    Theme& theme = themeOf(this);
    const ThreadMetrics metrics(*this);
    const ThreadItem& shown = m_items[static_cast<std::size_t>(item)];
    const int side = metrics.avatar();
    const QRect icon(static_cast<int>(row.left()), static_cast<int>(row.top()), side, static_cast<int>(row.height()));
    theme.icons().paint(
        painter, shown.icon, QStyle::visualRect(layoutDirection(), row.toRect(), icon), theme.scaled(14), theme.palette().text3);
    HeadLine line(painter, row.toRect(), layoutDirection());
    line.take(side, 0);
    line.add(shown.heading, theme.font(TextRole::Meta), theme.palette().text3);
}

} // namespace tandem::ui
