#include "ui/shell/RailButton.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"

#include <QFocusEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int side = 36;
constexpr int radius = 8;
constexpr int iconPx = 20;
constexpr int avatarSize = 28;
constexpr int dotSize = 10;
constexpr int mostCounted = 99;

} // namespace

RailButton::RailButton(QString icon, const QString& name, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(std::move(icon))
{
    setToolTip(name);
    setAccessibleName(name);
    setFixedSize(side, side);
    setFocusPolicy(Qt::TabFocus);
}

QSize RailButton::sizeHint() const
{
    return {side, side};
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
        paintAvatar(painter, box);
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
        paintBadge(painter, box);
    if (hasFocus() && m_ring)
        paintBox(painter, box, radius, {}, colours.accent, 2);
}

void RailButton::paintAvatar(QPainter& painter, const QRect& box)
{
    Theme& theme = themeOf(this);
    const Palette& colours = theme.palette();
    QRect circle(0, 0, avatarSize, avatarSize);
    circle.moveCenter(box.center());
    paintBox(painter, circle, avatarSize / 2.0, colours.line, {});
    painter.setPen(colours.text2);
    painter.setFont(theme.font(TextRole::Label));
    painter.drawText(circle, Qt::AlignCenter, m_initials);
    QRect dot(0, 0, dotSize, dotSize);
    const QPoint corner = isRightToLeft() ? circle.bottomLeft() : circle.bottomRight();
    dot.moveCenter(corner + QPoint(isRightToLeft() ? 2 : -2, -2));
    paintBox(painter, dot, dotSize / 2.0, m_online ? colours.ok : colours.lineStrong, colours.window, 2);
    if (hasFocus() && m_ring)
        paintBox(painter, box, radius, {}, colours.accent, 2);
}

void RailButton::paintBadge(QPainter& painter, const QRect& box)
{
    Theme& theme = themeOf(this);
    const Palette& colours = theme.palette();
    painter.setFont(theme.font(TextRole::Badge));
    const QString text = m_badge > mostCounted ? QStringLiteral("99+") : locale().toString(m_badge);
    const int width = std::max(16, painter.fontMetrics().horizontalAdvance(text) + 8);
    QRect pill(0, 0, width, 16);
    pill.moveTop(box.top());
    if (isRightToLeft())
        pill.moveLeft(box.left());
    else
        pill.moveRight(box.right());
    paintBox(painter, pill, 8, colours.accent, {});
    painter.setPen(colours.onAccent);
    painter.drawText(pill, Qt::AlignCenter, text);
}

} // namespace tandem::ui
