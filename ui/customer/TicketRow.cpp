#include "ui/customer/TicketRow.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"

#include <QStyle>

namespace tandem::ui {

namespace {

constexpr int padding = 14;

} // namespace

TicketRow::TicketRow(const QString& subject, const QString& meta, QWidget* parent)
    : QAbstractButton(parent)
    , m_meta(meta)
{
    setText(subject);
    setAccessibleName(tr("%1, %2").arg(subject, meta));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize TicketRow::sizeHint() const
{
    const Theme& theme = themeOf(this);
    return {200, theme.lineHeight(TextRole::Row) + theme.lineHeight(TextRole::Meta) + 14};
}

void TicketRow::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    QPainter painter(this);
    if (isDown() || underMouse())
        painter.fillRect(rect(), isDown() ? palette.sunken : palette.hover);
    paintHairline(painter, rect(), Qt::BottomEdge, palette.line);
    const auto aligned
        = static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading | Qt::AlignVCenter) | Qt::AlignAbsolute)
        | Qt::TextSingleLine | Qt::TextDontClip;
    const int room = width() - 2 * padding;
    const auto line = [&](const QString& words, TextRole role, const QColor& ink, int top) {
        painter.setFont(theme.font(role));
        painter.setPen(ink);
        painter.setLayoutDirection(words.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
        painter.drawText(QRect(padding, top, room, theme.lineHeight(role)), aligned,
            painter.fontMetrics().elidedText(words, Qt::ElideRight, room));
    };
    line(text(), TextRole::Row, palette.text, 6);
    line(m_meta, TextRole::Meta, palette.text3, 7 + theme.lineHeight(TextRole::Row));
}

} // namespace tandem::ui
