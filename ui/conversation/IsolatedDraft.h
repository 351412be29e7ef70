#pragma once

#include "ui/conversation/DraftText.h"

namespace tandem::ui {

// A draft's text as it is laid out. Where directions mix, each sentence is isolated so that it runs in its own, with its full
// stop and its chips at its own end, and amounts keep their order. The isolating characters stand between the draft's own; this
// maps the two countings.
class IsolatedDraft {
public:
    IsolatedDraft() = default;
    explicit IsolatedDraft(const DraftText& draft);

    [[nodiscard]] const QString& text() const { return m_text; }
    // Of the whole.
    [[nodiscard]] Qt::LayoutDirection direction() const { return m_direction; }
    [[nodiscard]] Qt::LayoutDirection directionOfSentence(int sentence) const;
    // Where a character of the draft stands here.
    [[nodiscard]] int shownAt(int own) const { return m_shown[static_cast<std::size_t>(own)]; }
    // The first character of the draft that stands at `shown` or behind it.
    [[nodiscard]] int ownAt(int shown) const;

private:
    struct Unit {
        int begin;
        int end; // of the words
        int close; // with the chips
        Qt::LayoutDirection direction;
    };

    [[nodiscard]] std::vector<Unit> units(const DraftText& draft) const;
    void addLines(std::vector<Unit>& units, const QString& text, int begin, int end) const;
    void copy(const QString& text, int end);
    void copyWithAmounts(const QString& text, const Unit& unit);
    void put(char16_t mark) { m_text += QChar(mark); }
    void open(Qt::LayoutDirection direction);

    QString m_text;
    std::vector<int> m_shown; // by the draft's own characters
    Qt::LayoutDirection m_direction = Qt::LeftToRight;
    std::vector<Qt::LayoutDirection> m_sentences;
};

} // namespace tandem::ui
