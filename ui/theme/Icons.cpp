#include "ui/theme/Icons.h"

#include <QByteArray>
#include <QFile>
#include <QPainter>
#include <QSet>
#include <QSvgRenderer>

namespace tandem::ui {

namespace {

// At 20 px and above a stroke of 2 looks heavier than the text beside it.
constexpr int thinStrokeFrom = 20;

bool pointsSomewhere(const QString& name)
{
    static const QSet<QString> names{QStringLiteral("chevron-left"), QStringLiteral("chevron-right"),
        QStringLiteral("arrow-right"), QStringLiteral("arrow-up-right"), QStringLiteral("panel"), QStringLiteral("undo"),
        QStringLiteral("send"), QStringLiteral("route")};
    return names.contains(name);
}

QByteArray coloured(QByteArray svg, const QColor& colour, int size)
{
    svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    if (size >= thinStrokeFrom)
        svg.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"");
    return svg;
}

} // namespace

Icons::Icons(QString directory)
    : m_directory(std::move(directory))
{
}

const QPixmap& Icons::pixmap(const QString& name, int size, const QColor& colour, qreal devicePixelRatio)
{
    const QString key = name + u'/' + QString::number(size) + u'/' + QString::number(colour.rgba(), 16) + u'/'
        + QString::number(devicePixelRatio, 'f', 3);
    if (const auto found = m_cache.constFind(key); found != m_cache.constEnd())
        return *found;

    QFile file(m_directory + u'/' + name + QStringLiteral(".svg"));
    if (size <= 0 || !file.open(QIODevice::ReadOnly)) {
        qWarning("The icon %s is not in the icon folder; it stays empty.", qUtf8Printable(name));
        return *m_cache.insert(key, QPixmap());
    }
    QSvgRenderer renderer(coloured(file.readAll(), colour, size));
    QPixmap pixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(colour.alphaF());
    renderer.render(&painter, QRectF(0, 0, size, size));
    painter.end();
    return *m_cache.insert(key, pixmap);
}

void Icons::paint(QPainter& painter, const QString& name, const QRect& rect, int size, const QColor& colour)
{
    const QPixmap& image = pixmap(name, size, colour, painter.device()->devicePixelRatioF());
    if (image.isNull())
        return;
    const QPoint corner(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2);
    if (painter.layoutDirection() != Qt::RightToLeft || !pointsSomewhere(name)) {
        painter.drawPixmap(corner, image);
        return;
    }
    painter.save();
    painter.translate(corner.x() + size, corner.y());
    painter.scale(-1, 1);
    painter.drawPixmap(QPointF(0, 0), image);
    painter.restore();
}

} // namespace tandem::ui
