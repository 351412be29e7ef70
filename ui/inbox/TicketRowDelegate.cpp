#include "ui/inbox/TicketRowDelegate.h"

#include "ui/conversation/PlainText.h"
#include "ui/inbox/TicketWords.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"

#include <QFontMetrics>
#include <QLocale>
#include <QStyle>

#include <algorithm>
#include <array>

namespace tandem::ui {

namespace {

constexpr int inset = 9;
constexpr int tightInset = 7;
constexpr int sideInset = 12;
constexpr int gutterWidth = 18;
constexpr int columnGap = 8;
constexpr int meterGap = 8;
constexpr int denseName = 84;
constexpr int leastPreview = 32;
constexpr qsizetype mostChips = 2;

int advance(const QFont& font, const QString& text)
{
    // One px more than the advance: glyphs may hang over.
    return text.isEmpty() ? 0 : QFontMetrics(font).horizontalAdvance(text) + 1;
}

QString elided(const QFont& font, const QString& text, int width)
{
    return elidedLine(QFontMetrics(font), text, width);
}

} // namespace

// Line `number` (0…2) of a row, over its whole width.
QRect TicketRowDelegate::line(const QRect& row, int number, Density density) const
{
    const int text = m_theme.lineHeight(TextRole::Row);
    const std::array<int, 3> heights{
        text, density == Density::Comfortable ? text + 2 : text, std::max(text, chipHeight(m_theme))};
    int top = row.top() + (density == Density::Comfortable ? inset : tightInset);
    for (int above = 0; above < number; ++above)
        top += heights[static_cast<std::size_t>(above)] + 1;
    return {row.left(), top, row.width(), heights[static_cast<std::size_t>(number)]};
}

int TicketRowDelegate::height(Density density) const
{
    const QRect origin(0, 0, 1, 1);
    switch (density) {
    case Density::Comfortable: return line(origin, 2, density).bottom() + 1 + inset;
    case Density::Compact: return line(origin, 1, density).bottom() + 1 + tightInset + 1;
    case Density::Dense: return line(origin, 0, density).bottom() + 1 + tightInset;
    }
    return 0;
}

void TicketRowDelegate::layOutValues(
    RowLayout& layout, const QRect& row, const TicketSummary& ticket, TimePoint now, Density density) const
{
    const QFont meta = m_theme.font(TextRole::Meta);
    const int end = row.right() - sideInset + 1;
    const auto atEnd = [&](int lineNumber, int width) {
        const QRect whole = line(row, lineNumber, density);
        return QRect(end - width, whole.top(), width, whole.height());
    };
    if (density != Density::Dense) {
        layout.ageText = shortDuration(now - ticket.waitingSince.value_or(ticket.createdAt));
        layout.age = atEnd(0, advance(meta, isolated(layout.ageText)));
    }
    if (density == Density::Comfortable && ticket.confidence) {
        layout.confidenceText = QLocale().toString(*ticket.confidence, 'f', 2);
        layout.confidence = atEnd(1, advance(meta, isolated(layout.confidenceText)));
        layout.meter = layout.confidence;
        layout.meter.setWidth(m_theme.scaled(sizes::meterWidth));
        layout.meter.moveRight(layout.confidence.left() - meterGap);
    }
    if (ticket.dueAt) {
        layout.slaReading = slaReading(now, ticket.waitingSince, *ticket.dueAt);
        const int lineNumber = density == Density::Comfortable ? 2 : density == Density::Compact ? 1 : 0;
        layout.sla = atEnd(lineNumber, slaWidth(m_theme, *layout.slaReading));
    }
}

void TicketRowDelegate::layOutChips(RowLayout& layout, const QRect& line, const TicketSummary& ticket) const
{
    QStringList words = reasonWords(ticket);
    if (const QString similar = similarWord(ticket); !similar.isEmpty())
        words.append(similar);
    const int height = chipHeight(m_theme);
    int x = line.left();
    const auto put = [&](const QString& word) {
        const Chip chip{word};
        const QRect place(x, line.top() + (line.height() - height) / 2, chipWidth(m_theme, chip), height);
        layout.chips.append({chip, place});
        x = place.right() + 1 + sizes::chipGap;
    };
    const auto more = [](qsizetype count) { return isolated(QStringLiteral("+%1").arg(count)); };
    const auto widthOf = [&](const QString& word) { return chipWidth(m_theme, Chip{word}); };
    for (qsizetype i = 0; i < words.size(); ++i) {
        const qsizetype after = words.size() - i - 1;
        const int rest = after > 0 ? sizes::chipGap + widthOf(more(after)) : 0;
        const bool fits = x + widthOf(words[i]) + rest <= line.right() + 1;
        if (!fits || i >= mostChips) {
            if (x + widthOf(more(after + 1)) <= line.right() + 1)
                put(more(after + 1));
            break;
        }
        put(words[i]);
    }
    layout.preview = QRect(QPoint(x, line.top()), line.bottomRight());
}

RowLayout TicketRowDelegate::layout(const QRect& row, const TicketSummary& ticket, TimePoint now, Density density) const
{
    RowLayout layout;
    layOutValues(layout, row, ticket, now, density);
    const int valueStart = row.right() + 1 - sideInset
        - std::max({layout.age.width(), layout.sla.width(),
            layout.meter.isEmpty() ? 0 : layout.confidence.right() - layout.meter.left() + 1});
    const int gutter = m_theme.scaled(gutterWidth);
    const int textStart = row.left() + sideInset + gutter + columnGap;
    const int textEnd = valueStart - columnGap;
    const auto gutterOf = [&](int number) {
        const QRect whole = line(row, number, density);
        return QRect(row.left() + sideInset, whole.top(), gutter, whole.height());
    };
    const auto textOf = [&](int number) {
        const QRect whole = line(row, number, density);
        return QRect(textStart, whole.top(), std::max(0, textEnd - textStart), whole.height());
    };
    const QString name = shownLine(ticket.customerName, mostOfAName);
    const QString subject = shownLine(ticket.subject);
    const TextRole subjectRole = ticket.unread ? TextRole::RowStrong : TextRole::Row;

    layout.channel = gutterOf(0);
    layout.name = textOf(0);
    if (density == Density::Dense) {
        layout.subject = layout.name;
        layout.name.setWidth(std::min(m_theme.scaled(denseName), layout.subject.width()));
        layout.subject.setLeft(layout.name.right() + 1 + columnGap);
    } else {
        layout.urgency = ticket.urgency ? gutterOf(1) : QRect();
        layout.subject = textOf(1);
    }
    layout.nameText = elided(m_theme.font(subjectRole, name.isRightToLeft()), name, layout.name.width());
    layout.subjectText = elided(m_theme.font(subjectRole, subject.isRightToLeft()), subject, layout.subject.width());
    if (density == Density::Comfortable) {
        layout.language = ticket.language ? gutterOf(2) : QRect();
        layOutChips(layout, textOf(2), ticket);
        const QString preview = shownLine(ticket.preview);
        if (layout.preview.width() >= m_theme.scaled(leastPreview))
            layout.previewText = elided(m_theme.font(TextRole::Meta, preview.isRightToLeft()), preview, layout.preview.width());
        else
            layout.preview = QRect();
    }
    return layout;
}

void TicketRowDelegate::paintBackground(QPainter& painter, const QRect& row, RowState state) const
{
    const Palette& palette = m_theme.palette();
    const Qt::LayoutDirection direction = painter.layoutDirection();
    painter.fillRect(row, state.selected ? palette.select() : state.hovered ? palette.hover : palette.surface);
    paintHairline(painter, row, Qt::BottomEdge, palette.line);
    if (state.selected)
        painter.fillRect(QStyle::visualRect(direction, row, QRect(row.left(), row.top(), 3, row.height())), palette.accentText);
    if (state.focused) {
        const int in = state.selected ? 2 : 1;
        paintBox(painter, QRectF(row).adjusted(in, in, -in, -in - 1), 6, {}, state.selected ? palette.accentText : palette.accent,
            m_theme.ringWidth());
    }
}

void TicketRowDelegate::paintGutter(
    QPainter& painter, const QRect& row, const RowLayout& layout, const TicketSummary& ticket) const
{
    const Palette& palette = m_theme.palette();
    const auto placed = [&](const QRect& rect) { return QStyle::visualRect(painter.layoutDirection(), row, rect); };
    m_theme.icons().paint(
        painter, channelIcon(ticket.channel), placed(layout.channel), m_theme.scaled(sizes::icon), palette.text3);
    if (!layout.urgency.isEmpty() && ticket.urgency)
        paintUrgency(painter, m_theme, placed(layout.urgency), *ticket.urgency);
    if (!layout.language.isEmpty() && ticket.language) {
        painter.setFont(m_theme.font(TextRole::Badge));
        painter.setPen(palette.text3);
        painter.drawText(
            placed(layout.language), Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, languageCode(*ticket.language));
    }
}

void TicketRowDelegate::paintValues(
    QPainter& painter, const QRect& row, const RowLayout& layout, const TicketSummary& ticket) const
{
    const auto placed = [&](const QRect& rect) { return QStyle::visualRect(painter.layoutDirection(), row, rect); };
    painter.setFont(m_theme.font(TextRole::Meta));
    painter.setPen(m_theme.palette().text3);
    constexpr int flags = Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip;
    if (!layout.age.isEmpty())
        painter.drawText(placed(layout.age), flags, isolated(layout.ageText));
    if (!layout.confidence.isEmpty() && ticket.confidence) {
        painter.drawText(placed(layout.confidence), flags, isolated(layout.confidenceText));
        paintMeter(painter, m_theme, placed(layout.meter), *ticket.confidence, ticket.threshold);
    }
    if (layout.slaReading)
        paintSla(painter, m_theme, placed(layout.sla), *layout.slaReading);
}

void TicketRowDelegate::paint(
    QPainter& painter, const QRect& row, const TicketSummary& ticket, TimePoint now, Density density, RowState state) const
{
    const Palette& palette = m_theme.palette();
    const auto placed = [&](const QRect& rect) { return QStyle::visualRect(painter.layoutDirection(), row, rect); };
    const RowLayout parts = layout(row, ticket, now, density);
    painter.save();
    painter.setClipRect(row, Qt::IntersectClip); // marks piled up on a name stay in its row
    paintBackground(painter, row, state);
    if (ticket.unread) {
        const int edge = state.selected ? 5 : 4;
        const QRect first = parts.channel;
        const QRect dot(
            row.left() + edge, first.top() + (first.height() - sizes::unreadDot) / 2, sizes::unreadDot, sizes::unreadDot);
        paintBox(painter, placed(dot), sizes::unreadDot / 2.0, palette.accentText, {});
    }
    paintGutter(painter, row, parts, ticket);
    paintValues(painter, row, parts, ticket);

    const TextRole role = ticket.unread ? TextRole::RowStrong : TextRole::Row;
    painter.setPen(ticket.unread ? palette.text : palette.text2);
    painter.setFont(m_theme.font(role, parts.nameText.isRightToLeft()));
    paintFitting(painter, placed(parts.name), parts.nameText);
    painter.setPen(palette.text);
    painter.setFont(m_theme.font(role, parts.subjectText.isRightToLeft()));
    paintFitting(painter, placed(parts.subject), parts.subjectText);
    for (const RowLayout::PlacedChip& chip : parts.chips)
        paintChip(painter, m_theme, placed(chip.place), chip.chip, state.selected);
    if (!parts.preview.isEmpty()) {
        painter.setPen(palette.text3);
        painter.setFont(m_theme.font(TextRole::Meta, parts.previewText.isRightToLeft()));
        paintFitting(painter, placed(parts.preview), parts.previewText);
    }
    painter.restore();
}

void TicketRowDelegate::paintWaiting(QPainter& painter, const QRect& row, Density density) const
{
    const Palette& palette = m_theme.palette();
    painter.fillRect(row, palette.surface);
    paintHairline(painter, row, Qt::BottomEdge, palette.line);
    const int lines = density == Density::Dense ? 1 : 2;
    const int start = row.left() + sideInset + m_theme.scaled(gutterWidth) + columnGap;
    const int room = std::max(0, row.right() - sideInset - start);
    for (int number = 0; number < lines; ++number) {
        const QRect whole = line(row, number, density);
        const QRect bar(start, whole.center().y() - 3, room * (number == 0 ? 4 : 7) / 10, 8);
        paintBox(painter, QStyle::visualRect(painter.layoutDirection(), row, bar), 4, palette.line, {});
    }
}

} // namespace tandem::ui
