#pragma once

class QPainter;
class QRect;
class QStyleOption;
class QStyleOptionComplex;
class QStyleOptionMenuItem;
class QStyleOptionTab;
class QWidget;

namespace tandem::ui {

class Theme;

// What TandemStyle paints, one function per control.
void paintCheckMark(QPainter& painter, Theme& theme, const QStyleOption& option);
void paintRadioMark(QPainter& painter, const Theme& theme, const QStyleOption& option);
void paintFieldPanel(QPainter& painter, const Theme& theme, const QStyleOption& option, const QWidget* widget);
void paintRing(QPainter& painter, const Theme& theme, const QRect& rect, bool onSelection);
void paintTabShape(QPainter& painter, const Theme& theme, const QStyleOptionTab& tab);
void paintTabLabel(QPainter& painter, const Theme& theme, const QStyleOptionTab& tab);
void paintScrollBar(QPainter& painter, const Theme& theme, const QStyleOptionComplex& option, const QRect& handle);
void paintMenuItem(QPainter& painter, Theme& theme, const QStyleOptionMenuItem& item);
void paintMenuPanel(QPainter& painter, const Theme& theme, const QRect& rect);
void paintComboBox(QPainter& painter, Theme& theme, const QStyleOptionComplex& option, const QRect& arrow, const QWidget* widget);

} // namespace tandem::ui
