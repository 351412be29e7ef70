#pragma once

#include "ui/widgets/TextLabel.h"

namespace tandem::ui {

// One line of text that gives way: elided at its own end, whatever its direction, and told whole as a tool tip.
class ElidedLabel : public TextLabel {
    Q_OBJECT

public:
    using TextLabel::TextLabel;

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
};

} // namespace tandem::ui
