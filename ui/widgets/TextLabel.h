#pragma once

#include "ui/theme/Theme.h"

#include <QLabel>

namespace tandem::ui {

enum class Ink : std::uint8_t { Text, Text2, Text3, Accent, Ok, Warn, Bad };

// Plain text in one of the theme's roles; follows the theme. What customers wrote is never read as markup, and runs in its own
// direction wherever the interface begins its lines.
class TextLabel : public QLabel {
    Q_OBJECT

public:
    explicit TextLabel(TextRole role, Ink ink = Ink::Text, QWidget* parent = nullptr);

    void setInk(Ink ink);
    void setRole(TextRole role);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    TextRole m_role;
    Ink m_ink;
    Qt::Alignment m_leading; // as it was asked for, where the label is given it the way it shows
};

// A QWidget that fills itself with a surface of the theme and draws hairlines along edges.
class Surface : public QWidget {
    Q_OBJECT

public:
    enum class Fill : std::uint8_t { Window, Surface, Base, None };

    explicit Surface(Fill fill, Qt::Edges lines = {}, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Fill m_fill;
    Qt::Edges m_lines; // Left and Right mean start and end
};

} // namespace tandem::ui
