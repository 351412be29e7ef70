#pragma once

#include "ui/widgets/Chip.h"

#include <QStringList>
#include <QWidget>

#include <vector>

namespace tandem::ui {

// Chips one after another, in as many lines as they need. Each may have a tooltip. UI thread.
class ChipFlow : public QWidget {
    Q_OBJECT

public:
    struct Item {
        Chip chip;
        QString toolTip; // plain text
    };

    explicit ChipFlow(QWidget* parent = nullptr);

    void setItems(std::vector<Item> items);
    [[nodiscard]] const std::vector<Item>& items() const { return m_items; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override; // tooltips

private:
    // Where each chip lies in this width, left to right; a chip that is wider is cut to it.
    [[nodiscard]] std::vector<QRect> places(int width) const;

    std::vector<Item> m_items;
};

} // namespace tandem::ui
