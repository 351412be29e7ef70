#include "ui/customer/SourceRow.h"

#include "ui/conversation/Words.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Sizes.h"

#include <QLocale>
#include <QStyle>

namespace tandem::ui {

SourceRow::SourceRow(int number, const QString& title, double support, bool weak, QWidget* parent)
    : QAbstractButton(parent)
    , m_number(QLocale().toString(number))
    , m_value(weak ? tr("%1 weak").arg(scoreText(support)) : scoreText(support))
    , m_weak(weak)
{
    setText(title);
    setAccessibleName(tr("Source %1, %2, support %3").arg(m_number, title, m_value));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize SourceRow::sizeHint() const
{
    return {200, themeOf(this).lineHeight(TextRole::Row) + 6};
}

void SourceRow::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    QPainter painter(this);
    if (underMouse())
        paintBox(painter, rect(), sizes::chipRadius, palette.hover, {});
    const auto place = [&](const QRect& logical) { return QStyle::visualRect(layoutDirection(), rect(), logical); };
    const int side = theme.scaled(14);
    painter.setFont(theme.font(TextRole::Badge));
    const QRect chip
        = place(QRect(0, (height() - side) / 2, std::max(side, painter.fontMetrics().horizontalAdvance(m_number) + 8), side));
    paintBox(painter, chip, 3, palette.sunken, {});
    painter.setPen(palette.text2);
    painter.drawText(chip, Qt::AlignCenter | Qt::TextDontClip, m_number);
    painter.setFont(theme.font(TextRole::Row));
    const QFontMetrics metrics = painter.fontMetrics();
    const int value = metrics.horizontalAdvance(m_value) + 1;
    painter.setPen(m_weak ? palette.warn : palette.text2);
    painter.drawText(place(QRect(width() - value, 0, value, height())), Qt::AlignCenter | Qt::TextDontClip, m_value);
    const int from = chip.width() + 6;
    const int room = width() - value - from - 8;
    painter.setPen(palette.text2);
    const auto aligned = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading | Qt::AlignVCenter) | Qt::AlignAbsolute;
    painter.drawText(place(QRect(from, 0, room, height())), static_cast<int>(aligned) | Qt::TextSingleLine,
        metrics.elidedText(text(), Qt::ElideRight, room));
}

} // namespace tandem::ui
