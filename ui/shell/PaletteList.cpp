#include "ui/shell/PaletteList.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/OwnDirection.h"

#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int rowPx = 36;
constexpr int inset = 8;
constexpr int textStart = 44;
constexpr qsizetype mostMeasured = 400; // of a row: wider than the palette

} // namespace

PaletteList::PaletteList(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
}

int PaletteList::rowHeight() const
{
    return themeOf(this).scaled(rowPx);
}

int PaletteList::wantedHeight() const
{
    return 2 * inset + std::max(2, static_cast<int>(m_rows.size())) * rowHeight();
}

void PaletteList::setRows(std::vector<Row> rows, const QString& match, const QString& empty)
{
    m_rows = std::move(rows);
    m_match = match;
    m_empty = empty;
    m_selected = 0;
    setAccessibleName(m_rows.empty() ? empty : m_rows.front().text);
    update();
}

void PaletteList::move(int by)
{
    if (m_rows.empty())
        return;
    const int count = static_cast<int>(m_rows.size());
    m_selected = (m_selected + by + count) % count;
    setAccessibleName(m_rows[static_cast<std::size_t>(m_selected)].text);
    update();
}

void PaletteList::mouseMoveEvent(QMouseEvent* event)
{
    const int row = (event->pos().y() - inset) / rowHeight();
    if (row >= 0 && row < static_cast<int>(m_rows.size()) && row != m_selected) {
        m_selected = row;
        update();
    }
}

void PaletteList::mouseReleaseEvent(QMouseEvent* event)
{
    const int row = (event->pos().y() - inset) / rowHeight();
    if (event->pos().y() >= inset && row < static_cast<int>(m_rows.size()))
        Q_EMIT chosen(row);
}

void PaletteList::paintEvent(QPaintEvent* /*event*/)
{
    Theme const& theme = themeOf(this);
    QPainter painter(this);
    if (m_rows.empty()) {
        painter.setFont(theme.font(TextRole::Row));
        painter.setPen(theme.palette().text3);
        painter.drawText(rect().adjusted(16, 0, -16, 0), Qt::AlignTop | Qt::AlignLeading, QStringLiteral("\n") + m_empty);
        return;
    }
    painter.setLayoutDirection(layoutDirection());
    QRect box(0, inset, width(), rowHeight());
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
        painter.setClipRect(box); // piled up marks of a name stay in its row
        paintRow(painter, m_rows[static_cast<std::size_t>(i)], box, i == m_selected);
        box.translate(0, rowHeight());
    }
}

void PaletteList::paintRow(QPainter& painter, const Row& row, const QRect& box, bool selected)
{
    Theme& theme = themeOf(this);
    const Palette& colours = theme.palette();
    const auto mirrored = [this](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
    if (selected)
        paintBox(painter, box.adjusted(inset, 0, -inset, 0), 6, colours.select(), {});
    theme.icons().paint(
        painter, row.icon, mirrored({16, box.top(), 16, box.height()}), 16, selected ? colours.accentText : colours.text3);
    int end = box.right() - 20;
    if (!row.keys.isEmpty()) {
        const QSize size = keyCapSize(theme, row.keys);
        paintKeyCap(painter, theme, mirrored({QPoint(end - size.width(), box.center().y() - size.height() / 2), size}), row.keys);
        end -= size.width() + 10;
    }
    const QFontMetrics metrics(theme.font(TextRole::Row));
    int x = textStart;
    const auto draw = [&](const QString& text, TextRole role, const QColor& colour) {
        painter.setFont(theme.font(role));
        painter.setPen(colour);
        const int wide = std::min(std::max(0, end - x), painter.fontMetrics().horizontalAdvance(text.left(mostMeasured)));
        paintLine(painter, mirrored({x, box.top(), wide + 1, box.height()}), text);
        x += wide;
    };
    const qsizetype at = m_match.isEmpty() ? -1 : row.text.indexOf(m_match, 0, Qt::CaseInsensitive);
    if (at < 0 || metrics.horizontalAdvance(row.text) > end - x) {
        draw(row.text, TextRole::Row, colours.text);
    } else {
        draw(row.text.left(at), TextRole::Row, colours.text);
        draw(row.text.mid(at, m_match.size()), TextRole::RowStrong, colours.accentText);
        draw(row.text.mid(at + m_match.size()), TextRole::Row, colours.text);
    }
    x += 10;
    draw(row.detail, TextRole::Meta, colours.text3);
}

} // namespace tandem::ui
