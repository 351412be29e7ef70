#include "ui/conversation/WritingView.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <array>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr qreal caretWidth = 2;
constexpr qreal caretGap = 2; // after the last word
constexpr int barHeight = 8;
constexpr std::array<int, 2> barTenths{8, 5}; // of the width

DraftText setAs(const QString& text)
{
    DraftText set;
    set.text = text;
    set.text.replace(u'\n', QChar(QChar::LineSeparator));
    SentenceSpan all;
    all.end = static_cast<int>(set.text.size());
    if (all.end > 0)
        set.sentences.push_back(all);
    return set;
}

} // namespace

WritingView::WritingView(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&themeOf(this), &Theme::changed, this, &WritingView::layOut);
}

void WritingView::setText(const QString& text, bool more)
{
    if (text == m_text && more == m_more)
        return;
    m_text = text;
    m_more = more;
    m_layout.setText(setAs(m_text));
    layOut();
}

void WritingView::clear()
{
    m_least = 0;
    m_text.clear();
    m_more = false;
    m_layout.setText({});
    layOut();
}

SentenceStyle WritingView::style() const
{
    const Theme& theme = themeOf(this);
    const bool rightToLeft = m_text.isRightToLeft();
    SentenceStyle style;
    style.font = theme.font(TextRole::Draft, rightToLeft);
    style.strong = style.font;
    style.chip = theme.font(TextRole::Badge);
    style.lineHeight = theme.lineHeight(TextRole::Draft) + (rightToLeft ? theme.scaled(3) : 0);
    style.alignment = layoutDirection();
    return style;
}

void WritingView::layOut()
{
    m_layout.layOut(style(), width());
    m_laidOut = width();
    const int before = m_least;
    m_least = std::max(m_least, wantedHeight(m_layout));
    if (m_least != before)
        updateGeometry();
    update();
}

int WritingView::wantedHeight(const SentenceLayout& layout) const
{
    const int line = themeOf(this).lineHeight(TextRole::Draft);
    const int text = m_text.isEmpty() ? 0 : static_cast<int>(std::ceil(layout.height()));
    return text + (m_more ? static_cast<int>(barTenths.size()) * line : 0);
}

int WritingView::heightForWidth(int width) const
{
    if (width == m_laidOut)
        return std::max(m_least, wantedHeight(m_layout));
    SentenceLayout layout;
    layout.setText(m_layout.text());
    layout.layOut(style(), width);
    return std::max(m_least, wantedHeight(layout));
}

QSize WritingView::sizeHint() const
{
    return {400, heightForWidth(std::max(400, width()))};
}

QRectF WritingView::caret() const
{
    if (!m_more || m_layout.pieces().empty())
        return {};
    const SentencePiece& last = m_layout.pieces().back();
    // In a line of mixed direction the last word may stand anywhere; the end of the text's own direction is where it goes on.
    const bool rightToLeft = m_text.isRightToLeft();
    qreal x = rightToLeft ? last.rect.left() : last.rect.right();
    for (const SentencePiece& piece : m_layout.pieces()) {
        if (piece.rect.top() == last.rect.top())
            x = rightToLeft ? std::min(x, piece.rect.left()) : std::max(x, piece.rect.right());
    }
    const qreal height = themeOf(this).scaled(16);
    const qreal left = rightToLeft ? x - caretGap - caretWidth : x + caretGap;
    return {left, last.rect.top() + (last.rect.height() - height) / 2, caretWidth, height};
}

void WritingView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (width() == m_laidOut)
        return;
    m_least = 0; // lines break elsewhere
    layOut();
}

bool WritingView::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutDirectionChange)
        layOut();
    return QWidget::event(event);
}

void WritingView::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    QPainter painter(this);
    m_layout.paint(painter, {}, palette.text);
    if (!m_more)
        return;
    if (const QRectF at = caret(); !at.isNull())
        painter.fillRect(at, palette.accent);
    const int line = theme.lineHeight(TextRole::Draft);
    int y = (m_text.isEmpty() ? 0 : static_cast<int>(std::ceil(m_layout.height()))) + (line - barHeight) / 2;
    for (const int tenths : barTenths) {
        const QRect bar(0, y, width() * tenths / 10, barHeight);
        paintBox(painter, QStyle::visualRect(layoutDirection(), rect(), bar), barHeight / 2.0, palette.line, {});
        y += line;
    }
}

} // namespace tandem::ui
