#include "ui/conversation/TicketWait.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/ColumnHeader.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/OwnDirection.h"

#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace tandem::ui {

namespace {

constexpr int patience = 150; // ms
constexpr int inset = 20;
constexpr int barHeight = 8;
constexpr int barStep = 28;
constexpr int most = 560; // width of a bar

// What a key writes; "" = nothing.
QString writtenBy(const QKeyEvent& event)
{
    const Qt::KeyboardModifiers with = event.modifiers();
    // Both together are AltGr.
    const bool plain = with.testFlag(Qt::ControlModifier) == with.testFlag(Qt::AltModifier) && !with.testFlag(Qt::MetaModifier);
    if (plain && (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter))
        return QStringLiteral("\n");
    const QString text = event.text();
    return plain && !text.isEmpty() && text.front().isPrint() ? text : QString();
}

} // namespace

TicketWait::TicketWait(QWidget* parent)
    : QWidget(parent)
    , m_header(new ColumnHeader(this))
    , m_back(new IconButton(QStringLiteral("chevron-left"), tr("Back to the list"), m_header))
    , m_error(new Banner(BannerKind::Error, this))
{
    setFocusPolicy(Qt::ClickFocus);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_header->row().setContentsMargins(12, 0, 12, 0);
    m_header->row().addWidget(m_back);
    m_header->row().addStretch(1);
    m_back->hide();
    column->addWidget(m_header);
    auto* strip = new QVBoxLayout;
    strip->setContentsMargins(12, 12, 12, 12);
    strip->addWidget(m_error);
    column->addLayout(strip);
    column->addStretch(1);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_late = true;
        update();
        Q_EMIT late();
    });
    connect(m_back, &IconButton::clicked, this, &TicketWait::backRequested);
    connect(m_error, &Banner::actionTriggered, this, &TicketWait::retryRequested);
    connect(&themeOf(this), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TicketWait::start()
{
    end();
    setAccessibleName(tr("The ticket is being loaded"));
    m_patience.start();
}

void TicketWait::fail(const QString& why)
{
    m_patience.stop();
    m_late = false;
    m_error->say(tr("The ticket cannot be shown."), why, tr("Retry"));
    setAccessibleName(m_error->accessibleName());
    update();
    Q_EMIT late();
}

void TicketWait::listen()
{
    m_listens = true;
    setAttribute(Qt::WA_InputMethodEnabled);
    setFocus(Qt::ShortcutFocusReason);
}

void TicketWait::end()
{
    m_patience.stop();
    m_late = false;
    m_listens = false;
    setAttribute(Qt::WA_InputMethodEnabled, false);
    if (m_error->isAncestorOf(window()->focusWidget()))
        setFocus(Qt::OtherFocusReason);
    m_error->hide();
}

QString TicketWait::takeWritten()
{
    return std::exchange(m_written, {});
}

void TicketWait::setBack(bool back)
{
    m_back->setVisible(back);
}

bool TicketWait::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && m_listens) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (!writtenBy(*key).isEmpty() || key->key() == Qt::Key_Backspace)
            event->accept();
    }
    return QWidget::event(event);
}

void TicketWait::keyPressEvent(QKeyEvent* event)
{
    if (!m_listens)
        return QWidget::keyPressEvent(event);
    const QString text = writtenBy(*event);
    if (event->key() == Qt::Key_Backspace) {
        m_written.chop(m_written.size() > 1 && m_written.back().isLowSurrogate() ? 2 : 1);
    } else if (event->key() == Qt::Key_Escape) {
        m_listens = false;
        Q_EMIT left();
    } else if (!text.isEmpty()) {
        m_written += text;
    } else {
        QWidget::keyPressEvent(event);
    }
    update();
}

void TicketWait::inputMethodEvent(QInputMethodEvent* event)
{
    if (m_listens)
        m_written += event->commitString();
    update();
    event->accept();
}

void TicketWait::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.palette().base);
    if (!m_written.isEmpty())
        paintWritten(painter);
    if (!m_late)
        return;
    constexpr std::array<int, 4> tenths{4, 9, 8, 6};
    const int wide = std::min(theme.scaled(most), width() - 2 * inset);
    int y = m_header->geometry().bottom() + inset;
    for (const int part : tenths) {
        const QRect bar(inset, y, wide * part / 10, barHeight);
        paintBox(painter, QStyle::visualRect(layoutDirection(), rect(), bar), barHeight / 2.0, theme.palette().line, {});
        y += theme.scaled(barStep);
    }
}

// Where the composer will show it: its last lines.
void TicketWait::paintWritten(QPainter& painter) const
{
    const Theme& theme = themeOf(this);
    const QRect box(inset, height() * 2 / 3, std::max(0, width() - 2 * inset), height() / 3 - inset);
    const Qt::LayoutDirection direction = directionOf(m_written, layoutDirection());
    painter.setClipRect(box);
    painter.setFont(theme.font(TextRole::Message));
    painter.setPen(theme.palette().text);
    painter.setLayoutDirection(direction);
    painter.drawText(box, static_cast<int>(Qt::AlignLeading | Qt::AlignBottom) | Qt::TextWordWrap, m_written);
    painter.setClipping(false);
}

} // namespace tandem::ui
