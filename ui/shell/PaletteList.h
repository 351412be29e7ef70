#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace tandem::ui {

// The palette's results: rows of 36 with icon, text, a fainter detail and keys at the end. The matched part of a text is strong.
class PaletteList : public QWidget {
    Q_OBJECT

public:
    struct Row {
        QString icon;
        QString text;
        QString detail;
        QString keys;
    };

    explicit PaletteList(QWidget* parent);

    // Selects the first row. `match` is what was typed; `empty` is said when there is no row.
    void setRows(std::vector<Row> rows, const QString& match, const QString& empty);
    void move(int by);
    [[nodiscard]] int selected() const { return m_selected; }
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int wantedHeight() const;

Q_SIGNALS:
    void chosen(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void paintRow(QPainter& painter, const Row& row, const QRect& box, bool selected);

    std::vector<Row> m_rows;
    QString m_match;
    QString m_empty;
    int m_selected = 0;
};

} // namespace tandem::ui
