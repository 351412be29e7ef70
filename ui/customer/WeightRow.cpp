#include "ui/customer/WeightRow.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Strings.h"

#include <QLocale>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr int barHeight = 4;
constexpr int gap = 3;

} // namespace

WeightRow::WeightRow(const QString& name, double share, QWidget* parent)
    : QWidget(parent)
    , m_name(name)
    , m_share(std::clamp(share, -1.0, 1.0))
{
    const long whole = std::lround(std::abs(m_share) * 100);
    const QChar sign = m_share < 0 ? QChar(0x2212) : QChar(u'+');
    m_figure = isolated(tr("%1%2 %").arg(sign).arg(QLocale().toString(whole)));
    setAccessibleName(m_share < 0 ? tr("%1: %2 % against it").arg(name).arg(whole) : tr("%1: %2 % for it").arg(name).arg(whole));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize WeightRow::sizeHint() const
{
    const Theme& theme = themeOf(this);
    return {160, theme.lineHeight(TextRole::Meta) + gap + theme.scaled(barHeight) + 2};
}

void WeightRow::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    painter.setFont(theme.font(TextRole::Meta));
    const int line = theme.lineHeight(TextRole::Meta);
    const int figure = painter.fontMetrics().horizontalAdvance(m_figure) + 1;
    const auto place = [&](int from, int to) {
        return QStyle::visualRect(layoutDirection(), rect(), QRect(from, 0, std::max(0, to - from), line));
    };
    painter.setPen(palette.text);
    paintLine(painter, place(0, width() - figure - 8), m_name);
    painter.setPen(palette.text2);
    paintFitting(painter, place(width() - figure, width()), m_figure);
    const int height = theme.scaled(barHeight);
    const QRect track(0, line + gap, width(), height);
    const QRect filled(0, track.top(), static_cast<int>(std::lround(std::abs(m_share) * width())), height);
    const auto paint = [&](const QRect& box, const QColor& fill, const QColor& border) {
        paintBox(painter, QStyle::visualRect(layoutDirection(), rect(), box), 2, fill, border);
    };
    paint(track, palette.line, {});
    // What speaks against it is hollow: told apart without colour.
    if (filled.width() > 1)
        paint(filled, m_share < 0 ? palette.surface : palette.accent, m_share < 0 ? palette.text3 : QColor());
}

} // namespace tandem::ui
