#pragma once

#include <QWidget>

namespace tandem::ui {

// What a bar states about its value.
enum class BarTone : std::uint8_t { Fine, Attention };

// A value against its threshold: a track filled up to the value, a tick where the threshold lies. Its numbers stand beside it as
// text, so it has no name of its own.
class ValueBar : public QWidget {
    Q_OBJECT

public:
    // `height` of the track in px.
    explicit ValueBar(int height, QWidget* parent = nullptr);

    // In units of `scale`, the track's whole length.
    void setValue(double value, double threshold, double scale, BarTone tone);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_height;
    double m_value = 0; // 0…1 of the track
    double m_threshold = 0;
    BarTone m_tone = BarTone::Fine;
};

} // namespace tandem::ui
