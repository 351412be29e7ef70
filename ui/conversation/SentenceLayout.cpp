#include "ui/conversation/SentenceLayout.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QLocale>
#include <QPainter>
#include <QRawFont>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr qreal chipGap = 4; // before a chip
constexpr qreal chipPadding = 4; // inside it, each side
constexpr qreal valueMargin = 3; // by which the value's fill is wider than its text

} // namespace

SentenceLayout::SentenceLayout() = default;
SentenceLayout::~SentenceLayout() = default;
SentenceLayout::SentenceLayout(SentenceLayout&&) noexcept = default;
SentenceLayout& SentenceLayout::operator=(SentenceLayout&&) noexcept = default;

void SentenceLayout::setText(DraftText text)
{
    m_text = std::move(text);
    m_shown = IsolatedDraft(m_text);
    m_layout.reset();
    m_pieces.clear();
    m_chips.clear();
    m_height = 0;
}

void SentenceLayout::layOut(const SentenceStyle& style, qreal width)
{
    m_style = style;
    const QFontMetricsF metrics(style.font);
    m_baseline = std::round((style.lineHeight - metrics.height()) / 2 + metrics.ascent());
    m_layout = std::make_unique<QTextLayout>(m_shown.text(), style.font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(m_shown.direction());
    option.setAlignment((style.alignment == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute);
    m_layout->setTextOption(option);
    m_layout->setCacheEnabled(true);
    makeFormats();
    makeLines(std::max(1.0, width));
    collect();
}

void SentenceLayout::makeFormats()
{
    QVector<QTextLayout::FormatRange> formats;
    const QFontMetricsF metrics(m_style.font);
    const QFontMetricsF chipMetrics(m_style.chip);
    for (const SentenceSpan& sentence : m_text.sentences) {
        if (sentence.valueEnd > sentence.valueBegin) {
            QTextLayout::FormatRange value;
            value.start = m_shown.shownAt(sentence.valueBegin);
            value.length = m_shown.shownAt(sentence.valueEnd - 1) + 1 - value.start;
            value.format.setFont(m_style.strong);
            value.format.setForeground(m_style.value);
            formats.push_back(value);
        }
        for (const SentenceChip& chip : sentence.chips) {
            // The no-break space is stretched to the chip's width.
            const qreal label = chipMetrics.horizontalAdvance(QLocale().toString(chip.source)) + 2 * chipPadding;
            const qreal wanted = chipGap + std::max(m_style.chipHeight, std::ceil(label));
            QFont font = m_style.font;
            font.setLetterSpacing(QFont::AbsoluteSpacing, wanted - metrics.horizontalAdvance(QChar(0x00A0)));
            QTextLayout::FormatRange place;
            place.start = m_shown.shownAt(chip.position);
            place.length = 1;
            place.format.setFont(font);
            formats.push_back(place);
        }
    }
    m_layout->setFormats(formats);
}

void SentenceLayout::makeLines(qreal width)
{
    m_lineTops.clear();
    m_lineHeights.clear();
    qreal y = 0;
    m_layout->beginLayout();
    for (QTextLine line = m_layout->createLine(); line.isValid(); line = m_layout->createLine()) {
        line.setLineWidth(width);
        // A line that holds only its end separates paragraphs: half a line is enough.
        const bool isEmpty
            = line.textLength() <= 1 && m_shown.text().mid(line.textStart(), line.textLength()).trimmed().isEmpty();
        const qreal step = isEmpty && !m_text.text.isEmpty() ? std::round(m_style.lineHeight / 2) : m_style.lineHeight;
        line.setPosition(QPointF(0, y + m_baseline - line.ascent()));
        m_lineTops.push_back(y);
        m_lineHeights.push_back(step);
        y += step;
    }
    m_layout->endLayout();
    m_height = y;
}

void SentenceLayout::collect()
{
    m_pieces.clear();
    m_chips.clear();
    for (int i = 0; i < static_cast<int>(m_text.sentences.size()); ++i) {
        const SentenceSpan& sentence = m_text.sentences[static_cast<std::size_t>(i)];
        if (sentence.valueEnd > sentence.valueBegin) {
            collectPart(i, sentence.begin, sentence.valueBegin, false);
            collectPart(i, sentence.valueBegin, sentence.valueEnd, true);
            collectPart(i, sentence.valueEnd, sentence.end, false);
        } else {
            collectPart(i, sentence.begin, sentence.end, false);
        }
        for (const SentenceChip& chip : sentence.chips) {
            const QTextLine line = m_layout->lineForTextPosition(m_shown.shownAt(chip.position));
            const auto found = extents(line.lineNumber(), chip.position, chip.position + 1);
            if (found.empty())
                continue;
            // The gap is on the side of the sentence's end.
            const bool rightToLeft = m_shown.directionOfSentence(i) == Qt::RightToLeft;
            const qreal left = rightToLeft ? found.front().left : found.front().left + chipGap;
            const qreal width = found.front().right - found.front().left - chipGap;
            const qreal top = m_lineTops[static_cast<std::size_t>(line.lineNumber())] + m_baseline
                - QFontMetricsF(m_style.font).xHeight() / 2 - m_style.chipHeight / 2;
            m_chips.push_back({i, chip.source, QRectF(left, std::round(top) - 1, width, m_style.chipHeight)});
        }
    }
    std::ranges::stable_sort(m_pieces, [](const SentencePiece& one, const SentencePiece& other) {
        return one.rect.top() != other.rect.top() ? one.rect.top() < other.rect.top() : one.rect.left() < other.rect.left();
    });
}

void SentenceLayout::collectPart(int sentence, int begin, int end, bool isValue)
{
    for (int i = 0; i < m_layout->lineCount(); ++i) {
        const QTextLine line = m_layout->lineAt(i);
        const int lineEnd = m_shown.ownAt(line.textStart() + line.textLength());
        const int from = std::max(begin, m_shown.ownAt(line.textStart()));
        int to = std::min(end, lineEnd);
        // Space at a line's end hangs out of the text.
        while (to > from && end >= lineEnd && m_text.text[to - 1].isSpace())
            --to;
        const auto top = m_lineTops[static_cast<std::size_t>(i)];
        for (const Extent& extent : extents(i, from, to)) {
            const QRectF rect(extent.left, top, extent.right - extent.left, m_lineHeights[static_cast<std::size_t>(i)]);
            m_pieces.push_back({sentence, rect, top + m_baseline, isValue});
        }
    }
}

// Character by character, so that a range broken up by text of the other direction gives each of its parts.
std::vector<SentenceLayout::Extent> SentenceLayout::extents(int number, int begin, int end) const
{
    std::vector<Extent> found;
    const QTextLine line = m_layout->lineAt(number);
    for (int own = begin; own < end; ++own) {
        const int at = m_shown.shownAt(own);
        const qreal one = line.cursorToX(at, QTextLine::Leading);
        const qreal other = line.cursorToX(at, QTextLine::Trailing);
        if (one != other) {
            found.push_back({std::min(one, other), std::max(one, other)});
            continue;
        }
        // Where the direction changes both edges are the cursor's place between the runs: the glyph knows better.
        for (const QGlyphRun& run : line.glyphRuns(at, 1)) {
            const QVector<QPointF> positions = run.positions();
            const QVector<QPointF> advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes());
            for (qsizetype glyph = 0; glyph < std::min(positions.size(), advances.size()); ++glyph)
                found.push_back({positions[glyph].x(), positions[glyph].x() + advances[glyph].x()});
        }
    }
    std::ranges::sort(found, {}, &Extent::left);
    std::vector<Extent> merged;
    for (const Extent& extent : found) {
        if (!merged.empty() && extent.left <= merged.back().right + 0.5)
            merged.back().right = std::max(merged.back().right, extent.right);
        else
            merged.push_back(extent);
    }
    return merged;
}

QRectF SentenceLayout::bounds(int sentence) const
{
    QRectF all;
    for (const SentencePiece& piece : m_pieces) {
        if (piece.sentence == sentence)
            all |= piece.rect;
    }
    return all;
}

int SentenceLayout::sentenceAt(const QPointF& point) const
{
    for (const ChipPlace& chip : m_chips) {
        if (chip.rect.adjusted(-chipGap, -5, 2, 5).contains(point))
            return chip.sentence;
    }
    for (const SentencePiece& piece : m_pieces) {
        const qreal margin = piece.isValue ? valueMargin : 0;
        if (piece.rect.adjusted(-margin, 0, margin, 0).contains(point))
            return piece.sentence;
    }
    return -1;
}

void SentenceLayout::paint(QPainter& painter, const QPointF& origin, const QColor& colour) const
{
    if (!m_layout)
        return;
    painter.setPen(colour);
    m_layout->draw(&painter, origin);
}

} // namespace tandem::ui
