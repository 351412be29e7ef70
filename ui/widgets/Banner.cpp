#include "ui/widgets/Banner.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/TextLink.h"

#include <QStyle>
#include <QTextLayout>

namespace tandem::ui {

namespace {

constexpr int padding = 10;
constexpr int verticalPadding = 9;
constexpr int preferredWidth = 280;
constexpr int iconGap = 8;
constexpr qsizetype mostText = 400; // a strip is no page, whatever a server says

QColor inkOf(const Palette& palette, BannerKind kind)
{
    return kind == BannerKind::Offline ? palette.warn : palette.bad;
}

// The strong word and the rest as one wrapped text; painted when there is a painter. Returns its height.
int layOut(const Theme& theme, Qt::LayoutDirection around, const QString& strong, const QString& rest, int width,
    QPainter* painter, const QPointF& at)
{
    const QString text = strong.isEmpty() ? rest : strong + u' ' + rest;
    QTextLayout layout(text, theme.font(TextRole::Row));
    QTextCharFormat format;
    format.setFontWeight(QFont::DemiBold);
    layout.setFormats({{0, static_cast<int>(strong.size()), format}});
    QTextOption option = ownDirection(text, around);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    const int lineHeight = theme.lineHeight(TextRole::Row);
    int y = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(40, width));
        line.setPosition(QPointF(0, y + (lineHeight - line.height()) / 2));
        y += lineHeight;
    }
    layout.endLayout();
    if (painter != nullptr)
        layout.draw(painter, at);
    return y;
}

} // namespace

Banner::Banner(BannerKind kind, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_link(new TextLink(QString(), this))
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_link, &TextLink::clicked, this, &Banner::actionTriggered);
    m_link->hide();
    hide();
}

void Banner::say(const QString& strong, const QString& text, const QString& action)
{
    m_strong = strong;
    m_text = text.size() > mostText ? text.left(mostText) + QChar(0x2026) : text;
    m_link->setText(action);
    m_link->setVisible(!action.isEmpty());
    setAccessibleName(strong.isEmpty() ? m_text : strong + u' ' + m_text);
    place();
    updateGeometry();
    update();
    show();
}

QRect Banner::textRect(int width) const
{
    const int link = m_link->text().isEmpty() ? 0 : m_link->sizeHint().width();
    const int textStart = padding + themeOf(this).scaled(sizes::icon) + iconGap;
    return {textStart, 0, width - textStart - padding - link, height()};
}

QSize Banner::sizeHint() const
{
    return {preferredWidth, heightForWidth(std::max(width(), preferredWidth))};
}

QSize Banner::minimumSizeHint() const
{
    return {160, themeOf(this).lineHeight(TextRole::Row) + 2 * verticalPadding};
}

int Banner::heightForWidth(int width) const
{
    const Theme& theme = themeOf(this);
    return layOut(theme, layoutDirection(), m_strong, m_text, textRect(width).width(), nullptr, {}) + 2 * verticalPadding;
}

void Banner::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    const QColor ink = inkOf(palette, m_kind);
    QPainter painter(this);
    paintBox(painter, rect(), sizes::controlRadius, m_kind == BannerKind::Offline ? palette.warnSoft : palette.badSoft, {});
    const QRect icon(padding, verticalPadding, theme.scaled(sizes::icon), theme.lineHeight(TextRole::Row));
    theme.icons().paint(painter, m_kind == BannerKind::Offline ? QStringLiteral("wifi-off") : QStringLiteral("alert"),
        QStyle::visualRect(layoutDirection(), rect(), icon), icon.width(), ink);
    painter.setPen(ink);
    const QRect text = QStyle::visualRect(layoutDirection(), rect(), textRect(width()));
    layOut(theme, layoutDirection(), m_strong, m_text, text.width(), &painter, QPointF(text.left(), verticalPadding));
}

void Banner::place()
{
    const Theme& theme = themeOf(this);
    m_link->setInk(inkOf(theme.palette(), m_kind));
    const QSize size = m_link->sizeHint();
    const QRect at(width() - padding - size.width() + 4, (height() - size.height()) / 2, size.width(), size.height());
    m_link->setGeometry(QStyle::visualRect(layoutDirection(), rect(), at));
}

void Banner::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

void Banner::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::PaletteChange
        || event->type() == QEvent::FontChange)
        place();
}

} // namespace tandem::ui
