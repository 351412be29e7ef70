#include "ui/widgets/Chip.h"

#include "ui/theme/Crisp.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Sizes.h"

#include <QFontMetrics>
#include <QStyle>

namespace tandem::ui {

namespace {

constexpr int iconSize = 12;
constexpr int iconGap = 4;

struct Look {
    QColor fill, border, ink;
};

Look lookOf(const Palette& palette, ChipKind kind, bool onSelection)
{
    switch (kind) {
    case ChipKind::Neutral: return {palette.base, onSelection ? palette.accentLine : palette.line, palette.text2};
    case ChipKind::Accent: return {palette.accentSoft, {}, palette.accentText};
    case ChipKind::Ok: return {palette.okSoft, {}, palette.ok};
    case ChipKind::Warn: return {palette.warnSoft, {}, palette.warn};
    case ChipKind::Bad: return {palette.badSoft, {}, palette.bad};
    }
    return {};
}

} // namespace

int chipHeight(const Theme& theme)
{
    return theme.lineHeight(TextRole::Chip) + sizes::chip - 16;
}

int chipWidth(const Theme& theme, const Chip& chip)
{
    const int icon = chip.icon.isEmpty() ? 0 : theme.scaled(iconSize) + iconGap;
    return QFontMetrics(theme.font(TextRole::Chip)).horizontalAdvance(chip.text) + 2 * sizes::chipPadding + icon;
}

void paintChip(QPainter& painter, Theme& theme, const QRect& rect, const Chip& chip, bool onSelection)
{
    const Look look = lookOf(theme.palette(), chip.kind, onSelection);
    paintBox(painter, rect, sizes::chipRadius, look.fill, look.border, hairline(painter));
    const Qt::LayoutDirection direction = painter.layoutDirection();
    QRect text = rect.adjusted(sizes::chipPadding, 0, -sizes::chipPadding, 0);
    if (!chip.icon.isEmpty()) {
        const int size = theme.scaled(iconSize);
        const QRect icon(text.left(), text.top(), size, text.height());
        theme.icons().paint(painter, chip.icon, QStyle::visualRect(direction, rect, icon), size, look.ink);
        text.setLeft(text.left() + size + iconGap);
    }
    painter.save();
    painter.setFont(theme.font(TextRole::Chip));
    painter.setPen(look.ink);
    painter.setLayoutDirection(directionOf(chip.text, direction));
    painter.drawText(
        QStyle::visualRect(direction, rect, text), Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, chip.text);
    painter.restore();
}

} // namespace tandem::ui
