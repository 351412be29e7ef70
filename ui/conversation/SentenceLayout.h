#pragma once

#include "ui/conversation/IsolatedDraft.h"

#include <QColor>
#include <QFont>
#include <QRectF>

#include <memory>
#include <vector>

class QPainter;
class QTextLayout;

namespace tandem::ui {

// How a draft is set. Lengths in px.
struct SentenceStyle {
    QFont font;
    QFont strong; // of a value found fault with
    QFont chip;
    qreal lineHeight = 24;
    qreal chipHeight = 14;
    Qt::LayoutDirection alignment = Qt::LeftToRight; // of the user interface; sentences run as their content does
    QColor value; // colour of a value found fault with
};

// A stretch of a sentence on one visual line. Text of mixed direction may give several a line.
struct SentencePiece {
    int sentence = 0;
    QRectF rect; // as wide as the text, as high as the line
    qreal baseline = 0; // y
    bool isValue = false; // the value found fault with
};

struct ChipPlace {
    int sentence = 0;
    int source = 0;
    QRectF rect;
};

// Where the sentences of a draft stand when it is set to a width: pure geometry, no widget. Coordinates from the text's top left.
class SentenceLayout {
public:
    SentenceLayout();
    ~SentenceLayout();
    SentenceLayout(const SentenceLayout&) = delete;
    SentenceLayout& operator=(const SentenceLayout&) = delete;
    SentenceLayout(SentenceLayout&&) noexcept;
    SentenceLayout& operator=(SentenceLayout&&) noexcept;

    void setText(DraftText text);
    void layOut(const SentenceStyle& style, qreal width);

    [[nodiscard]] qreal height() const { return m_height; }
    [[nodiscard]] const DraftText& text() const { return m_text; }
    // By visual line from the top, within a line from the left.
    [[nodiscard]] const std::vector<SentencePiece>& pieces() const { return m_pieces; }
    [[nodiscard]] const std::vector<ChipPlace>& chips() const { return m_chips; }
    // Around all pieces of a sentence; null when it has none.
    [[nodiscard]] QRectF bounds(int sentence) const;
    // The sentence under a point, its chips and the value's margin included; −1 = none.
    [[nodiscard]] int sentenceAt(const QPointF& point) const;
    // The text alone: lines, fills and chips are the caller's.
    void paint(QPainter& painter, const QPointF& origin, const QColor& colour) const;

private:
    struct Extent {
        qreal left;
        qreal right;
    };

    void makeFormats();
    void makeLines(qreal width);
    void collect();
    void collectPart(int sentence, int begin, int end, bool isValue);
    [[nodiscard]] std::vector<Extent> extents(int number, int begin, int end) const;

    DraftText m_text;
    IsolatedDraft m_shown; // what is laid out; all counting outside is the draft's own
    SentenceStyle m_style;
    std::unique_ptr<QTextLayout> m_layout;
    std::vector<qreal> m_lineTops;
    std::vector<qreal> m_lineHeights;
    std::vector<SentencePiece> m_pieces;
    std::vector<ChipPlace> m_chips;
    qreal m_baseline = 0; // from a line's top
    qreal m_height = 0;
};

} // namespace tandem::ui
