#include "ui/shell/InboxColumns.h"

#include "ui/shell/SideSheet.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Sizes.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSplitter>
#include <QStyle>

#include <algorithm>

namespace tandem::ui {

namespace {

// Widths of the window's inside, without the rail, under which columns go.
constexpr int withoutSide = 1280 - sizes::rail;
constexpr int withoutViews = 1080 - sizes::rail;
constexpr int oneOfTwo = 960 - sizes::rail;

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
    constexpr std::array<std::pair<int, int>, 4> widths{{{160, 260}, {280, 440}, {400, QWIDGETSIZE_MAX}, {280, 400}}};
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

bool InboxColumns::sideLiesOver() const
{
    return m_sheetOpen && width() < withoutSide;
}

void InboxColumns::bring(Column column)
{
    switch (column) {
    case Column::Views: return; // they come with the room
    case Column::List: m_conversationFirst = false; break;
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
    QWidget* side = at(Column::Side);
    const bool inSheet = side->parentWidget() == m_sheet;
    if (room && inSheet) {
        m_sheet->setContent(nullptr);
        m_splitter->addWidget(side);
    } else if (!room && !inSheet) {
        m_sheet->setContent(side);
    }
    if (room)
        side->setVisible(m_sidePinned);
    m_sheet->setVisible(m_sheetOpen);
    placeSheet();
    at(Column::Views)->setVisible(hasViews());
    const bool turns = width() < oneOfTwo;
    at(Column::List)->setMaximumWidth(turns ? QWIDGETSIZE_MAX : 440);
    at(Column::List)->setVisible(!turns || !m_conversationFirst);
    at(Column::Conversation)->setVisible(!turns || m_conversationFirst);
    Q_EMIT arranged();
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
