#include "ui/widgets/TextLabel.h"

#include "ui/theme/Crisp.h"
#include "ui/widgets/OwnDirection.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace tandem::ui {

namespace {

const QColor& colourOf(const Palette& colours, Ink ink)
{
    switch (ink) {
    case Ink::Text2: return colours.text2;
    case Ink::Text3: return colours.text3;
    case Ink::Accent: return colours.accentText;
    case Ink::Ok: return colours.ok;
    case Ink::Warn: return colours.warn;
    case Ink::Bad: return colours.bad;
    case Ink::Text: break;
    }
    return colours.text;
}

} // namespace

TextLabel::TextLabel(TextRole role, Ink ink, QWidget* parent)
    : QLabel(parent)
    , m_role(role)
    , m_ink(ink)
{
    setTextFormat(Qt::PlainText);
    connect(&themeOf(this), &Theme::changed, this, &TextLabel::follow);
    follow();
}

void TextLabel::setInk(Ink ink)
{
    m_ink = ink;
    follow();
}

void TextLabel::setRole(TextRole role)
{
    m_role = role;
    follow();
}

void TextLabel::follow()
{
    const Theme& theme = themeOf(this);
    setFont(theme.font(m_role));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, colourOf(theme.palette(), m_ink));
    setPalette(colours);
}

void TextLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        follow();
}

// QLabel would align by the text's direction.
void TextLabel::paintEvent(QPaintEvent* event)
{
    const Qt::LayoutDirection around = layoutDirection();
    if ((textInteractionFlags() & (Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard)) != 0) {
        // The label's own, which shows the selection.
        if (!alignment().testFlag(Qt::AlignAbsolute))
            m_leading = alignment();
        const Qt::Alignment placed = QStyle::visualAlignment(around, m_leading) | Qt::AlignAbsolute;
        if (alignment() != placed)
            setAlignment(placed);
        return QLabel::paintEvent(event);
    }
    QPainter painter(this);
    int flags = static_cast<int>(QStyle::visualAlignment(around, alignment()) | Qt::AlignAbsolute);
    flags |= directionOf(text(), around) == Qt::RightToLeft ? Qt::TextForceRightToLeft : Qt::TextForceLeftToRight;
    if (wordWrap())
        flags |= Qt::TextWordWrap;
    style()->drawItemText(&painter, contentsRect(), flags, palette(), isEnabled(), text(), foregroundRole());
}

Surface::Surface(Fill fill, Qt::Edges lines, QWidget* parent)
    : QWidget(parent)
    , m_fill(fill)
    , m_lines(lines)
{
}

void Surface::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& colours = themeOf(this).palette();
    QPainter painter(this);
    if (m_fill == Fill::Window)
        painter.fillRect(rect(), colours.window);
    else if (m_fill == Fill::Surface)
        painter.fillRect(rect(), colours.surface);
    else if (m_fill == Fill::Base)
        painter.fillRect(rect(), colours.base);
    const bool mirrored = isRightToLeft();
    for (const Qt::Edge edge : {Qt::TopEdge, Qt::BottomEdge})
        if (m_lines.testFlag(edge))
            paintHairline(painter, rect(), edge, colours.line);
    if (m_lines.testFlag(Qt::LeftEdge))
        paintHairline(painter, rect(), mirrored ? Qt::RightEdge : Qt::LeftEdge, colours.line);
    if (m_lines.testFlag(Qt::RightEdge))
        paintHairline(painter, rect(), mirrored ? Qt::LeftEdge : Qt::RightEdge, colours.line);
}

} // namespace tandem::ui
