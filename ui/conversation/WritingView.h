#pragma once

#include "ui/conversation/SentenceLayout.h"

#include <QWidget>

namespace tandem::ui {

// The text of a draft while it is written, set as the draft will be, with a caret after its last word. Two grey bars hold the
// space that comes next, and it never gets lower while it is written: nothing below jumps. UI thread.
class WritingView : public QWidget {
    Q_OBJECT

public:
    explicit WritingView(QWidget* parent = nullptr);

    // All of it so far, as it is shown. `more`: it goes on.
    void setText(const QString& text, bool more);
    // Another draft: the space that the one before took is given back.
    void clear();
    [[nodiscard]] const QString& text() const { return m_text; }
    // Where the caret stands; null before the first word and after the last.
    [[nodiscard]] QRectF caret() const;

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void layOut();
    [[nodiscard]] SentenceStyle style() const;
    [[nodiscard]] int wantedHeight(const SentenceLayout& layout) const;

    SentenceLayout m_layout;
    QString m_text;
    bool m_more = false;
    int m_least = 0; // height that was taken before
    int m_laidOut = -1; // width
};

} // namespace tandem::ui
