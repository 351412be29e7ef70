#include "ui/widgets/CardList.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/OwnDirection.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int cardPx = 77;
constexpr int singlePx = 33;
constexpr int groupPx = 26;
constexpr int inset = 14;
constexpr int barWidth = 3;

} // namespace

CardList::CardList(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
}

void CardList::setCards(std::vector<Card> cards)
{
    m_cards = std::move(cards);
    m_hovered = -1;
    if (indexOf(m_selected) < 0) {
        const auto first = std::ranges::find_if(m_cards, [](const Card& card) { return !card.id.isEmpty(); });
        m_selected = first == m_cards.end() ? QString() : first->id;
        Q_EMIT chosen(m_selected);
    }
    layOut();
    viewport()->update();
}

int CardList::heightOf(const Card& card) const
{
    const int px = card.id.isEmpty() ? groupPx : card.single ? singlePx : cardPx;
    return themeOf(this).scaled(px);
}

void CardList::layOut()
{
    int height = 0;
    for (const Card& card : m_cards)
        height += heightOf(card);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(cardPx / 2);
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
}

void CardList::resizeEvent(QResizeEvent* /*event*/)
{
    layOut();
}

int CardList::indexAt(int y) const
{
    int top = -verticalScrollBar()->value();
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        top += heightOf(m_cards[i]);
        if (y < top)
            return static_cast<int>(i);
    }
    return -1;
}

int CardList::indexOf(const QString& id) const
{
    const auto found = std::ranges::find_if(m_cards, [&](const Card& card) { return !id.isEmpty() && card.id == id; });
    return found == m_cards.end() ? -1 : static_cast<int>(found - m_cards.begin());
}

void CardList::select(const QString& id)
{
    const int index = indexOf(id);
    if (index < 0 || id == m_selected)
        return;
    m_selected = id;
    int top = 0;
    for (int i = 0; i < index; ++i)
        top += heightOf(m_cards[static_cast<std::size_t>(i)]);
    const int bottom = top + heightOf(m_cards[static_cast<std::size_t>(index)]);
    QScrollBar* bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(top);
    else if (bottom > bar->value() + viewport()->height())
        bar->setValue(bottom - viewport()->height());
    setAccessibleDescription(m_cards[static_cast<std::size_t>(index)].title);
    viewport()->update();
    Q_EMIT chosen(m_selected);
}

void CardList::move(int by)
{
    int index = indexOf(m_selected);
    do
        index += by;
    while (index >= 0 && index < static_cast<int>(m_cards.size()) && m_cards[static_cast<std::size_t>(index)].id.isEmpty());
    if (index >= 0 && index < static_cast<int>(m_cards.size()))
        select(m_cards[static_cast<std::size_t>(index)].id);
}

void CardList::mousePressEvent(QMouseEvent* event)
{
    const int index = indexAt(event->pos().y());
    if (index >= 0)
        select(m_cards[static_cast<std::size_t>(index)].id);
}

void CardList::mouseMoveEvent(QMouseEvent* event)
{
    const int index = indexAt(event->pos().y());
    if (index != m_hovered) {
        m_hovered = index;
        viewport()->update();
    }
}

void CardList::leaveEvent(QEvent* /*event*/)
{
    m_hovered = -1;
    viewport()->update();
}

void CardList::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Down)
        move(1);
    else if (event->key() == Qt::Key_Up)
        move(-1);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void CardList::paintEvent(QPaintEvent* /*event*/)
{
    const Palette& colours = themeOf(this).palette();
    QPainter painter(viewport());
    painter.setLayoutDirection(layoutDirection());
    painter.fillRect(viewport()->rect(), colours.surface);
    QRect box(0, -verticalScrollBar()->value(), viewport()->width(), 0);
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        box.setHeight(heightOf(m_cards[i]));
        if (box.bottom() >= 0 && box.top() < viewport()->height()) {
            painter.setClipRect(box); // piled up marks of a name stay on its card
            paintCard(painter, m_cards[i], box, static_cast<int>(i) == m_hovered);
        }
        box.moveTop(box.bottom() + 1);
    }
}

void CardList::paintCard(QPainter& painter, const Card& card, const QRect& box, bool hovered)
{
    Theme& theme = themeOf(this);
    const Palette& colours = theme.palette();
    const auto mirrored = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), box, part); };
    const bool selected = !card.id.isEmpty() && card.id == m_selected;
    if (selected) {
        painter.fillRect(box, colours.select());
        painter.fillRect(mirrored({box.left(), box.top(), barWidth, box.height()}), colours.accentText);
        if (hasFocus())
            paintBox(painter, box.adjusted(2, 2, -2, -3), 6, {}, colours.accentText, 2);
    } else if (card.id.isEmpty()) {
        painter.fillRect(box, colours.window);
    } else if (hovered) {
        painter.fillRect(box, colours.hover);
    }
    paintHairline(painter, box, Qt::BottomEdge, colours.line);
    if (card.id.isEmpty()) {
        painter.setFont(theme.font(TextRole::Label));
        painter.setPen(colours.text2);
        paintLine(painter, box.adjusted(inset, 0, -inset, 0), card.title);
        return;
    }
    if (card.single) {
        paintSingle(painter, card, box);
        return;
    }
    const int line = theme.lineHeight(TextRole::Row);
    int top = box.top() + (box.height() - 3 * line - 2) / 2;
    const auto row = [&](const QString& text, TextRole role, const QColor& colour, const QString& value, TextRole valueRole,
                         const QColor& valueColour, int start) {
        painter.setFont(theme.font(valueRole));
        painter.setPen(valueColour);
        const int valueWidth = value.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(value) + 8;
        paintLine(painter, mirrored({box.right() - inset - valueWidth, top, valueWidth, line}), value,
            Qt::AlignVCenter | Qt::AlignTrailing);
        painter.setFont(theme.font(role));
        painter.setPen(colour);
        const int wide = box.width() - inset - start - valueWidth;
        paintLine(painter, mirrored({box.left() + start, top, wide, line}), text);
        top += line + 1;
    };
    const QColor timeColour = card.tone == Tone::Late ? colours.bad : card.tone == Tone::Soon ? colours.warn : colours.text3;
    row(card.title, TextRole::RowStrong, colours.text, card.value, TextRole::RowStrong, colours.text, inset);
    row(card.name, TextRole::Meta, colours.text2, card.time, TextRole::Meta, timeColour, inset);
    if (!card.icon.isEmpty())
        theme.icons().paint(painter, card.icon, mirrored({box.left() + inset, top, 14, line}), 14, colours.text3);
    row(card.note, TextRole::Meta, colours.text3, {}, TextRole::Meta, colours.text3, card.icon.isEmpty() ? inset : inset + 20);
}

void CardList::paintSingle(QPainter& painter, const Card& card, const QRect& box)
{
    Theme& theme = themeOf(this);
    const Palette& colours = theme.palette();
    const auto mirrored = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), box, part); };
    theme.icons().paint(painter, card.icon, mirrored({box.left() + inset, box.top(), 14, box.height()}), 14, colours.text3);
    painter.setFont(theme.font(TextRole::Meta));
    painter.setPen(colours.text3);
    const int timeWidth = painter.fontMetrics().horizontalAdvance(card.time) + 8;
    paintLine(painter, mirrored({box.right() - inset - timeWidth, box.top(), timeWidth, box.height()}), card.time,
        Qt::AlignVCenter | Qt::AlignTrailing);
    painter.setPen(colours.text2);
    const int wide = box.width() - 2 * inset - 22 - timeWidth;
    paintLine(painter, mirrored({box.left() + inset + 22, box.top(), wide, box.height()}), card.title);
}

} // namespace tandem::ui
