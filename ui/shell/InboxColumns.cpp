#include "ui/shell/InboxColumns.h"

#include "ui/shell/SideSheet.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Sizes.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPointer>
#include <QSplitter>
#include <QStyle>

#include <algorithm>

namespace tandem::ui {

namespace {

// Widths of the window's inside, without the rail, under which columns go.
constexpr int withoutSide = 1280 - sizes::rail;
constexpr int withoutViews = 1080 - sizes::rail;
constexpr int oneOfTwo = 960 - sizes::rail;
// Of each column, least and most.
constexpr std::array<std::pair<int, int>, 4> widths{{{160, 260}, {280, 440}, {400, QWIDGETSIZE_MAX}, {280, 400}}};

} // namespace

InboxColumns::InboxColumns(const std::array<QWidget*, 4>& columns, QWidget* parent)
    : QWidget(parent)
    , m_widgets(columns)
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_sheet(new SideSheet(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSizeConstraint(QLayout::SetNoConstraint); // columns make room when it is taken from them
    row->addWidget(m_splitter);
    m_splitter->setChildrenCollapsible(false);
    for (std::size_t i = 0; i < m_widgets.size(); ++i) {
        m_widgets[i]->setMinimumWidth(widths[i].first);
        m_widgets[i]->setMaximumWidth(widths[i].second);
        m_splitter->addWidget(m_widgets[i]);
    }
    m_splitter->setStretchFactor(static_cast<int>(Column::Conversation), 1);
    m_splitter->setSizes({sizes::viewsColumn, sizes::listColumn, 560, sizes::sidePanel});
}

QSize InboxColumns::minimumSizeHint() const
{
    return {at(Column::Conversation)->minimumWidth(), m_splitter->minimumSizeHint().height()};
}

bool InboxColumns::hasViews() const
{
    return width() >= withoutViews;
}

bool InboxColumns::hidesList() const
{
    return width() < oneOfTwo && m_conversationFirst;
}

QWidget* InboxColumns::firstStop(const QWidget& column)
{
    const auto inside = column.findChildren<QWidget*>();
    const auto found = std::ranges::find_if(inside,
        [](const QWidget* each) { return each->isVisible() && each->isEnabled() && (each->focusPolicy() & Qt::TabFocus) != 0; });
    return found == inside.end() ? nullptr : *found;
}

void InboxColumns::bring(Column column)
{
    switch (column) {
    case Column::Views: return; // they come with the room
    case Column::List:
        m_conversationFirst = false;
        m_sheetOpen = false;
        break;
    case Column::Conversation: m_conversationFirst = true; break;
    case Column::Side:
        m_sidePinned = m_sidePinned || width() >= withoutSide;
        m_sheetOpen = width() < withoutSide;
        m_conversationFirst = true;
        break;
    }
    arrange();
}

void InboxColumns::toggleSide()
{
    if (width() >= withoutSide)
        m_sidePinned = !m_sidePinned;
    else
        m_sheetOpen = !m_sheetOpen;
    arrange();
}

void InboxColumns::arrange()
{
    const bool room = width() >= withoutSide;
    if (room)
        m_sheetOpen = false;
    const QPointer<QWidget> held = window()->focusWidget();
    takeSide(!room);
    const bool turns = width() < oneOfTwo;
    at(Column::List)->setMaximumWidth(turns ? QWIDGETSIZE_MAX : widths[static_cast<std::size_t>(Column::List)].second);
    const bool besideOrOver = room ? m_sidePinned : m_sheetOpen;
    const std::array<bool, 4> shown{hasViews(), !turns || !m_conversationFirst, !turns || m_conversationFirst, besideOrOver};
    // What comes is there before what goes, so that the keyboard can go over.
    const auto setVisible = [&](bool visible) {
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const bool over = i == static_cast<std::size_t>(Column::Side) && !room;
            if (shown[i] == visible)
                (over ? static_cast<QWidget*>(m_sheet) : m_widgets[i])->setVisible(visible);
        }
    };
    setVisible(true);
    placeSheet();
    keepFocus(held, shown);
    setVisible(false);
    Q_EMIT arranged();
}

// Into the sheet, or back among the columns.
void InboxColumns::takeSide(bool intoSheet)
{
    QWidget* side = at(Column::Side);
    const bool inSheet = side->parentWidget() == m_sheet;
    if (!intoSheet && inSheet) {
        m_sheet->setContent(nullptr);
        m_sheet->hide();
        m_splitter->addWidget(side);
    } else if (intoSheet && !inSheet) {
        m_sheet->setContent(side);
    }
}

// `held` had the keyboard. It keeps it, or the column that takes the place of its own gets it.
void InboxColumns::keepFocus(QWidget* held, const std::array<bool, 4>& shown)
{
    const auto own
        = std::ranges::find_if(m_widgets, [held](const QWidget* column) { return column == held || column->isAncestorOf(held); });
    if (held == nullptr || own == m_widgets.end())
        return;
    if (shown[static_cast<std::size_t>(own - m_widgets.begin())]) {
        if (window()->focusWidget() != held)
            held->setFocus(Qt::OtherFocusReason); // a column that changes its parent loses it
        return;
    }
    const bool bothShown = shown[static_cast<std::size_t>(Column::List)] && shown[static_cast<std::size_t>(Column::Conversation)];
    const bool toList = bothShown ? *own == at(Column::Views) : shown[static_cast<std::size_t>(Column::List)];
    QWidget* next = at(toList ? Column::List : Column::Conversation);
    QWidget* stop = next->focusProxy() == nullptr ? firstStop(*next) : nullptr;
    (stop == nullptr ? next : stop)->setFocus(Qt::OtherFocusReason);
}

void InboxColumns::placeSheet()
{
    if (!m_sheetOpen)
        return;
    const int wide = std::min(width(), themeOf(this).scaled(sizes::sidePanel) + SideSheet::shadowWidth());
    m_sheet->setGeometry(QStyle::visualRect(layoutDirection(), rect(), QRect(width() - wide, 0, wide, height())));
    m_sheet->raise();
}

void InboxColumns::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void InboxColumns::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_sheetOpen)
        toggleSide();
    else if (event->key() == Qt::Key_Escape && hidesList())
        bring(Column::List);
    else
        QWidget::keyPressEvent(event);
}

} // namespace tandem::ui
