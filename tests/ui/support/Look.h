#pragma once

#include "ui/theme/TandemStyle.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QDir>
#include <QWidget>

namespace tandem::ui {

// The application's style and theme for a test. Make one before the first widget; one per program.
class Look {
public:
    Look()
        : m_theme(QStringLiteral(TANDEM_RESOURCES "/icons"))
    {
        QApplication::setStyle(new TandemStyle(m_theme));
    }

    [[nodiscard]] Theme& theme() { return m_theme; }

    // Back to light, scale 1, left to right.
    void reset()
    {
        m_theme.setAppearance(Appearance::Light);
        m_theme.setTextScale(1);
        m_theme.setHighContrast(false);
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

private:
    Theme m_theme;
};

// Saves a picture of `widget` as `name`.png where TANDEM_SCREENSHOTS names a folder; otherwise nothing.
inline void keepPicture(QWidget& widget, const QString& name)
{
    const QString folder = qEnvironmentVariable("TANDEM_SCREENSHOTS");
    if (!folder.isEmpty())
        widget.grab().save(QDir(folder).filePath(name + QStringLiteral(".png")));
}

} // namespace tandem::ui
