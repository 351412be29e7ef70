#pragma once

#include <QAbstractButton>

namespace tandem::ui {

// One of a draft's sources as a line: number, title, how well it supports what cites it. Pressing it goes there.
class SourceRow : public QAbstractButton {
    Q_OBJECT

public:
    // `weak`: its support is below the floor for certainty.
    SourceRow(int number, const QString& title, double support, bool weak, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_number;
    QString m_value;
    bool m_weak;
};

} // namespace tandem::ui
