#pragma once

#include "ui/conversation/SentenceLayout.h"

#include <QWidget>

namespace tandem::ui {

// The text of a passage with the cited words lit. UI thread.
class PassageView : public QWidget {
    Q_OBJECT

public:
    explicit PassageView(QWidget* parent = nullptr);

    // `quote`: lit where it stands in `text`; "" = nothing is lit.
    void setPassage(const QString& text, const QString& quote);
    // Around the lit words; null when nothing is lit.
    [[nodiscard]] QRect litRect() const;
    [[nodiscard]] bool isLit() const { return !m_layout.pieces().empty(); }

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] SentenceStyle style() const;
    void layOut();

    SentenceLayout m_layout;
};

} // namespace tandem::ui
