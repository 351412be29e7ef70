#include "ui/shell/CheatSheet.h"

#include "ui/shell/Commands.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Marks.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <utility>
#include <vector>

namespace tandem::ui {

namespace {

constexpr int wide = 680;
constexpr int rowPx = 30;
constexpr int padding = 24;
constexpr int titlePx = 56;

// Commands that have keys, and what is said beside them.
std::vector<std::pair<QString, QString>> keyRows()
{
    std::vector<std::pair<QString, QString>> rows;
    for (const CommandInfo& info : Commands::all()) {
        const QKeySequence keys = Commands::keys(info.command);
        if (!keys.isEmpty())
            rows.emplace_back(Commands::text(info), keys.toString(QKeySequence::NativeText));
    }
    rows.emplace_back(CheatSheet::tr("Accept the draft"), QStringLiteral("Tab"));
    rows.emplace_back(CheatSheet::tr("Send"), QKeySequence(QStringLiteral("Ctrl+Return")).toString(QKeySequence::NativeText));
    return rows;
}

} // namespace

CheatSheet::CheatSheet(QWidget* window)
    : Overlay(window)
{
    setAccessibleName(tr("All keys"));
    panel()->setAttribute(Qt::WA_TransparentForMouseEvents);
}

QRect CheatSheet::panelRect(const QSize& window) const
{
    const int rows = (static_cast<int>(keyRows().size()) + 1) / 2;
    const int height = titlePx + rows * themeOf(this).scaled(rowPx) + padding;
    const int width = std::min(themeOf(this).scaled(wide), window.width() - 48);
    return {(window.width() - width) / 2, std::max(24, (window.height() - height) / 3), width,
        std::min(height, window.height() - 48)};
}

void CheatSheet::paintEvent(QPaintEvent* event)
{
    Overlay::paintEvent(event);
    Theme const& theme = themeOf(this);
    const Palette& colours = theme.palette();
    QPainter painter(this);
    const QRect box = panel()->geometry().adjusted(padding, 0, -padding, -padding);
    painter.setFont(theme.font(TextRole::Title));
    painter.setPen(colours.text);
    painter.drawText(QRect(box.left(), box.top(), box.width(), titlePx), Qt::AlignVCenter | Qt::AlignLeading, tr("All keys"));
    const auto rows = keyRows();
    const int rowHeight = theme.scaled(rowPx);
    const int perColumn = (static_cast<int>(rows.size()) + 1) / 2;
    const int columnWidth = (box.width() - padding) / 2;
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        const auto& [text, keys] = rows[static_cast<std::size_t>(i)];
        const QRect row(box.left() + (i / perColumn) * (columnWidth + padding), box.top() + titlePx + (i % perColumn) * rowHeight,
            columnWidth, rowHeight);
        const auto mirrored = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), row, part); };
        const QSize cap = keyCapSize(theme, keys);
        paintKeyCap(
            painter, theme, mirrored({QPoint(row.right() - cap.width(), row.center().y() - cap.height() / 2), cap}), keys);
        painter.setFont(theme.font(TextRole::Row));
        painter.setPen(colours.text);
        const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, columnWidth - cap.width() - 12);
        painter.drawText(mirrored({row.left(), row.top(), columnWidth - cap.width() - 12, row.height()}),
            Qt::AlignVCenter | Qt::AlignLeading, shown);
    }
}

} // namespace tandem::ui
