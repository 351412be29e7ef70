#include "ui/library/DiffView.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/OwnDirection.h"

#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr int numberWidth = 36;
constexpr int signWidth = 24;
constexpr int padding = 2; // above and below a line's text
constexpr int end = 14;
constexpr std::size_t mostShown = 4000; // lines; nobody reads more

using Kind = DiffLine::Kind;

} // namespace

DiffView::DiffView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("What has changed since"));
    connect(&themeOf(this), &Theme::changed, this, &DiffView::layOut);
}

void DiffView::setLines(std::vector<DiffLine> lines)
{
    m_lines = std::move(lines);
    if (m_lines.size() > mostShown)
        m_lines.resize(mostShown);
    QStringList spoken;
    for (const DiffLine& line : m_lines) {
        if (line.kind == Kind::Out)
            spoken << tr("Taken out, line %1: %2").arg(line.before).arg(line.text);
        else if (line.kind == Kind::In)
            spoken << tr("Put in, line %1: %2").arg(line.after).arg(line.text);
    }
    setAccessibleDescription(spoken.join(u'\n').left(4000));
    layOut();
    verticalScrollBar()->setValue(0);
}

QString DiffView::textOf(const DiffLine& line) const
{
    return line.kind == Kind::Gap ? tr("%n unchanged lines", nullptr, line.before) : line.text;
}

int DiffView::textStart() const
{
    return themeOf(this).scaled(2 * numberWidth + signWidth);
}

void DiffView::layOut()
{
    const Theme& theme = themeOf(this);
    m_rows.clear();
    m_rows.reserve(m_lines.size());
    const int width = std::max(40, viewport()->width() - textStart() - end);
    int top = 0;
    for (const DiffLine& line : m_lines) {
        const QString text = textOf(line);
        const bool rightToLeft = text.isRightToLeft();
        Row& row = m_rows.emplace_back();
        row.layout = std::make_unique<QTextLayout>(text, theme.font(TextRole::Row, rightToLeft));
        QTextOption option = ownDirection(text, layoutDirection());
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        row.layout->setTextOption(option);
        if (line.changeLength > 0) {
            QTextCharFormat strong;
            strong.setFont(theme.font(TextRole::RowStrong, rightToLeft));
            row.layout->setFormats({{line.changeBegin, line.changeLength, strong}});
        }
        const int lineHeight = theme.lineHeight(TextRole::Row) + (rightToLeft ? theme.scaled(3) : 1);
        row.layout->beginLayout();
        int height = 0;
        for (QTextLine piece = row.layout->createLine(); piece.isValid(); piece = row.layout->createLine()) {
            piece.setLineWidth(width);
            piece.setPosition({0, height + (lineHeight - piece.height()) / 2});
            height += lineHeight;
        }
        row.layout->endLayout();
        row.top = top;
        row.height = std::max(height, lineHeight) + 2 * padding;
        top += row.height;
    }
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(theme.lineHeight(TextRole::Row));
    verticalScrollBar()->setRange(0, std::max(0, top - viewport()->height()));
    viewport()->update();
}

void DiffView::resizeEvent(QResizeEvent* /*event*/)
{
    layOut();
}

void DiffView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up)
        verticalScrollBar()->triggerAction(
            event->key() == Qt::Key_Down ? QAbstractSlider::SliderSingleStepAdd : QAbstractSlider::SliderSingleStepSub);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void DiffView::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& colours = themeOf(this).palette();
    QPainter painter(viewport());
    painter.setLayoutDirection(layoutDirection());
    painter.fillRect(viewport()->rect(), colours.base);
    const int scrolled = verticalScrollBar()->value();
    const auto first = std::ranges::upper_bound(m_rows, scrolled, {}, [](const Row& row) { return row.top + row.height; });
    for (auto row = first; row != m_rows.end() && row->top - scrolled < viewport()->height(); ++row) {
        const QRect box(0, row->top - scrolled, viewport()->width(), row->height);
        paintRow(painter, m_lines[static_cast<std::size_t>(row - m_rows.begin())], *row, box);
    }
    if (hasFocus())
        paintBox(painter, QRectF(viewport()->rect()).adjusted(2, 2, -2, -2), 6, {}, colours.accent, themeOf(this).ringWidth());
}

void DiffView::paintRow(QPainter& painter, const DiffLine& line, const Row& row, const QRect& box) const
{
    const Theme& theme = themeOf(this);
    const Palette& colours = theme.palette();
    const auto mirrored = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), box, part); };
    if (line.kind == Kind::Out)
        painter.fillRect(box, colours.badSoft);
    else if (line.kind == Kind::In)
        painter.fillRect(box, colours.okSoft);
    else if (line.kind == Kind::Gap)
        painter.fillRect(box, colours.surface);
    const int number = theme.scaled(numberWidth);
    const int sign = theme.scaled(signWidth);
    const int text = box.top() + padding;
    const int height = theme.lineHeight(TextRole::Row);
    painter.setFont(theme.font(TextRole::Mono));
    painter.setPen(line.kind == Kind::Out ? colours.bad : line.kind == Kind::In ? colours.ok : colours.text3);
    if (line.kind != Kind::Gap) {
        const auto place = [&](int start, int value) {
            if (value > 0)
                paintFitting(painter, mirrored({start, text, number - 8, height}), QString::number(value),
                    Qt::AlignVCenter | Qt::AlignTrailing);
        };
        place(0, line.before);
        place(number, line.after);
        const QString mark = line.kind == Kind::Out ? QStringLiteral("−")
            : line.kind == Kind::In                 ? QStringLiteral("+")
                                                    : QString();
        paintFitting(painter, mirrored({2 * number, text, sign - 6, height}), mark, Qt::AlignVCenter | Qt::AlignHCenter);
    }
    painter.setPen(line.kind == Kind::Gap ? colours.text3 : colours.text);
    const QRect place = mirrored({box.left() + textStart(), text, box.width() - textStart() - end, row.height - 2 * padding});
    row.layout->draw(&painter, place.topLeft());
}

} // namespace tandem::ui
