#include "ui/customer/ValueBar.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"

#include <algorithm>

namespace tandem::ui {

ValueBar::ValueBar(int height, QWidget* parent)
    : QWidget(parent)
    , m_height(height)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ValueBar::setValue(double value, double threshold, double scale, BarTone tone)
{
    m_value = scale > 0 ? std::clamp(value / scale, 0.0, 1.0) : 0;
    m_threshold = scale > 0 ? std::clamp(threshold / scale, 0.0, 1.0) : 0;
    m_tone = tone;
    update();
}

QSize ValueBar::sizeHint() const
{
    return {100, themeOf(this).scaled(m_height) + 6};
}

void ValueBar::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    QPainter painter(this);
    const qreal height = theme.scaled(m_height);
    const QRectF track(0, (QWidget::height() - height) / 2, width(), height);
    const auto mirrored = [&](qreal left, qreal right) {
        return layoutDirection() == Qt::RightToLeft ? QRectF(width() - right, track.top(), right - left, height)
                                                    : QRectF(left, track.top(), right - left, height);
    };
    const qreal radius = std::min(2.0, height / 2);
    paintBox(painter, track, radius, palette.line, {});
    if (m_value > 0)
        paintBox(
            painter, mirrored(0, m_value * width()), radius, m_tone == BarTone::Attention ? palette.warnFill : palette.text3, {});
    const qreal at = std::clamp(m_threshold * width(), 1.0, width() - 1.0);
    painter.fillRect(crisp(painter, mirrored(at - 1, at + 1).adjusted(0, -3, 0, 3)), palette.text);
}

} // namespace tandem::ui
