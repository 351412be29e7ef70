#pragma once

#include "ui/conversation/LazyText.h"

#include <QRectF>
#include <QString>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace tandem::ui {

// A place in a message's shown text.
struct BodyPosition {
    int section = 0;
    qsizetype offset = 0;
    friend auto operator<=>(const BodyPosition&, const BodyPosition&) = default;
};

// A chip that folds something in or out.
struct FoldChip {
    enum class Kind : std::uint8_t { Quote, Rest };
    Kind kind = Kind::Quote;
    bool open = false;
    int lines = 0; // of the quotation
    qsizetype bytes = 0; // of the whole message, for the rest
    QRectF rect = {}; // set by layOut; from the body's top left
};
QString chipLabel(const FoldChip& chip);

// The text of one message as it is shown: its own words, quotations folded, a very long one cut until asked for. UI thread.
class MessageBody {
public:
    // Beyond this many characters a message is cut.
    static constexpr qsizetype cutAfter = 6000;

    // `text`: UTF-8 as it came.
    explicit MessageBody(std::string text);

    // `chipHeight` in px; `chipWidth` gives a chip's width for its label.
    void layOut(const TextStyle& style, qreal width, qreal chipHeight, const std::function<qreal(const QString&)>& chipWidth,
        LayOut when = LayOut::AtOnce);
    // Characters that are shown or folded.
    [[nodiscard]] qsizetype size() const;
    [[nodiscard]] qreal height() const { return m_height; }
    // As LazyText::show.
    qreal show(qreal top, qreal bottom);
    void paintText(QPainter& painter, const QPointF& origin, const QRectF& clip, const QColor& colour, const QColor& quoteColour,
        BodyPosition from, BodyPosition to, const QColor& selection) const;

    [[nodiscard]] const std::vector<FoldChip>& chips() const { return m_chips; }
    // Index of the chip under a point; −1 = none.
    [[nodiscard]] int chipAt(const QPointF& point) const;
    // Folds in or out; needs layOut again.
    void toggle(int chip);

    [[nodiscard]] BodyPosition positionAt(const QPointF& point) const;
    [[nodiscard]] std::pair<BodyPosition, BodyPosition> wordAt(const QPointF& point) const;
    [[nodiscard]] std::pair<BodyPosition, BodyPosition> all() const;
    [[nodiscard]] QString textBetween(BodyPosition from, BodyPosition to) const;
    // What a reader of the screen hears: the shown text, at most `limit` characters.
    [[nodiscard]] QString spoken(qsizetype limit) const;
    [[nodiscard]] std::size_t laidOutBlocks() const;

private:
    struct Section {
        LazyText text;
        bool quoted = false;
        int chip = -1; // the chip that folds it; −1 = always shown
        qreal top = 0;
    };

    void build();
    void restack();
    [[nodiscard]] bool isShown(const Section& section) const;

    std::string m_raw;
    bool m_whole = false; // shown in full though it is very long
    std::vector<Section> m_sections;
    std::vector<FoldChip> m_chips;
    qreal m_chipHeight = 18;
    qreal m_width = 0;
    qreal m_height = 0;
    Qt::LayoutDirection m_direction = Qt::LeftToRight;
};

} // namespace tandem::ui
