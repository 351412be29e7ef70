#include "ui/inbox/TicketListView.h"

#include "ui/inbox/TicketListAccessible.h"
#include "ui/inbox/TicketWords.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Sizes.h"
#include "ui/widgets/Strings.h"

#include <QAccessible>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QScrollBar>
#include <QStyle>
#include <QToolTip>

#include <limits>

namespace tandem::ui {

namespace {

constexpr int patienceMs = 150;
// Ages and times left are told in minutes.
constexpr int repaintMs = 15'000;
constexpr int headInset = 12;

// Qt keeps the first accessible object it is given and asks for one as soon as anything is said about the list.
QWidget* heard(QWidget* parent)
{
    installTicketListAccessibility();
    return parent;
}

} // namespace

TicketListView::TicketListView(Connector& connector, QWidget* parent)
    : QAbstractScrollArea(heard(parent))
    , m_model(connector)
    , m_delegate(themeOf(this))
    , m_error(new Banner(BannerKind::Error, this))
    , m_empty(new EmptyState(viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Tickets"));
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    m_empty->hide();
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_late = m_model.isWaiting();
        showState();
    });
    m_minute.setInterval(repaintMs);
    connect(&m_minute, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    m_minute.start();
    connect(&m_model, &TicketListModel::changed, this, &TicketListView::followModel);
    connect(m_error, &Banner::actionTriggered, &m_model, &TicketListModel::retry);
    connect(&themeOf(this), &Theme::changed, this, &TicketListView::layOut);
}

QSize TicketListView::sizeHint() const
{
    return {sizes::listColumn, 480};
}

void TicketListView::setQuery(const InboxQuery& query)
{
    m_late = false;
    m_wanted.reset();
    m_hovered.reset();
    m_patience.start();
    m_model.setQuery(query);
}

void TicketListView::setDensity(Density density)
{
    m_density = density;
    layOut();
}

bool TicketListView::showsGroups() const
{
    const auto& due = m_model.due();
    return due[0] + due[1] + due[2] > 0;
}

void TicketListView::followModel()
{
    if (!m_model.isWaiting()) {
        if (m_late || m_patience.isActive())
            verticalScrollBar()->setValue(0); // another list begins at its top
        m_late = false;
        m_patience.stop();
        if (m_wanted && m_model.ticket(*m_wanted) != nullptr)
            choose(*m_wanted, m_model.ticket(*m_wanted)->id);
        const auto row = m_selected.empty() ? std::nullopt : m_model.indexOf(m_selected);
        m_here = row.has_value();
        m_row = row.value_or(m_row);
        Q_EMIT totalChanged(m_model.total());
    }
    layOut();
}

void TicketListView::layOut()
{
    const Theme& theme = themeOf(this);
    const int head = std::max(theme.scaled(sizes::groupHeader), theme.lineHeight(TextRole::Label));
    m_geometry = TicketListGeometry(
        m_model.total(), showsGroups() ? m_model.due() : std::array<std::int64_t, 3>{}, m_delegate.height(m_density), head);
    const auto most = static_cast<std::int64_t>(std::numeric_limits<int>::max() / 2);
    const auto height = static_cast<int>(std::min(m_geometry.height(), most));
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_geometry.rowHeight() / 2);
    lookAround();
    showState();
}

void TicketListView::lookAround()
{
    const auto [first, end] = visibleRows();
    m_model.look(first, end - 1);
}

std::pair<std::int64_t, std::int64_t> TicketListView::visibleRows() const
{
    const std::int64_t top = verticalScrollBar()->value();
    const std::int64_t first = m_geometry.firstRowBelow(top);
    std::int64_t end = first;
    while (end < m_model.total() && m_geometry.rowTop(end) < top + viewport()->height())
        ++end;
    return {first, end};
}

QRect TicketListView::rowRect(std::int64_t row) const
{
    const std::int64_t top = m_geometry.rowTop(row) - verticalScrollBar()->value();
    return {0, static_cast<int>(top), viewport()->width(), m_geometry.rowHeight()};
}

std::optional<std::int64_t> TicketListView::rowAt(const QPoint& position) const
{
    return m_geometry.rowAt(position.y() + verticalScrollBar()->value());
}

void TicketListView::showState()
{
    const bool empty = !m_model.error() && !m_model.isWaiting() && m_model.total() == 0;
    if (m_model.error())
        m_error->say(
            m_model.isStale() ? tr("Still the list from before.") : QString(), qt(m_model.error()->message), tr("Retry"));
    else
        m_error->hide();
    const QString nothing = m_model.query().view == InboxView::Mine ? tr("Nothing waits for you") : tr("Nothing in this view");
    if (empty && !m_model.query().text.empty())
        m_empty->say(
            QStringLiteral("search"), tr("No ticket holds these words"), tr("Subject, customer and number are searched"), {});
    else if (empty)
        m_empty->say(QStringLiteral("inbox"), nothing, tr("New tickets appear here by themselves"), {});
    m_empty->setVisible(empty);
    placeState();
    viewport()->update();
}

void TicketListView::placeState()
{
    const int width = viewport()->width();
    m_error->setGeometry(viewport()->x() + 8, 8, width - 16, m_error->heightForWidth(width - 16));
    if (const int strip = m_error->isHidden() ? 0 : m_error->height() + 16; strip != viewportMargins().top())
        setViewportMargins(0, strip, 0, 0);
    m_empty->setGeometry(0, 0, width, std::min(viewport()->height(), m_empty->sizeHint().height() + 120));
}

void TicketListView::choose(std::int64_t row, const TicketId& id)
{
    m_wanted.reset();
    repaintRow(m_row);
    m_row = row;
    m_here = true;
    const bool fresh = m_selected != id;
    m_selected = id;
    scrollTo(row);
    repaintRow(row);
    if (!fresh)
        return;
    if (const auto [first, end] = visibleRows(); row >= first && row < end) {
        QAccessibleEvent focus(this, QAccessible::Focus);
        focus.setChild(static_cast<int>(row - first));
        QAccessible::updateAccessibility(&focus);
    }
    Q_EMIT ticketActivated(id);
}

void TicketListView::select(const TicketId& id)
{
    if (id == m_selected)
        return;
    m_wanted.reset();
    if (const auto row = id.empty() ? std::nullopt : m_model.indexOf(id))
        return choose(*row, id);
    m_selected = id;
    m_here = false;
    viewport()->update();
    if (!id.empty())
        Q_EMIT ticketActivated(id);
}

void TicketListView::selectRow(std::int64_t row)
{
    if (m_model.total() == 0)
        return;
    row = std::clamp<std::int64_t>(row, 0, m_model.total() - 1);
    if (const TicketSummary* ticket = m_model.ticket(row))
        return choose(row, ticket->id);
    m_wanted = row;
    scrollTo(row);
}

void TicketListView::selectNext()
{
    // Where the selection has left the list, its place holds the next ticket already.
    const std::int64_t from = m_wanted.value_or(m_row);
    selectRow(m_here || m_wanted || from < 0 ? from + 1 : from);
}

void TicketListView::selectPrevious()
{
    selectRow(std::max<std::int64_t>(0, m_wanted.value_or(m_row) - 1));
}

void TicketListView::scrollTo(std::int64_t row)
{
    const std::int64_t top = m_geometry.rowTop(row);
    const std::int64_t foot = top + m_geometry.rowHeight();
    QScrollBar* bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(row == 0 ? 0 : static_cast<int>(top));
    else if (foot > bar->value() + viewport()->height())
        bar->setValue(static_cast<int>(foot - viewport()->height()));
}

void TicketListView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.setLayoutDirection(layoutDirection());
    painter.fillRect(event->rect(), themeOf(this).palette().surface);
    if (m_model.isWaiting() && m_late && !m_model.error()) {
        for (int row = 0; row * m_geometry.rowHeight() < viewport()->height(); ++row)
            m_delegate.paintWaiting(
                painter, QRect(0, row * m_geometry.rowHeight(), viewport()->width(), m_geometry.rowHeight()), m_density);
        return;
    }
    const auto [first, end] = visibleRows();
    for (std::int64_t row = first; row < end; ++row)
        if (rowRect(row).intersects(event->rect()))
            paintRow(painter, row);
    for (std::size_t group = 0; group < 3; ++group)
        paintHead(painter, group);
}

void TicketListView::paintRow(QPainter& painter, std::int64_t row)
{
    const TicketSummary* ticket = m_model.ticket(row);
    if (ticket == nullptr)
        return m_delegate.paintWaiting(painter, rowRect(row), m_density);
    const bool selected = ticket->id == m_selected;
    m_delegate.paint(painter, rowRect(row), *ticket, now(), m_density,
        {.hovered = m_hovered == row, .selected = selected, .focused = selected && m_keyboard && hasFocus()});
}

void TicketListView::paintHead(QPainter& painter, std::size_t group)
{
    const auto top = m_geometry.headTop(group);
    if (!top)
        return;
    const Theme& theme = themeOf(this);
    const int height = std::max(theme.scaled(sizes::groupHeader), theme.lineHeight(TextRole::Label));
    const std::int64_t y = *top - verticalScrollBar()->value();
    if (y + height <= 0 || y >= viewport()->height())
        return;
    const QRect head(0, static_cast<int>(y), viewport()->width(), height);
    painter.fillRect(head, theme.palette().window);
    paintHairline(painter, head, Qt::BottomEdge, theme.palette().line);
    const QString text = dueGroupWord(group);
    const int width = QFontMetrics(theme.font(TextRole::Label)).horizontalAdvance(text) + 1;
    const int flags = static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter))
        | Qt::TextSingleLine | Qt::TextDontClip;
    painter.setFont(theme.font(TextRole::Label));
    painter.setPen(theme.palette().text2);
    painter.drawText(QStyle::visualRect(layoutDirection(), head, QRect(headInset, head.top(), width, height)), flags, text);
    painter.setFont(theme.font(TextRole::Chip));
    painter.setPen(theme.palette().text3);
    painter.drawText(QStyle::visualRect(layoutDirection(), head, QRect(headInset + width + 6, head.top(), 80, height)), flags,
        isolated(locale().toString(static_cast<qlonglong>(m_geometry.groupSize(group)))));
}

void TicketListView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void TicketListView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    lookAround();
    m_hovered.reset();
    viewport()->update();
}

void TicketListView::keyPressEvent(QKeyEvent* event)
{
    const std::int64_t page = std::max(1, viewport()->height() / m_geometry.rowHeight() - 1);
    const std::int64_t from = m_wanted.value_or(m_row);
    m_keyboard = true;
    switch (event->key()) {
    case Qt::Key_Down: return selectNext();
    case Qt::Key_Up: return selectPrevious();
    case Qt::Key_PageDown: return selectRow(from + page);
    case Qt::Key_PageUp: return selectRow(from - page);
    case Qt::Key_Home: return selectRow(0);
    case Qt::Key_End: return selectRow(m_model.total() - 1);
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void TicketListView::mousePressEvent(QMouseEvent* event)
{
    m_keyboard = false;
    const auto row = rowAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !row)
        return;
    selectRow(*row);
    Q_EMIT rowPressed();
}

void TicketListView::mouseMoveEvent(QMouseEvent* event)
{
    hover(rowAt(event->position().toPoint()));
}

void TicketListView::hover(std::optional<std::int64_t> row)
{
    if (row == m_hovered)
        return;
    repaintRow(m_hovered);
    m_hovered = row;
    repaintRow(row);
}

void TicketListView::repaintRow(std::optional<std::int64_t> row)
{
    if (row && *row >= 0)
        viewport()->update(rowRect(*row));
}

bool TicketListView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        hover(std::nullopt);
    } else if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const auto row = rowAt(help->pos());
        const TicketSummary* ticket = row ? m_model.ticket(*row) : nullptr;
        const QStringList words = ticket == nullptr ? QStringList() : reasonWords(*ticket);
        // Without words the tool tip goes.
        QToolTip::showText(help->globalPos(), words.join(QStringLiteral(", ")), viewport(), row ? rowRect(*row) : QRect());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TicketListView::focusInEvent(QFocusEvent* event)
{
    m_keyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason
        || event->reason() == Qt::ShortcutFocusReason;
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TicketListView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TicketListView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::LanguageChange)
        showState();
}

} // namespace tandem::ui
