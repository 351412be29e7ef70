#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <vector>

namespace tandem::ui {

// How long it takes from a key press until the window has painted what it changed. Watches the whole application. UI thread.
class LatencyMeter : public QObject {
    Q_OBJECT

public:
    explicit LatencyMeter(QObject* parent = nullptr);

    // The last keys' times in ms, oldest first; at most 1,000.
    [[nodiscard]] const std::vector<double>& times() const { return m_times; }

Q_SIGNALS:
    void measured(double milliseconds);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void painted();

    QElapsedTimer m_sinceKey;
    QTimer m_afterPaint; // fires when the event loop is back after the paint
    bool m_waiting = false;
    std::vector<double> m_times;
};

} // namespace tandem::ui
