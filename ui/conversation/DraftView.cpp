#include "ui/conversation/DraftView.h"

#include "ui/conversation/PlainText.h"
#include "ui/conversation/SupportLine.h"
#include "ui/conversation/Words.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Strings.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr qreal fillRadius = 3;

} // namespace

DraftView::DraftView(QWidget* parent)
    : QWidget(parent)
{
    installAccessibleParts();
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Draft"));
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&themeOf(this), &Theme::changed, this, &DraftView::layOut);
}

void DraftView::setDraft(const Draft& draft, const std::vector<Passage>& evidence)
{
    m_sentences = draft.sentences;
    m_evidence = evidence;
    m_layout.setText(draftText(draft, evidence));
    m_selected = std::min(m_selected, static_cast<int>(m_sentences.size()) - 1);
    layOut();
}

SentenceStyle DraftView::style() const
{
    const Theme& theme = themeOf(this);
    const bool rightToLeft = m_layout.text().text.isRightToLeft();
    SentenceStyle style;
    style.font = theme.font(TextRole::Draft, rightToLeft);
    style.strong = style.font;
    style.strong.setWeight(QFont::DemiBold);
    style.chip = theme.font(TextRole::Badge);
    style.lineHeight = theme.lineHeight(TextRole::Draft) + (rightToLeft ? theme.scaled(3) : 0);
    style.chipHeight = theme.scaled(14);
    style.alignment = layoutDirection();
    style.value = theme.palette().bad;
    return style;
}

qreal DraftView::scale() const
{
    return themeOf(this).lineHeight(TextRole::Draft) / 24.0;
}

void DraftView::layOut()
{
    m_layout.layOut(style(), width());
    updateGeometry();
    update();
}

int DraftView::heightForWidth(int width) const
{
    SentenceLayout layout;
    layout.setText(m_layout.text());
    layout.layOut(style(), width);
    return static_cast<int>(std::ceil(layout.height()));
}

QSize DraftView::sizeHint() const
{
    return {400, heightForWidth(std::max(400, width()))};
}

void DraftView::select(int sentence)
{
    const int wanted = std::clamp(sentence, -1, static_cast<int>(m_sentences.size()) - 1);
    if (wanted == m_selected)
        return;
    m_selected = wanted;
    update();
    if (wanted < 0)
        return;
    setAccessibleDescription(partName(wanted));
    if (hasFocus())
        announcePart(this, wanted);
    Q_EMIT sentenceSelected(wanted);
}

void DraftView::move(int by)
{
    if (!m_sentences.empty())
        select(std::clamp(m_selected + by, 0, static_cast<int>(m_sentences.size()) - 1));
}

void DraftView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_layout.layOut(style(), width());
}

void DraftView::mousePressEvent(QMouseEvent* event)
{
    const int sentence = m_layout.sentenceAt(event->position());
    if (event->button() == Qt::LeftButton && sentence >= 0)
        select(sentence);
}

void DraftView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int sentence = m_layout.sentenceAt(event->position());
    if (sentence >= 0)
        Q_EMIT sourceRequested(sentence);
}

void DraftView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_BracketLeft || event->key() == Qt::Key_Up)
        move(-1);
    else if (event->key() == Qt::Key_BracketRight || event->key() == Qt::Key_Down)
        move(1);
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_selected >= 0)
        Q_EMIT sourceRequested(m_selected);
    else
        QWidget::keyPressEvent(event);
}

bool DraftView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int sentence = m_layout.sentenceAt(help->pos());
        if (sentence >= 0)
            QToolTip::showText(help->globalPos(), plainToolTip(partName(sentence)), this, partRect(sentence));
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::LayoutDirectionChange)
        layOut();
    return QWidget::event(event);
}

void DraftView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintFills(painter);
    m_layout.paint(painter, {}, themeOf(this).palette().text);
    paintLines(painter);
    paintChips(painter);
}

void DraftView::paintFills(QPainter& painter) const
{
    const Palette& palette = themeOf(this).palette();
    for (const SentencePiece& piece : m_layout.pieces()) {
        if (piece.sentence == m_selected) {
            const QRectF fill(piece.rect.left(), piece.baseline - 15 * scale(), piece.rect.width(), 21 * scale());
            paintBox(painter, fill, fillRadius, palette.accentSoft, {});
        }
    }
    for (const SentencePiece& piece : m_layout.pieces()) {
        if (piece.isValue) {
            const QRectF fill(piece.rect.left() - 3, piece.baseline - 14 * scale(), piece.rect.width() + 6, 19 * scale());
            paintBox(painter, fill, fillRadius, palette.badSoft, {});
        }
    }
}

void DraftView::paintLines(QPainter& painter) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const SentencePiece& piece : m_layout.pieces()) {
        if (!piece.isValue)
            paintLine(painter, piece, m_layout.text().sentences[static_cast<std::size_t>(piece.sentence)].support);
    }
    painter.restore();
}

void DraftView::paintLine(QPainter& painter, const SentencePiece& piece, Support support) const
{
    if (support == Support::Courtesy)
        return;
    const Palette& palette = themeOf(this).palette();
    const qreal ratio = pixelRatio(painter);
    const auto snap = [ratio](qreal value) { return std::round(value * ratio) / ratio; };
    const qreal thickness = support == Support::Unsupported || piece.sentence == m_selected ? 2 * scale() : 1.5 * scale();
    const qreal top = snap(piece.baseline + 5 * scale());
    const qreal left = snap(piece.rect.left());
    const qreal right = snap(piece.rect.right());
    paintSupportLine(painter, palette, support, {left, top, right - left, thickness});
}

void DraftView::paintChips(QPainter& painter) const
{
    const Theme& theme = themeOf(this);
    const Palette& palette = theme.palette();
    painter.setFont(theme.font(TextRole::Badge));
    for (const ChipPlace& chip : m_layout.chips()) {
        const bool selected = chip.sentence == m_selected;
        paintBox(painter, chip.rect, fillRadius, selected ? palette.accent : palette.sunken, {});
        painter.setPen(selected ? palette.onAccent : palette.text2);
        painter.drawText(chip.rect, Qt::AlignCenter | Qt::TextDontClip, QLocale().toString(chip.source));
    }
}

int DraftView::partCount() const
{
    return static_cast<int>(m_sentences.size());
}

QString DraftView::partName(int part) const
{
    const DraftSentence& sentence = m_sentences[static_cast<std::size_t>(part)];
    QStringList said{tr("Sentence %1 of %2").arg(part + 1).arg(partCount()), supportWord(supportOf(sentence))};
    if (supportOf(sentence) == Support::Unsupported && !sentence.reason.empty())
        said << shownLine(sentence.reason);
    for (const int source : sourcesOf(sentence, m_evidence)) {
        const Passage& passage = m_evidence[static_cast<std::size_t>(source - 1)];
        said << tr("source %1: %2").arg(source).arg(shownLine(passage.title));
    }
    said << shownLine(sentence.text);
    return said.join(tr(", "));
}

QRect DraftView::partRect(int part) const
{
    return m_layout.bounds(part).toAlignedRect();
}

} // namespace tandem::ui
