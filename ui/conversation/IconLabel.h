#pragma once

#include "ui/widgets/TextLabel.h"

namespace tandem::ui {

// An icon beside a text that says the same: it has no name of its own.
class IconLabel : public QWidget {
    Q_OBJECT

public:
    IconLabel(QString icon, int size, Ink ink, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    int m_size;
    Ink m_ink;
};

} // namespace tandem::ui
