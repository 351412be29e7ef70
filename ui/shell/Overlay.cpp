#include "ui/shell/Overlay.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Shadow.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <vector>

namespace tandem::ui {

namespace {

constexpr int radius = 10;
constexpr int scrimAlpha = 70;

} // namespace

Overlay::Overlay(QWidget* window)
    : QWidget(window)
    , m_panel(new QWidget(this))
{
    setFocusPolicy(Qt::StrongFocus);
    window->installEventFilter(this);
    hide();
}

void Overlay::open()
{
    if (isVisible())
        return;
    m_before = QApplication::focusWidget();
    place();
    show();
    raise();
    setFocus();
    Q_EMIT opened();
}

void Overlay::dismiss()
{
    if (!isVisible())
        return;
    hide();
    // What had it may be hidden by now; then what stands in its place gets it.
    QWidget* before = m_before;
    while (before != nullptr && (!before->isVisible() || (before != m_before && before->focusProxy() == nullptr)))
        before = before->parentWidget();
    if (before != nullptr)
        before->setFocus();
    Q_EMIT dismissed();
}

void Overlay::place()
{
    setGeometry(parentWidget()->rect());
    m_panel->setGeometry(panelRect(size()));
}

void Overlay::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& colours = themeOf(this).palette();
    QPainter painter(this);
    painter.fillRect(rect(), QColor(0, 0, 0, scrimAlpha));
    paintShadow(painter, m_panel->geometry(), radius);
    paintBox(painter, m_panel->geometry(), radius, colours.base, colours.line);
}

void Overlay::mousePressEvent(QMouseEvent* event)
{
    if (!m_panel->geometry().contains(event->pos()))
        dismiss();
}

void Overlay::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    // Nothing goes through to the window below.
}

bool Overlay::focusNextPrevChild(bool next)
{
    std::vector<QWidget*> stops;
    for (QWidget* child : m_panel->findChildren<QWidget*>()) {
        if (child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus) == Qt::TabFocus)
            stops.push_back(child);
    }
    if (stops.empty())
        return true;
    const auto at = std::ranges::find(stops, focusWidget());
    const auto count = static_cast<std::ptrdiff_t>(stops.size());
    std::ptrdiff_t index = next ? 0 : count - 1;
    if (at != stops.end())
        index = (at - stops.begin() + (next ? 1 : count - 1)) % count;
    stops[static_cast<std::size_t>(index)]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

bool Overlay::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

} // namespace tandem::ui
