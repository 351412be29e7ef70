#pragma once

#include "ui/theme/Theme.h"

#include <QPointer>
#include <QProxyStyle>

class QFocusFrame;

namespace tandem::ui {

// Qt's standard controls in the console's look: Fusion underneath, painted from the theme's tokens. main gives it to
// QApplication::setStyle, which then owns it; `theme` must outlive the application. A change of the theme sets the application's
// palette and font and lays out every widget anew. UI thread.
class TandemStyle : public QProxyStyle {
    Q_OBJECT

public:
    explicit TandemStyle(Theme& theme);

    [[nodiscard]] Theme& theme() const { return m_theme; }

    void drawPrimitive(
        PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
    void drawComplexControl(
        ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const override;
    QRect subControlRect(
        ComplexControl control, const QStyleOptionComplex* option, SubControl sub, const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    QSize sizeFromContents(
        ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override;
    QPalette standardPalette() const override;
    void polish(QApplication* application) override;
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void followTheme();
    void showRing(QWidget* widget);

    Theme& m_theme;
    QPointer<QFocusFrame> m_ring;
};

} // namespace tandem::ui
