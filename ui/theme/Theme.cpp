#include "ui/theme/Theme.h"

#include "ui/theme/TandemStyle.h"

#include <QApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

struct Type {
    int size; // px at scale 1
    int line;
    QFont::Weight weight;
};

Type typeOf(TextRole role)
{
    switch (role) {
    case TextRole::Amount: return {28, 32, QFont::DemiBold};
    case TextRole::Figure: return {20, 26, QFont::DemiBold};
    case TextRole::Title: return {15, 20, QFont::DemiBold};
    case TextRole::Message: return {14, 21, QFont::Normal};
    case TextRole::Draft: return {14, 24, QFont::Normal};
    case TextRole::Row: return {13, 18, QFont::Normal};
    case TextRole::RowMedium: return {13, 18, QFont::Medium};
    case TextRole::RowStrong: return {13, 18, QFont::DemiBold};
    case TextRole::Meta: return {12, 16, QFont::Normal};
    case TextRole::MetaStrong: return {12, 16, QFont::DemiBold};
    case TextRole::Label: return {11, 16, QFont::DemiBold};
    case TextRole::Chip: return {11, 16, QFont::Medium};
    case TextRole::Badge: return {10, 12, QFont::DemiBold};
    case TextRole::Mono: return {11, 16, QFont::Normal};
    }
    return {13, 18, QFont::Normal};
}

// Families that are missing are passed over; after these Qt asks the system.
QStringList families(TextRole role)
{
    if (role == TextRole::Mono)
        return {QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")};
    return {
        QStringLiteral("Inter"), QStringLiteral("Noto Sans Arabic"), QStringLiteral("Noto Sans"), QStringLiteral("sans-serif")};
}

} // namespace

Theme::Theme(const QString& icons, Appearance appearance, QObject* parent)
    : QObject(parent)
    , m_appearance(appearance)
    , m_icons(icons)
{
    apply();
}

QFont Theme::font(TextRole role) const
{
    return font(role, false);
}

QFont Theme::font(TextRole role, bool rightToLeft) const
{
    const Type type = typeOf(role);
    QFont font;
    font.setFamilies(families(role));
    font.setPixelSize(std::max(1, scaled(type.size + (rightToLeft ? 1 : 0))));
    font.setWeight(type.weight);
    if (role == TextRole::Mono)
        font.setStyleHint(QFont::Monospace);
    return font;
}

int Theme::lineHeight(TextRole role) const
{
    const int metric = static_cast<int>(std::ceil(QFontMetricsF(font(role)).height()));
    return std::max(scaled(typeOf(role).line), metric);
}

int Theme::scaled(int px) const
{
    return static_cast<int>(std::lround(px * m_textScale));
}

void Theme::setAppearance(Appearance appearance)
{
    if (m_appearance == appearance)
        return;
    m_appearance = appearance;
    apply();
}

void Theme::setTextScale(qreal scale)
{
    const qreal clamped = std::clamp(scale, 0.9, 2.0);
    if (qFuzzyCompare(m_textScale, clamped))
        return;
    m_textScale = clamped;
    apply();
}

void Theme::setHighContrast(bool on)
{
    if (m_highContrast == on)
        return;
    m_highContrast = on;
    apply();
}

void Theme::apply()
{
    const Palette& base = m_appearance == Appearance::Dark ? darkPalette() : lightPalette();
    m_palette = m_highContrast ? ui::highContrast(base) : base;
    Q_EMIT changed();
}

Theme& themeOf(const QWidget* /*widget*/)
{
    auto* style = qobject_cast<TandemStyle*>(QApplication::style());
    if (style == nullptr)
        qFatal("The application's style is not the Tandem style: set it before the first widget is made.");
    return style->theme();
}

} // namespace tandem::ui
