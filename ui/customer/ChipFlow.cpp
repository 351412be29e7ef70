#include "ui/customer/ChipFlow.h"

#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int lineGap = 4;
constexpr int usualWidth = 280;

} // namespace

ChipFlow::ChipFlow(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChipFlow::setItems(std::vector<Item> items)
{
    m_items = std::move(items);
    updateGeometry();
    update();
}

QSize ChipFlow::sizeHint() const
{
    return {usualWidth, heightForWidth(usualWidth)};
}

int ChipFlow::heightForWidth(int width) const
{
    const std::vector<QRect> all = places(width);
    return all.empty() ? 0 : all.back().bottom() + 1;
}

std::vector<QRect> ChipFlow::places(int width) const
{
    const Theme& theme = themeOf(this);
    const int height = chipHeight(theme);
    std::vector<QRect> all;
    int x = 0;
    int y = 0;
    for (const Item& item : m_items) {
        const int wanted = std::min(chipWidth(theme, item.chip), std::max(1, width));
        if (x > 0 && x + wanted > width) {
            x = 0;
            y += height + lineGap;
        }
        all.emplace_back(x, y, wanted, height);
        x += wanted + sizes::chipGap;
    }
    return all;
}

void ChipFlow::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const std::vector<QRect> all = places(width());
    const QFontMetrics metrics(theme.font(TextRole::Chip));
    for (std::size_t i = 0; i < all.size(); ++i) {
        Chip chip = m_items[i].chip;
        const int excess = chipWidth(theme, chip) - all[i].width();
        if (excess > 0)
            chip.text = elidedLine(metrics, chip.text, metrics.horizontalAdvance(chip.text) - excess);
        paintChip(painter, theme, QStyle::visualRect(layoutDirection(), rect(), all[i]), chip);
    }
}

bool ChipFlow::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const std::vector<QRect> all = places(width());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (QStyle::visualRect(layoutDirection(), rect(), all[i]).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), plainToolTip(m_items[i].toolTip), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace tandem::ui
