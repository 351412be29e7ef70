#pragma once

#include "ui/theme/Icons.h"
#include "ui/theme/Palette.h"

#include <QFont>
#include <QObject>

class QWidget;

namespace tandem::ui {

// What a text is for; size, line and weight follow (see Theme::font, Theme::lineHeight). Px at text scale 1.
enum class TextRole : std::uint8_t {
    Amount, // 28 / 32, 600
    Figure, // 20 / 26, 600
    Title, // 15 / 20, 600
    Message, // 14 / 21
    Draft, // 14 / 24
    Row, // 13 / 18
    RowMedium, // 13 / 18, 500
    RowStrong, // 13 / 18, 600
    Meta, // 12 / 16
    MetaStrong, // 12 / 16, 600
    Label, // 11 / 16, 600
    Chip, // 11 / 16, 500
    Badge, // 10 / 12, 600
    Mono, // 11 / 16, JetBrains Mono
};

enum class Appearance : std::uint8_t { Light, Dark };

// The look as it is now: colours, type, icons, scale. One object, owned by main and carried by the application's TandemStyle;
// painting code gets it with themeOf(). UI thread.
class Theme : public QObject {
    Q_OBJECT

public:
    // `icons`: the folder of the SVG files.
    explicit Theme(const QString& icons, Appearance appearance = Appearance::Light, QObject* parent = nullptr);

    [[nodiscard]] Appearance appearance() const { return m_appearance; }
    [[nodiscard]] const Palette& palette() const { return m_palette; }
    [[nodiscard]] Icons& icons() { return m_icons; }
    [[nodiscard]] qreal textScale() const { return m_textScale; }
    // Width in px of a focus ring.
    [[nodiscard]] int ringWidth() const { return m_highContrast ? 3 : 2; }

    [[nodiscard]] QFont font(TextRole role) const;
    // Font for text in a right-to-left script: one pixel larger.
    [[nodiscard]] QFont font(TextRole role, bool rightToLeft) const;
    [[nodiscard]] int lineHeight(TextRole role) const;
    // A length that grows with the text: `px` at scale 1.
    [[nodiscard]] int scaled(int px) const;

    void setAppearance(Appearance appearance);
    void setTextScale(qreal scale); // 0.9…2.0, clamped
    void setHighContrast(bool on);

Q_SIGNALS:
    void changed(); // repaint and lay out anew

private:
    void apply();

    Appearance m_appearance;
    qreal m_textScale = 1;
    bool m_highContrast = false;
    Palette m_palette;
    Icons m_icons;
};

// The theme of the application's style. The application's style must be a TandemStyle.
Theme& themeOf(const QWidget* widget);

} // namespace tandem::ui
