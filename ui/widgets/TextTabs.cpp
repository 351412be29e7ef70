#include "ui/widgets/TextTabs.h"

#include "ui/theme/Theme.h"

namespace tandem::ui {

TextTabs::TextTabs(QWidget* parent)
    : QTabBar(parent)
{
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setElideMode(Qt::ElideNone);
    setFocusPolicy(Qt::TabFocus);
}

void TextTabs::setTabHeight(int height)
{
    m_height = height;
    updateGeometry();
    update();
}

QSize TextTabs::tabSizeHint(int index) const
{
    const Theme& theme = themeOf(this);
    // As wide as the chosen tab would be, so that choosing moves nothing.
    const int width = QFontMetrics(theme.font(TextRole::RowStrong)).size(Qt::TextShowMnemonic, tabText(index)).width();
    return {width + 18, m_height > 0 ? m_height : theme.lineHeight(TextRole::Row) + 16};
}

} // namespace tandem::ui
