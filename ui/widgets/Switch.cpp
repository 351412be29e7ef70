#include "ui/widgets/Switch.h"

#include "ui/theme/ButtonLook.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Sizes.h"

#include <QStyle>

namespace tandem::ui {

Switch::Switch(const QString& name, QWidget* parent)
    : QAbstractButton(parent)
{
    setCheckable(true);
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Switch::sizeHint() const
{
    const Theme& theme = themeOf(this);
    return {std::max(sizes::switchWidth, theme.scaled(sizes::switchWidth)),
        std::max(sizes::switchHeight, theme.scaled(sizes::switchHeight))};
}

void Switch::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    QColor fill = isChecked() ? palette.accent : palette.lineStrong;
    if (!isEnabled())
        fill = disabledInk(theme);
    QPainter painter(this);
    paintBox(painter, rect(), height() / 2.0, fill, {});
    const int knob = height() - 4;
    const QRect at(isChecked() ? width() - knob - 2 : 2, 2, knob, knob);
    paintBox(painter, QStyle::visualRect(layoutDirection(), rect(), at), knob / 2.0, palette.onAccent, {});
}

} // namespace tandem::ui
