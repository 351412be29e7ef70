#include "ui/shell/RailButton.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/Sizes.h"

#include <QFocusEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int radius = 8;
constexpr int iconPx = 20;
constexpr int dotSize = 10;
constexpr int mostCounted = 99;

} // namespace

RailButton::RailButton(QString icon, const QString& name, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(std::move(icon))
{
    setToolTip(name);
    setAccessibleName(name);
    setFixedSize(sizes::railButton, sizes::railButton);
    setFocusPolicy(Qt::TabFocus);
}

QSize RailButton::sizeHint() const
{
    return {sizes::railButton, sizes::railButton};
}

void RailButton::setBadge(int count)
{
    if (m_badge == count)
        return;
    m_badge = count;
    setAccessibleDescription(count > 0 ? tr("%n waiting", nullptr, count) : QString());
    update();
}

void RailButton::setInitials(const QString& initials, bool online)
{
    m_initials = initials;
    m_online = online;
    update();
}

void RailButton::enterEvent(QEnterEvent* /*event*/)
{
    update();
}

void RailButton::focusInEvent(QFocusEvent* event)
{
    m_ring = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractButton::focusInEvent(event);
}

void RailButton::leaveEvent(QEvent* /*event*/)
{
    update();
}

void RailButton::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    const Palette& colours = theme.palette();
    QPainter painter(this);
    const QRect box = rect();
    if (!m_initials.isEmpty()) {
        paintPerson(painter, box);
        return;
    }
    if (isChecked())
        paintBox(painter, box, radius, colours.select(), {});
    else if (isDown())
        paintBox(painter, box, radius, colours.sunken, {});
    else if (underMouse())
        paintBox(painter, box, radius, colours.hover, {});
    theme.icons().paint(painter, m_icon, box, iconPx, isChecked() ? colours.accentText : colours.text3);
    if (m_badge > 0)
        paintCount(painter, box);
    if (hasFocus() && m_ring)
        paintBox(painter, box, radius, {}, colours.accent, 2);
}

void RailButton::paintPerson(QPainter& painter, const QRect& box)
{
    Theme const& theme = themeOf(this);
    const Palette& colours = theme.palette();
    QRect circle(0, 0, sizes::avatar, sizes::avatar);
    circle.moveCenter(box.center());
    paintAvatar(painter, theme, circle, m_initials);
    QRect dot(0, 0, dotSize, dotSize);
    const QPoint corner = isRightToLeft() ? circle.bottomLeft() : circle.bottomRight();
    dot.moveCenter(corner + QPoint(isRightToLeft() ? 2 : -2, -2));
    paintBox(painter, dot, dotSize / 2.0, m_online ? colours.ok : colours.lineStrong, colours.window, 2);
    if (hasFocus() && m_ring)
        paintBox(painter, box, radius, {}, colours.accent, 2);
}

void RailButton::paintCount(QPainter& painter, const QRect& box)
{
    const Theme& theme = themeOf(this);
    const QString text = m_badge > mostCounted ? QStringLiteral("99+") : locale().toString(m_badge);
    QRect pill(box.topLeft(), badgeSize(theme, text));
    if (!isRightToLeft())
        pill.moveRight(box.right());
    paintBadge(painter, theme, pill, text);
}

} // namespace tandem::ui
