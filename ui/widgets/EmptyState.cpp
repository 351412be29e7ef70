#include "ui/widgets/EmptyState.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/OwnDirection.h"

#include <QPainter>

namespace tandem::ui {

namespace {

constexpr int iconSize = 24;
constexpr int side = 16;

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_action(new Button(QString(), ButtonKind::Secondary, this))
{
    m_action->hide();
    connect(m_action, &Button::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::say(const QString& icon, const QString& line, const QString& fact, const QString& action)
{
    m_icon = icon;
    m_line = line;
    m_fact = fact;
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(fact.isEmpty() ? line : line + QStringLiteral(". ") + fact);
    place();
    updateGeometry();
    update();
}

int EmptyState::contentHeight() const
{
    const Theme& theme = themeOf(this);
    int height = iconSize + 8 + theme.lineHeight(TextRole::RowStrong);
    if (!m_fact.isEmpty())
        height += 2 + theme.lineHeight(TextRole::Meta);
    if (!m_action->text().isEmpty())
        height += 10 + m_action->sizeHint().height();
    return height;
}

QSize EmptyState::sizeHint() const
{
    return {260, contentHeight() + 2 * side};
}

void EmptyState::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const QRect column = rect().adjusted(side, 0, -side, 0);
    int y = (height() - contentHeight()) / 2;
    theme.icons().paint(painter, m_icon, QRect(column.left(), y, column.width(), iconSize), iconSize, palette.text3);
    y += iconSize + 8;
    const auto write = [&](const QString& text, TextRole role, const QColor& ink) {
        const QRect line(column.left(), y, column.width(), theme.lineHeight(role));
        painter.setFont(theme.font(role));
        painter.setPen(ink);
        paintLine(painter, line, text, Qt::AlignCenter);
        y += line.height() + 2;
    };
    write(m_line, TextRole::RowStrong, palette.text);
    if (!m_fact.isEmpty())
        write(m_fact, TextRole::Meta, palette.text3);
}

void EmptyState::place()
{
    const QSize size = m_action->sizeHint();
    const int bottom = (height() + contentHeight()) / 2;
    m_action->setGeometry((width() - size.width()) / 2, bottom - size.height(), size.width(), size.height());
}

void EmptyState::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

} // namespace tandem::ui
