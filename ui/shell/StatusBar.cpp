#include "ui/shell/StatusBar.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/OwnDirection.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include <array>

namespace tandem::ui {

namespace {

constexpr int barHeight = 24;
constexpr int padding = 12;
constexpr int gap = 20;
constexpr int iconSize = 14;

} // namespace

StatusBar::StatusBar(QWidget* parent)
    : QWidget(parent)
{
    m_place.icon = QStringLiteral("shield");
    m_model.icon = QStringLiteral("cpu");
    m_saved.icon = QStringLiteral("check");
    setFixedHeight(barHeight);
}

void StatusBar::setPlace(const QString& text)
{
    m_place.text = text;
    refresh();
}

void StatusBar::setModel(const QString& text)
{
    m_model.text = text;
    refresh();
}

void StatusBar::setSaved(const QString& text, bool waiting)
{
    m_saved = {waiting ? QStringLiteral("clock") : QStringLiteral("check"), text};
    refresh();
}

void StatusBar::setTickets(std::int64_t count)
{
    m_tickets = tr("%1 tickets").arg(locale().toString(static_cast<qlonglong>(count)));
    refresh();
}

void StatusBar::setLatency(double milliseconds)
{
    m_latency = tr("key to paint %1 ms").arg(locale().toString(milliseconds, 'f', milliseconds < 10 ? 1 : 0));
    refresh();
}

void StatusBar::refresh()
{
    setFixedHeight(themeOf(this).scaled(barHeight));
    setAccessibleName(QStringList{m_place.text, m_model.text, m_saved.text, m_tickets, m_latency}.join(QStringLiteral(", ")));
    update();
}

void StatusBar::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    const Palette& colours = theme.palette();
    QPainter painter(this);
    painter.fillRect(rect(), colours.window);
    paintHairline(painter, rect(), Qt::TopEdge, colours.line);
    painter.setFont(theme.font(TextRole::Meta));
    painter.setPen(colours.text3);
    painter.setLayoutDirection(layoutDirection());
    const QFontMetrics metrics = painter.fontMetrics();
    const auto mirrored = [this](const QRect& box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    int x = padding;
    for (const Part& part : std::array{m_place, m_model, m_saved}) {
        if (part.text.isEmpty())
            continue;
        theme.icons().paint(painter, part.icon, mirrored({x, 1, iconSize, rect().height()}), iconSize, colours.text3);
        x += iconSize + 6;
        const int wide = metrics.horizontalAdvance(part.text);
        paintLine(painter, mirrored({x, 1, wide + 1, rect().height() - 1}), part.text);
        x += wide + gap;
    }
    int end = width() - padding;
    const auto fromEnd = [&](const QString& text) {
        const int wide = metrics.horizontalAdvance(text);
        end -= wide;
        const QRect box = mirrored({end, 1, wide + 1, rect().height() - 1});
        paintLine(painter, box, text);
        return box;
    };
    const QRect words = fromEnd(tr("keys"));
    end -= 6 + 18;
    const QRect cap = mirrored({end, (barHeight - 16) / 2, 18, 16});
    paintBox(painter, cap, 4, colours.base, colours.line);
    painter.drawText(cap, Qt::AlignCenter, QStringLiteral("?"));
    m_help = words.united(cap);
    for (const QString& text : {m_latency, m_tickets}) {
        if (text.isEmpty())
            continue;
        end -= gap;
        if (end - metrics.horizontalAdvance(text) > x)
            fromEnd(text);
    }
}

void StatusBar::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_help.contains(event->pos()))
        Q_EMIT helpWanted();
}

} // namespace tandem::ui
