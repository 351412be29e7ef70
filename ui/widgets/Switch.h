#pragma once

#include <QAbstractButton>

namespace tandem::ui {

// On or off at once, 34 × 20. `name` is what a screen reader says; the visible label stands beside it.
class Switch : public QAbstractButton {
    Q_OBJECT

public:
    explicit Switch(const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace tandem::ui
