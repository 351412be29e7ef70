#pragma once

#include <QWidget>

namespace tandem::ui {

// How much of a prediction one thing carries: its name, a signed share in words and a bar. UI thread.
class WeightRow : public QWidget {
    Q_OBJECT

public:
    // `share`: −1…1 of all that weighs, below zero when it speaks against the prediction.
    WeightRow(const QString& name, double share, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    QString m_figure;
    double m_share;
};

} // namespace tandem::ui
