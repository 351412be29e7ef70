#include "ui/conversation/ThreadMetrics.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/Sizes.h"

#include <QWidget>

#include <algorithm>

namespace tandem::ui {

ThreadMetrics::ThreadMetrics(const QWidget& view)
    : m_view(view)
    , m_theme(themeOf(&view))
{
}

int ThreadMetrics::avatar() const
{
    return m_theme.scaled(sizes::avatar);
}

qreal ThreadMetrics::bodyIndent() const
{
    return avatar() + 10;
}

qreal ThreadMetrics::measure() const
{
    return m_theme.scaled(680);
}

qreal ThreadMetrics::headHeight() const
{
    return m_theme.lineHeight(TextRole::RowStrong);
}

qreal ThreadMetrics::metaHeight() const
{
    return m_theme.lineHeight(TextRole::Meta);
}

qreal ThreadMetrics::chipHeight() const
{
    return ui::chipHeight(m_theme);
}

qreal ThreadMetrics::chipWidth(const QString& label) const
{
    return ui::chipWidth(m_theme, {.text = label, .icon = QStringLiteral("chevron-right")});
}

TextStyle ThreadMetrics::bodyStyle(bool note) const
{
    const TextRole role = note ? TextRole::Row : TextRole::Message;
    TextStyle style;
    style.font = m_theme.font(role);
    style.rightToLeftFont = m_theme.font(role, true);
    style.lineHeight = m_theme.lineHeight(role) + (note ? 1 : 0);
    style.rightToLeftLineHeight = style.lineHeight + m_theme.scaled(3);
    style.alignment = m_view.layoutDirection();
    return style;
}

int ThreadMetrics::cardHeight(const QWidget& card, int width)
{
    const int height = card.hasHeightForWidth() ? card.heightForWidth(width) : card.sizeHint().height();
    return std::max(height, card.minimumHeight());
}

} // namespace tandem::ui
