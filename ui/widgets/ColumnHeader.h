#pragma once

#include <QWidget>

class QHBoxLayout;

namespace tandem::ui {

// The 52 px head of a column: a row of widgets over the hairline that runs across the window.
class ColumnHeader : public QWidget {
    Q_OBJECT

public:
    explicit ColumnHeader(QWidget* parent = nullptr);

    // Where its content goes; 14 px at both ends, 8 between.
    [[nodiscard]] QHBoxLayout& row() const { return *m_row; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QHBoxLayout* m_row;
};

} // namespace tandem::ui
