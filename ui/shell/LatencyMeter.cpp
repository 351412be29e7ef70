#include "ui/shell/LatencyMeter.h"

#include <QApplication>
#include <QEvent>
#include <QWidget>

namespace tandem::ui {

namespace {

constexpr std::size_t mostTimes = 1000;

bool isOtherInput(QEvent::Type type)
{
    return type == QEvent::MouseMove || type == QEvent::MouseButtonPress || type == QEvent::HoverMove
        || type == QEvent::HoverEnter || type == QEvent::Wheel || type == QEvent::Resize;
}

} // namespace

LatencyMeter::LatencyMeter(QObject* parent)
    : QObject(parent)
{
    m_afterPaint.setSingleShot(true);
    m_afterPaint.setInterval(0);
    connect(&m_afterPaint, &QTimer::timeout, this, &LatencyMeter::painted);
    QApplication::instance()->installEventFilter(this);
}

bool LatencyMeter::eventFilter(QObject* watched, QEvent* event)
{
    // The first thing heard of a key; when a shortcut takes it, the only one.
    if (event->type() == QEvent::ShortcutOverride) {
        m_sinceKey.start();
        m_waiting = true;
    } else if (event->type() == QEvent::UpdateRequest && m_waiting) {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (widget != nullptr && widget->isWindow())
            m_afterPaint.start(); // the request is carried out before timers run
    } else if (isOtherInput(event->type()) && !m_afterPaint.isActive()) {
        m_waiting = false; // the key changed nothing that is seen; what is painted now answers something else
    }
    return QObject::eventFilter(watched, event);
}

void LatencyMeter::painted()
{
    if (!m_waiting)
        return;
    m_waiting = false;
    const double milliseconds = static_cast<double>(m_sinceKey.nsecsElapsed()) / 1e6;
    if (m_times.size() == mostTimes)
        m_times.erase(m_times.begin());
    m_times.push_back(milliseconds);
    Q_EMIT measured(milliseconds);
}

} // namespace tandem::ui
