#include "ui/conversation/ComposerEdit.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Marks.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr int mostLines = 8;
constexpr qreal margin = 4; // the document's own

} // namespace

ComposerEdit::ComposerEdit(QWidget* parent)
    : QTextEdit(parent)
{
    setAcceptRichText(false);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(margin);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, [this] { updateGeometry(); });
    connect(&themeOf(this), &Theme::changed, this, &ComposerEdit::follow);
    follow();
}

void ComposerEdit::follow()
{
    setFont(themeOf(this).font(TextRole::Message));
    updateGeometry();
}

void ComposerEdit::setHint(const QString& hint, const QString& key)
{
    m_hint = hint;
    m_key = key;
    setAccessibleDescription(hint.contains(u"%1") ? hint.arg(key) : hint);
    viewport()->update();
}

void ComposerEdit::setDraftWaiting(bool waiting)
{
    m_draftWaiting = waiting;
}

void ComposerEdit::setInk(const QColor& ink)
{
    QPalette colours = palette();
    colours.setColor(QPalette::Text, ink);
    colours.setColor(QPalette::Base, Qt::transparent);
    setPalette(colours);
}

int ComposerEdit::heightFor(int lines) const
{
    return static_cast<int>(std::ceil(lines * QFontMetricsF(font()).lineSpacing() + 2 * margin));
}

QSize ComposerEdit::sizeHint() const
{
    const int wanted = static_cast<int>(std::ceil(document()->size().height()));
    return {300, std::clamp(wanted, heightFor(1), heightFor(mostLines))};
}

QSize ComposerEdit::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void ComposerEdit::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlag(Qt::ControlModifier))
        Q_EMIT sendPressed();
    else if (event->key() == Qt::Key_Escape)
        Q_EMIT leavePressed();
    else
        QTextEdit::keyPressEvent(event);
}

// Tab comes here before it is a key press. Ctrl+Shift+Tab and Shift+Tab always leave.
bool ComposerEdit::focusNextPrevChild(bool next)
{
    if (next && m_draftWaiting && document()->isEmpty()) {
        Q_EMIT draftPressed();
        return true;
    }
    return QTextEdit::focusNextPrevChild(next);
}

void ComposerEdit::focusInEvent(QFocusEvent* event)
{
    QTextEdit::focusInEvent(event);
    Q_EMIT focusChanged();
}

void ComposerEdit::focusOutEvent(QFocusEvent* event)
{
    QTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged();
}

void ComposerEdit::insertFromMimeData(const QMimeData* source)
{
    if (source->hasText())
        insertPlainText(source->text());
}

void ComposerEdit::paintEvent(QPaintEvent* event)
{
    QTextEdit::paintEvent(event);
    if (!document()->isEmpty() || m_hint.isEmpty())
        return;
    const Theme& theme = themeOf(this);
    QPainter painter(viewport());
    painter.setLayoutDirection(layoutDirection());
    painter.setFont(font());
    painter.setPen(theme.palette().text3);
    const QFontMetrics metrics(font());
    const int height = metrics.lineSpacing();
    int x = static_cast<int>(margin);
    const auto place = [&](int width) {
        const QRect rect(x, static_cast<int>(margin), width, height);
        x += width;
        return QStyle::visualRect(layoutDirection(), viewport()->rect(), rect);
    };
    const auto write = [&](const QString& text) {
        const QString fitting = metrics.elidedText(text, Qt::ElideRight, std::max(0, viewport()->width() - x - 2));
        painter.drawText(place(metrics.horizontalAdvance(fitting) + 1), Qt::AlignCenter | Qt::TextDontClip, fitting);
    };
    const qsizetype key = m_hint.indexOf(u"%1");
    write(key < 0 ? m_hint : m_hint.left(key));
    if (key < 0)
        return;
    const QSize cap = keyCapSize(theme, m_key);
    QRect rect = place(cap.width());
    rect.setTop(rect.top() + (height - cap.height()) / 2);
    rect.setHeight(cap.height());
    paintKeyCap(painter, theme, rect, m_key);
    painter.setFont(font());
    painter.setPen(theme.palette().text3);
    write(m_hint.mid(key + 2));
}

} // namespace tandem::ui
