#include "ui/customer/PassageView.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"

#include <cmath>

namespace tandem::ui {

PassageView::PassageView(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&themeOf(this), &Theme::changed, this, &PassageView::layOut);
}

void PassageView::setPassage(const QString& text, const QString& quote)
{
    DraftText shown;
    shown.text = text;
    const qsizetype at = quote.isEmpty() ? -1 : text.indexOf(quote);
    if (at >= 0) {
        SentenceSpan span;
        span.begin = static_cast<int>(at);
        span.end = static_cast<int>(at + quote.size());
        shown.sentences.push_back(span);
    }
    shown.text.replace(u'\n', QChar(QChar::LineSeparator));
    m_layout.setText(shown);
    setAccessibleName(text);
    setAccessibleDescription(at >= 0 ? tr("Cited: %1").arg(quote) : QString());
    layOut();
}

SentenceStyle PassageView::style() const
{
    const Theme& theme = themeOf(this);
    const bool rightToLeft = m_layout.text().text.isRightToLeft();
    SentenceStyle style;
    style.font = theme.font(TextRole::Row, rightToLeft);
    style.strong = style.font;
    style.chip = theme.font(TextRole::Badge);
    style.lineHeight = theme.lineHeight(TextRole::Row) + 1 + (rightToLeft ? theme.scaled(3) : 0);
    style.alignment = layoutDirection();
    return style;
}

void PassageView::layOut()
{
    m_layout.layOut(style(), width());
    updateGeometry();
    update();
}

int PassageView::heightForWidth(int width) const
{
    SentenceLayout layout;
    layout.setText(m_layout.text());
    layout.layOut(style(), width);
    return static_cast<int>(std::ceil(layout.height()));
}

QSize PassageView::sizeHint() const
{
    return {240, heightForWidth(std::max(240, width()))};
}

QRect PassageView::litRect() const
{
    return isLit() ? m_layout.bounds(0).toAlignedRect() : QRect();
}

void PassageView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_layout.layOut(style(), width());
}

void PassageView::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& palette = themeOf(this).palette();
    QPainter painter(this);
    for (const SentencePiece& piece : m_layout.pieces())
        painter.fillRect(crisp(painter, piece.rect.adjusted(-1, 0, 1, 0)), palette.lit);
    m_layout.paint(painter, {}, m_layout.pieces().empty() ? palette.text2 : palette.text);
}

} // namespace tandem::ui
