#include "ui/widgets/SlaClock.h"

#include "ui/widgets/Strings.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QLocale>
#include <QPainter>
#include <QStyle>

namespace tandem::ui {

namespace {

constexpr int clockSize = 12;
constexpr int clockGap = 4;

QString tr(const char* text, int count = -1)
{
    return QCoreApplication::translate("SlaClock", text, nullptr, count);
}

QColor inkOf(const Palette& palette, SlaState state)
{
    switch (state) {
    case SlaState::InTime: return palette.text3;
    case SlaState::Soon: return palette.warn;
    case SlaState::Late: return palette.bad;
    }
    return palette.text3;
}

struct Parts {
    qint64 days, hours, minutes; // the whole in each unit
};

Parts partsOf(Milliseconds duration)
{
    const qint64 minutes = std::max<qint64>(0, std::chrono::duration_cast<std::chrono::minutes>(duration).count());
    return {minutes / 60 / 24, minutes / 60, minutes};
}

} // namespace

QString shortDuration(Milliseconds duration)
{
    const QLocale locale;
    const Parts parts = partsOf(duration);
    if (parts.hours < 1)
        return tr("%1 min").arg(locale.toString(parts.minutes));
    if (parts.hours < 2)
        return tr("%1 h %2").arg(
            locale.toString(parts.hours), QStringLiteral("%1").arg(parts.minutes % 60, 2, 10, QLatin1Char('0')));
    if (parts.days < 2)
        return tr("%1 h").arg(locale.toString(parts.hours));
    return tr("%1 d").arg(locale.toString(parts.days));
}

QString spokenDuration(Milliseconds duration)
{
    const Parts parts = partsOf(duration);
    const auto spoken = [](qint64 count, const char* one, const char* many) {
        return count == 1 ? tr(one) : tr(many, static_cast<int>(count));
    };
    QString minutes
        = spoken(parts.minutes % 60, QT_TRANSLATE_NOOP("SlaClock", "1 minute"), QT_TRANSLATE_NOOP("SlaClock", "%n minutes"));
    QString hours = spoken(parts.hours, QT_TRANSLATE_NOOP("SlaClock", "1 hour"), QT_TRANSLATE_NOOP("SlaClock", "%n hours"));
    if (parts.hours < 1)
        return minutes;
    if (parts.hours < 2)
        return hours + u' ' + minutes;
    if (parts.days < 2)
        return hours;
    return tr("%n days", static_cast<int>(parts.days));
}

SlaReading slaReading(TimePoint now, std::optional<TimePoint> since, TimePoint due)
{
    SlaReading reading;
    if (now > due) {
        reading.state = SlaState::Late;
        reading.text = QChar(0x2212) + shortDuration(now - due);
        reading.spoken = tr("%1 late").arg(spokenDuration(now - due));
        return reading;
    }
    const Milliseconds left = due - now;
    const Milliseconds whole = since && due > *since ? due - *since : Milliseconds(std::chrono::hours(4));
    reading.state = left * 4 <= whole ? SlaState::Soon : SlaState::InTime;
    reading.text = shortDuration(left);
    reading.spoken = tr("%1 left").arg(spokenDuration(left));
    return reading;
}

int slaWidth(const Theme& theme, const SlaReading& reading)
{
    return QFontMetrics(theme.font(TextRole::Meta)).horizontalAdvance(reading.text) + theme.scaled(clockSize) + clockGap;
}

void paintSla(QPainter& painter, Theme& theme, const QRect& rect, const SlaReading& reading)
{
    const QColor ink = inkOf(theme.palette(), reading.state);
    const int width = slaWidth(theme, reading);
    const QRect whole(rect.right() - width + 1, rect.top(), width, rect.height());
    const int size = theme.scaled(clockSize);
    const QRect clock(whole.left(), rect.top(), size, rect.height());
    const QRect text(whole.left() + size + clockGap, rect.top(), width - size - clockGap, rect.height());
    const Qt::LayoutDirection direction = painter.layoutDirection();
    theme.icons().paint(painter, QStringLiteral("clock"), QStyle::visualRect(direction, rect, clock), size, ink);
    painter.save();
    painter.setFont(theme.font(TextRole::Meta));
    painter.setPen(ink);
    painter.drawText(QStyle::visualRect(direction, rect, text), Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip,
        isolated(reading.text));
    painter.restore();
}

} // namespace tandem::ui
