#pragma once

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QTextLayout>

#include <memory>
#include <vector>

class QPainter;

namespace tandem::ui {

// How a text is set. Lengths in px.
struct TextStyle {
    QFont font;
    QFont rightToLeftFont;
    qreal lineHeight = 21;
    qreal rightToLeftLineHeight = 24;
    Qt::LayoutDirection alignment = Qt::LeftToRight; // of the user interface; each paragraph's own direction follows its content
};

enum class LayOut : std::uint8_t { AtOnce, WhenSeen };

struct TextRange {
    qsizetype begin = 0;
    qsizetype end = 0;
    [[nodiscard]] bool isEmpty() const { return end <= begin; }
};

// Plain text of any size, laid out in blocks of whole lines only where it is looked at: heights elsewhere are estimates.
// Positions are UTF-16 offsets into text(). UI thread.
class LazyText {
public:
    explicit LazyText(QString text);
    ~LazyText();
    LazyText(const LazyText&) = delete;
    LazyText& operator=(const LazyText&) = delete;
    LazyText(LazyText&&) noexcept;
    LazyText& operator=(LazyText&&) noexcept;

    [[nodiscard]] const QString& text() const { return m_text; }
    // Forgets what was laid out. `when`: a short text may be laid out at once, so that its height is exact from the start.
    void layOut(const TextStyle& style, qreal width, LayOut when = LayOut::AtOnce);
    [[nodiscard]] qreal height() const { return m_height; }
    // Lays out what meets top…bottom (px from the text's top) and lets go of what is far from it. Returns by how much the text
    // above `top` grew, so that a view can keep its place.
    qreal show(qreal top, qreal bottom);

    // Paints the blocks that were shown and meet `clip`, with `selected` on `selection`.
    void paint(QPainter& painter, const QPointF& origin, const QRectF& clip, const QColor& colour, TextRange selected,
        const QColor& selection) const;
    // The position nearest to a point that was shown.
    [[nodiscard]] qsizetype positionAt(const QPointF& point) const;
    // The word around a position.
    [[nodiscard]] TextRange wordAt(qsizetype position) const;
    // Blocks laid out now: for tests of laziness.
    [[nodiscard]] std::size_t laidOutCount() const;
    // Width of the longest line laid out so far.
    [[nodiscard]] qreal naturalWidth() const { return m_naturalWidth; }

private:
    struct Block {
        qsizetype begin = 0;
        qsizetype end = 0;
        int lines = 0; // as written
        bool rightToLeft = false;
        bool measured = false;
        qreal height = 0;
        std::unique_ptr<QTextLayout> layout = nullptr;
    };

    void split();
    void addLine(qsizetype begin, qsizetype end, bool rightToLeft);
    [[nodiscard]] qreal estimate(const Block& block) const;
    [[nodiscard]] qreal lineHeight(const Block& block) const;
    void build(Block& block);

    QString m_text;
    std::vector<Block> m_blocks;
    TextStyle m_style;
    qreal m_width = 0;
    qreal m_height = 0;
    qreal m_naturalWidth = 0;
};

} // namespace tandem::ui
