#include "ui/conversation/LazyText.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextBoundaryFinder>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr qsizetype blockCharacters = 2000;
// Below this a text is laid out whole, so that its height is exact from the start.
constexpr qsizetype shortText = 20000;

// A place to cut a long line: behind white space, else at least not inside a character.
qsizetype cutBefore(QStringView text, qsizetype from, qsizetype limit)
{
    for (qsizetype at = limit; at > from + blockCharacters / 2; --at) {
        if (text[at - 1].isSpace())
            return at;
    }
    qsizetype at = limit;
    while (at > from + 1 && (text[at].isLowSurrogate() || text[at].isMark()))
        --at;
    return at > from + 1 ? at : limit;
}

} // namespace

LazyText::LazyText(QString text)
    : m_text(std::move(text))
{
    split();
}

LazyText::~LazyText() = default;
LazyText::LazyText(LazyText&&) noexcept = default;
LazyText& LazyText::operator=(LazyText&&) noexcept = default;

void LazyText::split()
{
    const QStringView view(m_text);
    bool rightToLeft = view.left(blockCharacters).toString().isRightToLeft();
    qsizetype at = 0;
    while (at <= view.size()) {
        qsizetype end = view.indexOf(u'\n', at);
        if (end < 0)
            end = view.size();
        const QStringView line = view.sliced(at, end - at);
        // A line without letters goes with the one before it.
        const bool hasLetters = std::any_of(line.begin(), line.begin() + std::min<qsizetype>(line.size(), 200), [](QChar c) {
            return c.direction() == QChar::DirL || c.direction() == QChar::DirR || c.direction() == QChar::DirAL;
        });
        if (hasLetters)
            rightToLeft = line.isRightToLeft();
        while (end - at > blockCharacters) {
            const qsizetype cut = cutBefore(view, at, at + blockCharacters);
            addLine(at, cut, rightToLeft);
            at = cut;
        }
        addLine(at, end, rightToLeft);
        at = end + 1;
    }
}

void LazyText::addLine(qsizetype begin, qsizetype end, bool rightToLeft)
{
    // Behind a cut inside a line the next block starts where this one ended, so a block never spans the cut.
    const bool continues = !m_blocks.empty() && m_blocks.back().rightToLeft == rightToLeft && m_blocks.back().end + 1 == begin
        && end - m_blocks.back().begin <= blockCharacters;
    if (!continues)
        m_blocks.push_back({.begin = begin, .end = begin, .rightToLeft = rightToLeft});
    m_blocks.back().end = end;
    ++m_blocks.back().lines;
}

qreal LazyText::lineHeight(const Block& block) const
{
    return block.rightToLeft ? m_style.rightToLeftLineHeight : m_style.lineHeight;
}

qreal LazyText::estimate(const Block& block) const
{
    const qreal perLine = std::max(1.0, m_width / (QFontMetricsF(m_style.font).averageCharWidth() * 1.05));
    const qreal lines = std::max<qreal>(block.lines, std::ceil(static_cast<qreal>(block.end - block.begin) / perLine));
    return lines * lineHeight(block);
}

void LazyText::layOut(const TextStyle& style, qreal width, LayOut when)
{
    m_style = style;
    m_width = std::max(1.0, width);
    m_height = 0;
    m_naturalWidth = 0;
    for (Block& block : m_blocks) {
        block.layout.reset();
        block.measured = false;
        block.height = estimate(block);
        m_height += block.height;
    }
    if (when == LayOut::AtOnce && m_text.size() <= shortText)
        show(0, std::numeric_limits<qreal>::max());
}

void LazyText::build(Block& block)
{
    QString text = m_text.sliced(block.begin, block.end - block.begin);
    text.replace(u'\n', QChar(QChar::LineSeparator));
    const QFont& font = block.rightToLeft ? m_style.rightToLeftFont : m_style.font;
    block.layout = std::make_unique<QTextLayout>(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(block.rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    option.setAlignment((m_style.alignment == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute);
    option.setTabStopDistance(QFontMetricsF(font).horizontalAdvance(u' ') * 4);
    block.layout->setTextOption(option);
    block.layout->setCacheEnabled(true);
    const QFontMetricsF metrics(font);
    const qreal step = lineHeight(block);
    const qreal baseline = std::round((step - metrics.height()) / 2 + metrics.ascent());
    qreal y = 0;
    block.layout->beginLayout();
    for (QTextLine line = block.layout->createLine(); line.isValid(); line = block.layout->createLine()) {
        line.setLineWidth(m_width);
        // One baseline grid, whatever heights the fonts for other scripts have.
        line.setPosition(QPointF(0, y + baseline - line.ascent()));
        m_naturalWidth = std::max(m_naturalWidth, line.naturalTextWidth());
        y += step;
    }
    block.layout->endLayout();
    block.height = std::max(y, step);
    block.measured = true;
}

qreal LazyText::show(qreal top, qreal bottom)
{
    const qreal reach = std::min(bottom - top, 4000.0) * 2;
    qreal grown = 0;
    qreal y = 0;
    for (Block& block : m_blocks) {
        const qreal before = block.height;
        // `y` counts the heights as they were, so that the band looked at does not move while it is measured.
        if (y < bottom && y + before > top) {
            if (!block.layout)
                build(block);
            m_height += block.height - before;
            if (y < top)
                grown += block.height - before;
        } else if (block.layout && m_text.size() > shortText && (y + before < top - reach || y > bottom + reach)) {
            block.layout.reset();
        }
        y += before;
    }
    return grown;
}

void LazyText::paint(QPainter& painter, const QPointF& origin, const QRectF& clip, const QColor& colour, TextRange selected,
    const QColor& selection) const
{
    painter.setPen(colour);
    qreal y = origin.y();
    for (const Block& block : m_blocks) {
        if (y > clip.bottom())
            return;
        if (block.layout && y + block.height >= clip.top()) {
            QVector<QTextLayout::FormatRange> ranges;
            const qsizetype begin = std::max(selected.begin, block.begin) - block.begin;
            const qsizetype end = std::min(selected.end, block.end) - block.begin;
            if (end > begin) {
                QTextLayout::FormatRange range;
                range.start = static_cast<int>(begin);
                range.length = static_cast<int>(end - begin);
                range.format.setBackground(selection);
                ranges.push_back(range);
            }
            block.layout->draw(&painter, QPointF(origin.x(), y), ranges, clip);
        }
        y += block.height;
    }
}

qsizetype LazyText::positionAt(const QPointF& point) const
{
    qreal y = 0;
    for (const Block& block : m_blocks) {
        const bool isLast = &block == &m_blocks.back();
        if (point.y() < y + block.height || isLast) {
            if (!block.layout || block.layout->lineCount() == 0)
                return block.begin;
            const int line = static_cast<int>((point.y() - y) / lineHeight(block));
            const QTextLine found = block.layout->lineAt(std::clamp(line, 0, block.layout->lineCount() - 1));
            return block.begin + found.xToCursor(point.x());
        }
        y += block.height;
    }
    return m_text.size();
}

TextRange LazyText::wordAt(qsizetype position) const
{
    const qsizetype from = std::max<qsizetype>(0, position - 200);
    const QString near = m_text.sliced(from, std::min<qsizetype>(m_text.size() - from, 400));
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, near);
    finder.setPosition(position - from);
    if (!finder.isAtBoundary() || position - from >= near.size())
        finder.toPreviousBoundary();
    const qsizetype begin = std::max<qsizetype>(0, finder.position());
    finder.toNextBoundary();
    const qsizetype end = finder.position() < 0 ? near.size() : finder.position();
    return {from + begin, from + end};
}

std::size_t LazyText::laidOutCount() const
{
    return static_cast<std::size_t>(std::ranges::count_if(m_blocks, [](const Block& block) { return block.layout != nullptr; }));
}

} // namespace tandem::ui
