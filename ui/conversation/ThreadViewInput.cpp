// What mouse and keyboard do in the thread: select, copy, fold.
#include "ui/conversation/ThreadView.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <tuple>

namespace tandem::ui {

void ThreadView::toggleChip(int item, int chip)
{
    m_selection = {};
    m_atEnd = false; // what was clicked stays under the pointer
    m_rows[static_cast<std::size_t>(item)].body->toggle(chip);
    layOutBody(item, LayOut::AtOnce);
    stack();
    updateScrollBar();
    settle();
    placeCards();
    viewport()->update();
}

void ThreadView::select(const QPoint& point, bool extend)
{
    if (!extend)
        m_selection.item = itemAt(point);
    if (m_selection.item < 0)
        return;
    const MessageBody& body = *m_rows[static_cast<std::size_t>(m_selection.item)].body;
    m_selection.head = body.positionAt(point - bodyOrigin(m_selection.item));
    if (!extend)
        m_selection.anchor = m_selection.head;
    viewport()->update();
}

void ThreadView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int item = itemAt(event->pos());
    if (item >= 0) {
        const int chip = m_rows[static_cast<std::size_t>(item)].body->chipAt(event->pos() - bodyOrigin(item));
        if (chip >= 0) {
            toggleChip(item, chip);
            return;
        }
    }
    select(event->pos(), event->modifiers().testFlag(Qt::ShiftModifier) && m_selection.item == item && item >= 0);
    viewport()->update();
}

void ThreadView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        select(event->pos(), true);
}

void ThreadView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int item = itemAt(event->pos());
    if (item < 0 || event->button() != Qt::LeftButton)
        return;
    m_selection.item = item;
    std::tie(m_selection.anchor, m_selection.head)
        = m_rows[static_cast<std::size_t>(item)].body->wordAt(event->pos() - bodyOrigin(item));
    viewport()->update();
}

QString ThreadView::selectedText() const
{
    if (m_selection.item < 0 || m_selection.anchor == m_selection.head)
        return {};
    const auto [from, to] = std::minmax(m_selection.anchor, m_selection.head);
    return m_rows[static_cast<std::size_t>(m_selection.item)].body->textBetween(from, to);
}

void ThreadView::copy() const
{
    const QString text = selectedText();
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void ThreadView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll) && m_selection.item >= 0) {
        std::tie(m_selection.anchor, m_selection.head) = m_rows[static_cast<std::size_t>(m_selection.item)].body->all();
        viewport()->update();
    } else if (event->key() == Qt::Key_Home || event->key() == Qt::Key_End) {
        verticalScrollBar()->setValue(event->key() == Qt::Key_Home ? 0 : verticalScrollBar()->maximum());
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void ThreadView::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    QAction* copyAction = menu.addAction(tr("Copy"), this, &ThreadView::copy);
    copyAction->setEnabled(!selectedText().isEmpty());
    const int item = event->reason() == QContextMenuEvent::Mouse ? itemAt(event->pos()) : m_selection.item;
    if (item >= 0) {
        menu.addAction(tr("Copy message"), this, [this, item] {
            const MessageBody& body = *m_rows[static_cast<std::size_t>(item)].body;
            const auto [from, to] = body.all();
            QApplication::clipboard()->setText(body.textBetween(from, to));
        });
        const auto& chips = body(item)->chips();
        for (int chip = 0; chip < static_cast<int>(chips.size()) && chip < 8; ++chip)
            menu.addAction(
                chipLabel(chips[static_cast<std::size_t>(chip)]), this, [this, item, chip] { toggleChip(item, chip); });
    }
    menu.exec(event->globalPos());
}

} // namespace tandem::ui
