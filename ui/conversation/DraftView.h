#pragma once

#include "ui/conversation/AccessibleParts.h"
#include "ui/conversation/SentenceLayout.h"

#include <QWidget>

namespace tandem::ui {

// The text of a draft: each sentence with its support underlined, its sources as chips, one sentence selected. A click, `[` and
// `]` move; Enter asks for the source. UI thread.
class DraftView : public QWidget, public PartsOwner {
    Q_OBJECT

public:
    explicit DraftView(QWidget* parent = nullptr);

    void setDraft(const Draft& draft, const std::vector<Passage>& evidence);
    // −1 = none.
    [[nodiscard]] int selected() const { return m_selected; }
    void select(int sentence);
    // To the next sentence (1) or the one before (−1); stays at the ends.
    void move(int by);
    [[nodiscard]] const SentenceLayout& layoutOfSentences() const { return m_layout; }

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] int partCount() const override;
    [[nodiscard]] QString partName(int part) const override;
    [[nodiscard]] QRect partRect(int part) const override;
    [[nodiscard]] int currentPart() const override { return m_selected; }

Q_SIGNALS:
    void sentenceSelected(int sentence);
    void sourceRequested(int sentence);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] SentenceStyle style() const;
    [[nodiscard]] qreal scale() const;
    void layOut();
    void paintFills(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    void paintLine(QPainter& painter, const SentencePiece& piece, Support support) const;
    void paintChips(QPainter& painter) const;

    SentenceLayout m_layout;
    std::vector<DraftSentence> m_sentences;
    std::vector<Passage> m_evidence;
    int m_selected = -1;
};

} // namespace tandem::ui
