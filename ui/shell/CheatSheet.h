#pragma once

#include "ui/shell/Overlay.h"

namespace tandem::ui {

// Every command with its keys, in two columns.
class CheatSheet final : public Overlay {
    Q_OBJECT

public:
    explicit CheatSheet(QWidget* window);

protected:
    [[nodiscard]] QRect panelRect(const QSize& window) const override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace tandem::ui
