#include "ui/conversation/IconLabel.h"

#include <QPainter>
#include <utility>

namespace tandem::ui {

namespace {

const QColor& colourOf(const Palette& palette, Ink ink)
{
    switch (ink) {
    case Ink::Text: return palette.text;
    case Ink::Text2: return palette.text2;
    case Ink::Text3: return palette.text3;
    case Ink::Accent: return palette.accentText;
    case Ink::Ok: return palette.ok;
    case Ink::Warn: return palette.warn;
    case Ink::Bad: break;
    }
    return palette.bad;
}

} // namespace

IconLabel::IconLabel(QString icon, int size, Ink ink, QWidget* parent)
    : QWidget(parent)
    , m_icon(std::move(icon))
    , m_size(size)
    , m_ink(ink)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize IconLabel::sizeHint() const
{
    const Theme& theme = themeOf(this);
    return {theme.scaled(m_size), std::max(theme.scaled(m_size), theme.lineHeight(TextRole::Meta))};
}

void IconLabel::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    QPainter painter(this);
    theme.icons().paint(painter, m_icon, rect(), theme.scaled(m_size), colourOf(theme.palette(), m_ink));
}

} // namespace tandem::ui
