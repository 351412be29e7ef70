#pragma once

#include <QColor>
#include <QHash>
#include <QPixmap>
#include <QString>

class QPainter;

namespace tandem::ui {

// The project's own stroke icons (resources/icons/<name>.svg: 24 grid, stroke 2, round caps, currentColor), rendered per size,
// colour and device pixel ratio and kept. UI thread.
class Icons {
public:
    // `directory`: where the SVG files lie.
    explicit Icons(QString directory);
    // size in px at 1×. An unknown name is an empty pixmap and one warning in the log.
    const QPixmap& pixmap(const QString& name, int size, const QColor& colour, qreal devicePixelRatio);
    // Paints it centred in `rect`.
    void paint(QPainter& painter, const QString& name, const QRect& rect, int size, const QColor& colour);

private:
    QString m_directory;
    QHash<QString, QPixmap> m_cache;
};

} // namespace tandem::ui
