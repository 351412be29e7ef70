#pragma once

#include <QAbstractButton>

namespace tandem::ui {

// A key cap that can be clicked: it does what the key does.
class KeyButton : public QAbstractButton {
    Q_OBJECT

public:
    // `name`: what it does.
    KeyButton(const QString& key, const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace tandem::ui
