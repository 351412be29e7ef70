#include "ui/conversation/ElidedLabel.h"

#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Strings.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace tandem::ui {

namespace {

constexpr qsizetype mostMeasured = 400; // characters: more than a column is wide

} // namespace

QSize ElidedLabel::minimumSizeHint() const
{
    return {0, fontMetrics().height()};
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text().left(mostMeasured)) + 2, fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.setFont(font());
    painter.setLayoutDirection(layoutDirection());
    paintLine(painter, rect(), text());
}

bool ElidedLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const bool cut = fontMetrics().horizontalAdvance(text().left(mostMeasured)) > width();
        QToolTip::showText(help->globalPos(), cut ? plainToolTip(text()) : QString(), this);
        return true;
    }
    return TextLabel::event(event);
}

} // namespace tandem::ui
