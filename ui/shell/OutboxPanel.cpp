#include "ui/shell/OutboxPanel.h"

#include "ui/shell/OutboxRow.h"
#include "ui/shell/OutboxSender.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"
#include "ui/widgets/TextLabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace tandem::ui {

namespace {

constexpr int wide = 640;
constexpr int top = 112;
constexpr int emptyHeight = 180;

} // namespace

OutboxPanel::OutboxPanel(QWidget* window, OutboxSender& outbox)
    : Overlay(window)
    , m_outbox(outbox)
{
    setAccessibleName(tr("Outbox"));
    auto* column = new QVBoxLayout(panel());
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    makeHead();
    m_scroll = new QScrollArea(panel());
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_list = new QWidget;
    m_column = new QVBoxLayout(m_list);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addStretch(1);
    m_scroll->setWidget(m_list);
    m_list->setAutoFillBackground(false);
    m_empty = new EmptyState(panel());
    m_empty->say(QStringLiteral("check"), tr("Nothing waits"), tr("Everything you wrote has arrived"), QString());
    column->addWidget(m_scroll, 1);
    column->addWidget(m_empty, 1);
    rebuild();
    connect(&m_outbox, &OutboxSender::changed, this, &OutboxPanel::refresh);
    connect(
        &themeOf(this), &Theme::changed, this,
        [this] {
            if (isVisible())
                rebuild();
        },
        Qt::QueuedConnection);
    connect(this, &Overlay::opened, this, [this] {
        refresh();
        if (!m_rows.empty())
            m_rows.front()->focus(OutboxRow::Spot::TryAgain);
    });
}

void OutboxPanel::makeHead()
{
    m_head = new QWidget(panel());
    auto* head = new QHBoxLayout(m_head);
    head->setContentsMargins(20, 0, 12, 0);
    head->setSpacing(8);
    auto* title = new TextLabel(TextRole::Title, Ink::Text, m_head);
    title->setText(tr("Outbox"));
    m_count = new TextLabel(TextRole::Meta, Ink::Text3, m_head);
    auto* close = new IconButton(QStringLiteral("x"), tr("Close"), m_head);
    close->setName(tr("Close"), tr("Esc"));
    head->addWidget(title);
    head->addWidget(m_count);
    head->addStretch(1);
    head->addWidget(close);
    m_head->setMinimumHeight(sizes::columnHeader);
    static_cast<QVBoxLayout*>(panel()->layout())->addWidget(m_head);
    connect(close, &IconButton::clicked, this, &Overlay::dismiss);
}

OutboxState OutboxPanel::stateOf(const PendingReplies::Item& item) const
{
    if (!item.refusal.empty())
        return OutboxState::Refused;
    if (m_outbox.isSending(item.reply.idempotencyKey))
        return OutboxState::Sending;
    return m_outbox.isOfAnother(item) ? OutboxState::OfAnother : OutboxState::Waiting;
}

void OutboxPanel::refresh()
{
    const auto& items = m_outbox.pending().items();
    const bool same = std::ranges::equal(m_rows, items, [this](const OutboxRow* row, const PendingReplies::Item& item) {
        return row->key() == item.reply.idempotencyKey && row->state() == stateOf(item);
    });
    if (!same)
        rebuild();
}

// Anew, with the keyboard where it was, or in the row that took the place of a vanished one.
void OutboxPanel::rebuild()
{
    const auto before = std::exchange(m_rows, {});
    const auto held = std::ranges::find_if(before, [](const OutboxRow* row) { return row->spot() != OutboxRow::Spot::None; });
    const OutboxRow::Spot spot = held == before.end() ? OutboxRow::Spot::None : (*held)->spot();
    const auto position = static_cast<std::size_t>(held - before.begin());
    for (const PendingReplies::Item& item : m_outbox.pending().items())
        m_rows.push_back(makeRow(item, stateOf(item)));
    OutboxRow* next = nullptr;
    if (spot != OutboxRow::Spot::None && !m_rows.empty()) {
        const auto same = std::ranges::find(m_rows, (*held)->key(), &OutboxRow::key);
        next = same == m_rows.end() ? m_rows[std::min(position, m_rows.size() - 1)] : *same;
        next->focus(same == m_rows.end() ? OutboxRow::unasked(spot) : spot); // what was asked is answered
    }
    for (OutboxRow* row : before) {
        m_column->removeWidget(row);
        row->hide();
        row->deleteLater();
    }
    m_scroll->setVisible(!m_rows.empty());
    m_empty->setVisible(m_rows.empty());
    const int waiting = m_outbox.waitingCount();
    const int refused = m_outbox.refusedCount();
    const int ofAnother = m_outbox.ofAnotherCount();
    QStringList counts;
    if (waiting > 0)
        counts << tr("%n waiting", nullptr, waiting);
    if (refused > 0)
        counts << tr("%n not taken", nullptr, refused);
    if (ofAnother > 0)
        counts << tr("%n of another sign-in", nullptr, ofAnother);
    m_count->setText(counts.join(QStringLiteral(", ")));
    if (isVisible()) {
        place();
        if (spot != OutboxRow::Spot::None && next == nullptr)
            setFocus();
    }
}

OutboxRow* OutboxPanel::makeRow(const PendingReplies::Item& item, OutboxState state)
{
    auto* row = new OutboxRow(item, state, m_list);
    m_column->insertWidget(m_column->count() - 1, row);
    row->show();
    const std::string key = item.reply.idempotencyKey;
    connect(row, &OutboxRow::openWanted, this, [this, ticket = item.ticket] {
        dismiss();
        Q_EMIT ticketChosen(ticket);
    });
    connect(row, &OutboxRow::copyWanted, this, [this, key] {
        if (const auto* kept = m_outbox.pending().find(key))
            QGuiApplication::clipboard()->setText(qt(kept->reply.text));
        Q_EMIT copied();
    });
    connect(row, &OutboxRow::tryWanted, this, [this, key] { m_outbox.tryAgain(key); });
    connect(row, &OutboxRow::sendAsMeWanted, this, [this, key] { m_outbox.sendAsMe(key); });
    connect(
        row, &OutboxRow::heightChanged, this,
        [this] {
            if (isVisible())
                place();
        },
        Qt::QueuedConnection); // when the row has laid itself out
    connect(row, &OutboxRow::discardWanted, this, [this, key] { m_outbox.discard(key); });
    return row;
}

QRect OutboxPanel::panelRect(const QSize& window) const
{
    const int width = std::min(themeOf(this).scaled(wide), window.width() - 48);
    int height = std::max(sizes::columnHeader, m_head->sizeHint().height()) + 2;
    if (m_rows.empty())
        height += themeOf(this).scaled(emptyHeight);
    for (OutboxRow* row : m_rows) {
        const int rowHeight
            = row->layout()->hasHeightForWidth() ? row->layout()->totalHeightForWidth(width - 2) : row->sizeHint().height();
        height += rowHeight;
    }
    const int y = std::min(top, window.height() / 8);
    return {(window.width() - width) / 2, y, width, std::min(height, window.height() - y - 48)};
}

bool OutboxPanel::focusNextPrevChild(bool next)
{
    const bool moved = Overlay::focusNextPrevChild(next);
    if (QWidget* stop = focusWidget(); stop != nullptr && m_list->isAncestorOf(stop))
        m_scroll->ensureWidgetVisible(stop);
    return moved;
}

} // namespace tandem::ui
