#include "ui/widgets/IconButton.h"

#include "ui/theme/ButtonLook.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Sizes.h"

#include <QStyleOptionButton>
#include <utility>

namespace tandem::ui {

IconButton::IconButton(QString icon, const QString& name, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(std::move(icon))
    , m_side(sizes::control)
    , m_iconSize(sizes::icon)
{
    Q_ASSERT(!name.isEmpty());
    setName(name);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconButton::setIconName(const QString& icon)
{
    m_icon = icon;
    update();
}

void IconButton::setName(const QString& name, const QString& key)
{
    setAccessibleName(name);
    setToolTip(key.isEmpty() ? name : name + QStringLiteral("  ") + key);
}

void IconButton::setSizes(int side, int icon)
{
    m_side = side;
    m_iconSize = icon;
    updateGeometry();
    update();
}

QSize IconButton::sizeHint() const
{
    // Smaller text leaves the target as large as it was.
    const int side = std::max(m_side, themeOf(this).scaled(m_side));
    return {side, side};
}

void IconButton::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    QStyleOptionButton option;
    option.initFrom(this);
    option.state.setFlag(QStyle::State_Sunken, isDown());
    QPainter painter(this);
    QColor ink = isEnabled() ? theme.palette().text2 : disabledInk(theme);
    if (isChecked()) {
        paintBox(painter, rect(), sizes::controlRadius, theme.palette().select(), {});
        ink = theme.palette().accentText;
    } else {
        paintButtonPanel(painter, theme, option, ButtonKind::Quiet);
    }
    theme.icons().paint(painter, m_icon, rect(), std::max(m_iconSize, theme.scaled(m_iconSize)), ink);
}

} // namespace tandem::ui
