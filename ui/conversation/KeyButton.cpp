#include "ui/conversation/KeyButton.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/Sizes.h"

#include <algorithm>

namespace tandem::ui {

KeyButton::KeyButton(const QString& key, const QString& name, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(key);
    setAccessibleName(name);
    setToolTip(name);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize KeyButton::sizeHint() const
{
    const Theme& theme = themeOf(this);
    const QSize cap = keyCapSize(theme, text());
    return {std::max(cap.width(), theme.scaled(24)), std::max(cap.height(), theme.scaled(sizes::control))};
}

void KeyButton::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(this);
    QPainter painter(this);
    QRect cap(QPoint(), keyCapSize(theme, text()));
    cap.moveCenter(rect().center());
    if (underMouse() || isDown())
        paintBox(painter, rect().adjusted(0, 2, 0, -2), sizes::chipRadius,
            isDown() ? theme.palette().sunken : theme.palette().hover, {});
    paintKeyCap(painter, theme, cap, text());
}

} // namespace tandem::ui
