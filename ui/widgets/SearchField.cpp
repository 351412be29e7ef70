#include "ui/widgets/SearchField.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Sizes.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

namespace tandem::ui {

namespace {

constexpr int iconSize = 14;
constexpr int textGap = 6;

} // namespace

SearchField::SearchField(const QString& name, QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(name);
    setAccessibleName(name);
    placeText();
}

void SearchField::placeText()
{
    const int start = themeOf(this).scaled(iconSize) + textGap;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    setTextMargins(mirrored ? 0 : start, 0, mirrored ? start : 0, 0);
}

QSize SearchField::sizeHint() const
{
    return {QLineEdit::sizeHint().width(), themeOf(this).lineHeight(TextRole::Row) + sizes::searchField - 18};
}

QSize SearchField::minimumSizeHint() const
{
    return {80, sizeHint().height()};
}

void SearchField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    Theme& theme = themeOf(this);
    QPainter painter(this);
    const QRect icon = QStyle::visualRect(layoutDirection(), rect(), QRect(9, 0, theme.scaled(iconSize), height()));
    theme.icons().paint(painter, QStringLiteral("search"), icon, icon.width(), theme.palette().text3);
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier) {
        clear();
        Q_EMIT cancelled();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchField::changeEvent(QEvent* event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::FontChange)
        placeText();
}

} // namespace tandem::ui
