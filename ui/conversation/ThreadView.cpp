#include "ui/conversation/ThreadView.h"

#include "ui/conversation/ThreadMetrics.h"
#include "ui/theme/Theme.h"

#include <QEvent>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

constexpr qsizetype exactCharacters = 30000;

} // namespace

ThreadView::ThreadView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    installAccessibleParts();
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Messages"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::NoRole); // Base would give the cards' labels another ink
    connect(&themeOf(this), &Theme::changed, this, &ThreadView::layOut);
}

ThreadView::~ThreadView() = default;

void ThreadView::setThread(const TicketId& ticket, std::vector<ThreadItem> items)
{
    const bool same = ticket == m_ticket;
    // A message never changes: its body can stay.
    std::map<MessageId, std::shared_ptr<MessageBody>> known;
    for (std::size_t i = 0; same && i < m_rows.size(); ++i) {
        if (m_rows[i].body)
            known[m_items[i].message] = m_rows[i].body;
    }
    const MessageId selected = m_selection.item >= 0 ? m_items[static_cast<std::size_t>(m_selection.item)].message : MessageId();
    m_ticket = ticket;
    m_items = std::move(items);
    m_rows.assign(m_items.size(), {});
    m_selection = same ? m_selection : Selection();
    m_selection.item = -1;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].message.empty())
            continue;
        auto& body = known[m_items[i].message];
        if (!body)
            body = std::make_shared<MessageBody>(m_items[i].text);
        m_rows[i].body = body;
        if (same && !selected.empty() && m_items[i].message == selected)
            m_selection.item = static_cast<int>(i);
    }
    if (!same)
        m_atEnd = true;
    layOut();
}

void ThreadView::setCards(const std::vector<QWidget*>& cards)
{
    for (const auto& card : m_cards) {
        if (card && std::ranges::find(cards, card.data()) == cards.end())
            card->hide();
    }
    m_cards.assign(cards.begin(), cards.end());
    for (QWidget* card : cards) {
        card->setParent(viewport());
        card->setCursor(Qt::ArrowCursor);
        card->show();
    }
    layOut();
}

void ThreadView::layOut()
{
    // The newest exactly, because a thread opens at its end; the rest of a long thread when it is looked at.
    qsizetype budget = exactCharacters;
    for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i) {
        const auto& body = m_rows[static_cast<std::size_t>(i)].body;
        budget -= body ? body->size() : 0;
        layOutBody(i, budget >= 0 ? LayOut::AtOnce : LayOut::WhenSeen);
    }
    stack();
    updateScrollBar();
    settle();
    placeCards();
    viewport()->update();
}

void ThreadView::layOutBody(int item, LayOut when)
{
    Row const& row = m_rows[static_cast<std::size_t>(item)];
    if (!row.body)
        return;
    const ThreadMetrics metrics(*this);
    const bool note = m_items[static_cast<std::size_t>(item)].kind == ThreadItemKind::Note;
    row.body->layOut(
        metrics.bodyStyle(note), bodyWidth(item), metrics.chipHeight(),
        [&](const QString& label) { return metrics.chipWidth(label); }, when);
}

// Heights of the rows as far as they are known, and their places.
void ThreadView::stack()
{
    const ThreadMetrics metrics(*this);
    qreal y = 0;
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
        Row& row = m_rows[static_cast<std::size_t>(i)];
        y += gapBefore(i);
        row.top = y;
        switch (m_items[static_cast<std::size_t>(i)].kind) {
        case ThreadItemKind::Day:
        case ThreadItemKind::Event: row.height = metrics.metaHeight(); break;
        case ThreadItemKind::Message:
            row.bodyTop = metrics.headHeight() + 2;
            row.height = std::max<qreal>(row.bodyTop + row.body->height(), metrics.avatar());
            break;
        case ThreadItemKind::Note:
            row.bodyTop = 8 + metrics.headHeight();
            row.height = row.bodyTop + row.body->height() + 10;
            break;
        }
        y += row.height;
    }
    m_height = y;
    for (const auto& card : m_cards) {
        if (card)
            y += 10 + ThreadMetrics::cardHeight(*card, static_cast<int>(columnRect().width()));
    }
    m_total = y + 16;
}

qreal ThreadView::gapBefore(int item) const
{
    const auto kind = [this](int i) { return m_items[static_cast<std::size_t>(i)].kind; };
    if (item == 0)
        return kind(0) == ThreadItemKind::Day ? 6 : 12;
    if (kind(item) == ThreadItemKind::Note || kind(item - 1) == ThreadItemKind::Note)
        return 8;
    return kind(item) == ThreadItemKind::Event && kind(item - 1) == ThreadItemKind::Event ? 4 : 12;
}

// Measures what is on the screen now; the place looked at stays where it is while heights above it become known.
void ThreadView::settle()
{
    if (m_settling)
        return;
    m_settling = true;
    for (int round = 0; round < 4; ++round) {
        const qreal top = verticalScrollBar()->value();
        const qreal bottom = top + viewport()->height();
        qreal grown = 0;
        bool changed = false;
        for (Row const& row : m_rows) {
            if (!row.body || row.top > bottom || row.top + row.height < top)
                continue;
            const qreal before = row.body->height();
            grown += row.body->show(top - row.top - row.bodyTop, bottom - row.top - row.bodyTop);
            changed = changed || row.body->height() != before;
        }
        if (!changed)
            break;
        const bool atEnd = m_atEnd;
        stack();
        updateScrollBar();
        if (!atEnd)
            verticalScrollBar()->setValue(static_cast<int>(std::lround(top + grown)));
    }
    m_settling = false;
}

void ThreadView::updateScrollBar()
{
    const bool atEnd = m_atEnd;
    QScrollBar* bar = verticalScrollBar();
    bar->setRange(0, std::max(0, static_cast<int>(std::ceil(m_total)) - viewport()->height()));
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(themeOf(this).lineHeight(TextRole::Message) * 2);
    if (atEnd)
        bar->setValue(bar->maximum());
    m_atEnd = atEnd;
}

void ThreadView::placeCards()
{
    const QRectF column = columnRect();
    qreal y = m_height - verticalScrollBar()->value();
    for (const auto& card : m_cards) {
        if (!card)
            continue;
        const int height = ThreadMetrics::cardHeight(*card, static_cast<int>(column.width()));
        y += 10;
        card->setGeometry(QRectF(column.left(), y, column.width(), height).toAlignedRect());
        y += height;
    }
}

void ThreadView::reveal(QWidget* card, const QRect& rect)
{
    const QRect wanted = rect.translated(card->pos());
    QScrollBar* bar = verticalScrollBar();
    if (wanted.top() < 8)
        bar->setValue(bar->value() + wanted.top() - 8);
    else if (wanted.bottom() > viewport()->height() - 8)
        bar->setValue(bar->value() + std::min(wanted.bottom() - viewport()->height() + 8, wanted.top() - 8));
}

void ThreadView::scrollContentsBy(int /*dx*/, int dy)
{
    // Only a move of the user's decides whether the end is held on to.
    if (!m_settling && dy != 0)
        m_atEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    settle();
    placeCards();
    viewport()->update();
}

void ThreadView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void ThreadView::showEvent(QShowEvent* event)
{
    QAbstractScrollArea::showEvent(event);
    layOut();
}

bool ThreadView::viewportEvent(QEvent* event)
{
    // A card became higher or lower.
    if (event->type() == QEvent::LayoutRequest) {
        stack();
        updateScrollBar();
        settle();
        placeCards();
        viewport()->update();
        return true;
    }
    if (event->type() == QEvent::LayoutDirectionChange)
        layOut();
    return QAbstractScrollArea::viewportEvent(event);
}

QRectF ThreadView::columnRect() const
{
    const ThreadMetrics metrics(*this);
    const qreal width
        = std::min<qreal>(viewport()->width() - 2 * metrics.sidePadding(), metrics.bodyIndent() + metrics.measure());
    const QRect rect(static_cast<int>(metrics.sidePadding()), 0, std::max(1, static_cast<int>(width)), viewport()->height());
    return QStyle::visualRect(layoutDirection(), viewport()->rect(), rect);
}

qreal ThreadView::bodyLeft(int item) const
{
    const ThreadMetrics metrics(*this);
    const qreal inset = m_items[static_cast<std::size_t>(item)].kind == ThreadItemKind::Note ? metrics.noteInset() : 0;
    return columnRect().left() + (layoutDirection() == Qt::RightToLeft ? 0 : metrics.bodyIndent()) + inset;
}

qreal ThreadView::bodyWidth(int item) const
{
    const ThreadMetrics metrics(*this);
    const qreal inset = m_items[static_cast<std::size_t>(item)].kind == ThreadItemKind::Note ? metrics.noteInset() : 0;
    return std::max(40.0, columnRect().width() - metrics.bodyIndent() - 2 * inset);
}

QPointF ThreadView::bodyOrigin(int item) const
{
    const Row& row = m_rows[static_cast<std::size_t>(item)];
    return {bodyLeft(item), row.top + row.bodyTop - verticalScrollBar()->value()};
}

int ThreadView::itemAt(const QPoint& point) const
{
    const qreal y = point.y() + verticalScrollBar()->value();
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
        const Row& row = m_rows[static_cast<std::size_t>(i)];
        if (row.body && y >= row.top && y < row.top + row.height)
            return i;
    }
    return -1;
}

QRect ThreadView::itemRect(int item) const
{
    const Row& row = m_rows[static_cast<std::size_t>(item)];
    const QRectF column = columnRect();
    return QRectF(column.left(), row.top - verticalScrollBar()->value(), column.width(), row.height).toAlignedRect();
}

const MessageBody* ThreadView::body(int item) const
{
    return m_rows[static_cast<std::size_t>(item)].body.get();
}

int ThreadView::partCount() const
{
    return static_cast<int>(m_items.size());
}

QString ThreadView::partName(int part) const
{
    const ThreadItem& item = m_items[static_cast<std::size_t>(part)];
    if (item.message.empty())
        return item.heading;
    const QString who = item.byEngine ? tr("%1, answer by AI").arg(item.heading) : item.heading;
    return tr("%1, %2: %3").arg(who, item.meta, body(part)->spoken(2000));
}

QRect ThreadView::partRect(int part) const
{
    return itemRect(part);
}

} // namespace tandem::ui
