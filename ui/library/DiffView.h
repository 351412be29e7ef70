#pragma once

#include "ui/library/LineDiff.h"

#include <QAbstractScrollArea>
#include <QTextLayout>

#include <memory>
#include <vector>

namespace tandem::ui {

// Two texts line by line: both line numbers, + and −, what was taken out on red and what was put in on green, what differs within
// a line 600. Up and Down scroll. UI thread.
class DiffView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit DiffView(QWidget* parent = nullptr);

    void setLines(std::vector<DiffLine> lines);
    [[nodiscard]] const std::vector<DiffLine>& lines() const { return m_lines; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Row {
        std::unique_ptr<QTextLayout> layout;
        int top = 0;
        int height = 0;
    };
    void layOut();
    [[nodiscard]] int textStart() const;
    void paintRow(QPainter& painter, const DiffLine& line, const Row& row, const QRect& box) const;
    [[nodiscard]] QString textOf(const DiffLine& line) const;

    std::vector<DiffLine> m_lines;
    std::vector<Row> m_rows;
};

} // namespace tandem::ui
