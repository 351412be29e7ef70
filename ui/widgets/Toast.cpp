#include "ui/widgets/Toast.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Shadow.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/TextLink.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

#include <utility>

namespace tandem::ui {

namespace {

constexpr int padding = 14;
constexpr int liftFromEdge = 16;

QString iconOf(ToastKind kind)
{
    switch (kind) {
    case ToastKind::Done: return QStringLiteral("check");
    case ToastKind::Notice: return QStringLiteral("info");
    case ToastKind::Problem: return QStringLiteral("alert");
    }
    return {};
}

} // namespace

class Toast::Shade : public QWidget {
public:
    explicit Shade(QWidget* host)
        : QWidget(host)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        paintShadow(painter, rect().marginsRemoved(shadowMargins()), sizes::cardRadius);
    }
};

Toast::Toast(QWidget* host)
    : QWidget(host)
    , m_shade(new Shade(host))
    , m_link(new TextLink(QString(), this))
{
    setFocusPolicy(Qt::NoFocus);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Toast::end);
    connect(m_link, &TextLink::clicked, this, [this] {
        Q_EMIT actionTriggered();
        end();
    });
    host->installEventFilter(this);
    hide();
}

void Toast::lieOver(QWidget* part)
{
    m_part = part;
    part->installEventFilter(this);
    if (isVisible())
        place();
}

void Toast::show(const ToastMessage& message)
{
    if (isVisible() && m_message.kind == ToastKind::Problem && message.kind != ToastKind::Problem)
        m_next = message;
    else
        present(message);
}

void Toast::present(const ToastMessage& message)
{
    m_message = message;
    m_link->setText(message.action);
    m_link->setVisible(!message.action.isEmpty());
    setAccessibleName(message.text);
    place();
    if (m_shade != nullptr) {
        m_shade->show();
        m_shade->raise();
    }
    QWidget::show();
    raise();
    update();
    m_timer.start(message.durationMs);
}

void Toast::end()
{
    m_timer.stop();
    hide();
    Q_EMIT ended();
    if (const auto next = std::exchange(m_next, std::nullopt))
        present(*next);
}

int Toast::textStart() const
{
    return padding + themeOf(this).scaled(sizes::icon) + 10;
}

int Toast::textWidth() const
{
    return QFontMetrics(themeOf(this).font(TextRole::Row)).horizontalAdvance(m_message.text) + 1;
}

int Toast::keysWidth() const
{
    int width = 0;
    for (const QString& key : m_message.keys)
        width += keyCapSize(themeOf(this), key).width() + 6;
    return width;
}

void Toast::place()
{
    const Theme& theme = themeOf(this);
    const QSize link = m_message.action.isEmpty() ? QSize() : m_link->sizeHint();
    int wanted = textStart() + textWidth() + padding;
    if (!m_message.action.isEmpty())
        wanted += 24 + link.width() + keysWidth();
    const QRect under = m_part != nullptr && m_part->isVisible() ? QRect(m_part->mapTo(parentWidget(), QPoint()), m_part->size())
                                                                 : parentWidget()->rect();
    const int width = std::min(std::max(wanted, 280), std::max(160, under.width() - 2 * liftFromEdge));
    const int height = std::max(sizes::toast, theme.lineHeight(TextRole::Row) + 26);
    const QRect at(under.center().x() - width / 2, under.bottom() + 1 - height - liftFromEdge, width, height);
    setGeometry(at);
    if (m_shade != nullptr)
        m_shade->setGeometry(at.marginsAdded(shadowMargins()));
    const QRect inner = rect();
    const QRect place(inner.right() - padding - keysWidth() - link.width() + 5,
        inner.top() + (inner.height() - link.height()) / 2, link.width(), link.height());
    m_link->setGeometry(QStyle::visualRect(layoutDirection(), inner, place));
}

void Toast::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    QPainter painter(this);
    const QRect inner = rect();
    const auto placed = [&](const QRect& rect) { return QStyle::visualRect(layoutDirection(), inner, rect); };
    paintBox(painter, inner, sizes::cardRadius, palette.base, palette.line, hairline(painter));
    const int icon = theme.scaled(sizes::icon);
    const QColor sign = m_message.kind == ToastKind::Done ? palette.ok
        : m_message.kind == ToastKind::Problem            ? palette.bad
                                                          : palette.text3;
    theme.icons().paint(
        painter, iconOf(m_message.kind), placed(QRect(inner.left() + padding, inner.top(), icon, inner.height())), icon, sign);
    const int end
        = m_message.action.isEmpty() ? inner.right() - padding : inner.right() - padding - keysWidth() - m_link->width() - 8;
    const QRect text(inner.left() + textStart(), inner.top(), end - inner.left() - textStart(), inner.height());
    painter.setFont(theme.font(TextRole::Row));
    painter.setPen(palette.text);
    painter.setLayoutDirection(layoutDirection());
    paintLine(painter, placed(text), m_message.text);
    int x = inner.right() - padding - keysWidth() + 7;
    for (const QString& key : m_message.keys) {
        const QSize size = keyCapSize(theme, key);
        paintKeyCap(painter, theme, placed(QRect(QPoint(x, inner.top() + (inner.height() - size.height()) / 2), size)), key);
        x += size.width() + 6;
    }
}

bool Toast::eventFilter(QObject* watched, QEvent* event)
{
    const bool moved = event->type() == QEvent::Resize || event->type() == QEvent::Move || event->type() == QEvent::Show
        || event->type() == QEvent::Hide;
    if (moved && (watched == parentWidget() || watched == m_part) && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void Toast::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    if (m_shade != nullptr)
        m_shade->hide();
}

void Toast::enterEvent(QEnterEvent* event)
{
    QWidget::enterEvent(event);
    m_timer.stop();
}

void Toast::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    if (isVisible())
        m_timer.start(m_message.durationMs);
}

} // namespace tandem::ui
