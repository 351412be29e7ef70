#include "ui/library/ArticleRowDelegate.h"

#include "ui/inbox/TicketWords.h"
#include "ui/library/ArticleListModel.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Sizes.h"

#include <QPainter>

namespace tandem::ui {

namespace {

constexpr int inset = 14;
constexpr int above = 8;
constexpr int barWidth = 3;
constexpr int gap = 8;

} // namespace

void paintRowGround(QPainter& painter, const Theme& theme, const QStyleOptionViewItem& option)
{
    const Palette& colours = theme.palette();
    const QRect box = option.rect;
    if (option.state & QStyle::State_Selected) {
        painter.fillRect(box, colours.select());
        painter.fillRect(
            QStyle::visualRect(option.direction, box, {box.left(), box.top(), barWidth, box.height()}), colours.accentText);
        if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
            paintBox(
                painter, QRectF(box).adjusted(2, 2, -2, -3), sizes::controlRadius, {}, colours.accentText, theme.ringWidth());
    } else if (option.state & QStyle::State_MouseOver) {
        painter.fillRect(box, colours.hover);
    }
    paintHairline(painter, box, Qt::BottomEdge, colours.line);
}

ArticleRowDelegate::ArticleRowDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize ArticleRowDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const
{
    const int meta = std::max(m_theme.lineHeight(TextRole::Meta), chipHeight(m_theme));
    return {0, 2 * above + m_theme.lineHeight(TextRole::Row) + 2 + meta + 1};
}

void ArticleRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = qobject_cast<const ArticleListModel*>(index.model());
    const ArticleListModel::Row* row = model == nullptr ? nullptr : model->row(index.row());
    if (row == nullptr)
        return;
    painter->save();
    painter->setLayoutDirection(option.direction);
    painter->setClipRect(option.rect);
    paintRowGround(*painter, m_theme, option);
    const Palette& colours = m_theme.palette();
    const bool selected = option.state & QStyle::State_Selected;
    const QRect box = option.rect.adjusted(inset, above, -inset, -above);
    const auto mirrored = [&](const QRect& part) { return QStyle::visualRect(option.direction, option.rect, part); };
    const int line = m_theme.lineHeight(TextRole::Row);

    const QString code = languageCode(row->listed.document.language);
    painter->setFont(m_theme.font(TextRole::Badge));
    const int codeWidth = row->isNew ? 0 : painter->fontMetrics().horizontalAdvance(code) + 1;
    painter->setPen(colours.text3);
    if (!row->isNew)
        paintFitting(*painter, mirrored({box.right() + 1 - codeWidth, box.top(), codeWidth, line}), code,
            Qt::AlignVCenter | Qt::AlignTrailing);
    painter->setFont(m_theme.font(selected ? TextRole::RowStrong : TextRole::Row, row->title.isRightToLeft()));
    painter->setPen(colours.text);
    paintLine(*painter, mirrored({box.left(), box.top(), box.width() - codeWidth - gap, line}), row->title);

    const int top = box.top() + line + 2;
    const int height = box.bottom() + 1 - top;
    const QString meta = model->metaOf(*row);
    painter->setFont(m_theme.font(TextRole::Meta));
    const int metaWidth = painter->fontMetrics().horizontalAdvance(meta) + 1;
    painter->setPen(colours.text3);
    paintLine(*painter, mirrored({box.left(), top, std::min(metaWidth, box.width()), height}), meta);
    int end = box.right() + 1;
    for (const Chip& mark : model->marksOf(*row)) {
        const int width = chipWidth(m_theme, mark);
        if (end - width < box.left() + metaWidth + gap)
            break; // the weightiest come first; the reader of the screen gets all
        const QRect place(end - width, top + (height - chipHeight(m_theme)) / 2, width, chipHeight(m_theme));
        paintChip(*painter, m_theme, mirrored(place), mark, selected);
        end -= width + sizes::chipGap;
    }
    painter->restore();
}

} // namespace tandem::ui
