#include "ui/conversation/ComposerEdit.h"

#include "ui/conversation/SupportLine.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/Strings.h"

#include <QAbstractTextDocumentLayout>
#include <QGlyphRun>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr int mostLines = 8;
constexpr qreal margin = 4; // the document's own
constexpr qreal underBaseline = 3; // of a sentence's line; these lines stand closer than a draft's

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
    fillValues();
    updateGeometry();
}

void ComposerEdit::setHint(const QString& hint, const QString& key)
{
    m_hint = hint;
    m_key = key;
    describe();
    viewport()->update();
}

void ComposerEdit::setMarks(std::vector<ReplyMark> marks)
{
    if (marks.empty() && m_marks.empty())
        return;
    m_marks = std::move(marks);
    fillValues();
    describe();
    viewport()->update();
}

void ComposerEdit::describe()
{
    QStringList said;
    for (const ReplyMark& mark : m_marks) {
        if (mark.support == Support::Unsupported)
            said << tr("%1: %2").arg(supportWord(mark.support), mark.reason);
    }
    setAccessibleDescription(!said.isEmpty() ? said.join(u' ') : m_hint.contains(u"%1") ? m_hint.arg(m_key) : m_hint);
}

void ComposerEdit::fillValues()
{
    QList<ExtraSelection> fills;
    for (const ReplyMark& mark : m_marks) {
        if (mark.valueEnd <= mark.valueBegin || mark.valueEnd >= document()->characterCount())
            continue;
        ExtraSelection fill;
        fill.cursor = QTextCursor(document());
        fill.cursor.setPosition(mark.valueBegin);
        fill.cursor.setPosition(mark.valueEnd, QTextCursor::KeepAnchor);
        fill.format.setBackground(themeOf(this).palette().badSoft);
        fill.format.setForeground(themeOf(this).palette().bad);
        fills << fill;
    }
    setExtraSelections(fills);
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

bool ComposerEdit::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QTextEdit::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int at = cursorForPosition(help->pos()).position();
    const auto mark = std::ranges::find_if(m_marks, [at](const ReplyMark& each) { return each.begin <= at && at < each.end; });
    if (mark == m_marks.end() || mark->support == Support::Courtesy) {
        QToolTip::hideText();
    } else {
        const QString word = supportWord(mark->support);
        QToolTip::showText(
            help->globalPos(), plainToolTip(mark->reason.isEmpty() ? word : tr("%1: %2").arg(word, mark->reason)), this);
    }
    return true;
}

void ComposerEdit::paintEvent(QPaintEvent* event)
{
    QTextEdit::paintEvent(event);
    QPainter painter(viewport());
    if (!document()->isEmpty())
        paintMarks(painter);
    else if (!m_hint.isEmpty())
        paintHint(painter);
}

void ComposerEdit::paintMarks(QPainter& painter) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-horizontalScrollBar()->value(), -verticalScrollBar()->value());
    for (const ReplyMark& mark : m_marks)
        paintMark(painter, mark);
}

// A line for each run of glyphs, so that text of mixed direction is marked where it stands.
void ComposerEdit::paintMark(QPainter& painter, const ReplyMark& mark) const
{
    const Theme& theme = themeOf(this);
    const qreal scale = theme.textScale();
    const qreal ratio = pixelRatio(painter);
    const auto snap = [ratio](qreal value) { return std::round(value * ratio) / ratio; };
    const qreal thickness = (mark.support == Support::Unsupported ? 2 : 1.5) * scale;
    for (QTextBlock block = document()->findBlock(mark.begin); block.isValid() && block.position() < mark.end;
        block = block.next()) {
        const QPointF origin = document()->documentLayout()->blockBoundingRect(block).topLeft();
        const QTextLayout& layout = *block.layout();
        for (int i = 0; i < layout.lineCount(); ++i) {
            const QTextLine line = layout.lineAt(i);
            const int from = std::max(mark.begin - block.position(), line.textStart());
            const int to = std::min(mark.end - block.position(), line.textStart() + line.textLength());
            if (from >= to)
                continue;
            const qreal top = snap(origin.y() + line.y() + line.ascent() + underBaseline * scale);
            for (const QGlyphRun& run : line.glyphRuns(from, to - from)) {
                const QRectF box = run.boundingRect().translated(origin);
                const qreal left = snap(box.left());
                paintSupportLine(painter, theme.palette(), mark.support, {left, top, snap(box.right()) - left, thickness});
            }
        }
    }
}

void ComposerEdit::paintHint(QPainter& painter)
{
    const Theme& theme = themeOf(this);
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
