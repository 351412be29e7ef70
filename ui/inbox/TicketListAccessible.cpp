#include "ui/inbox/TicketListAccessible.h"

#include "ui/inbox/TicketListView.h"
#include "ui/inbox/TicketWords.h"

#include <QAccessibleWidget>
#include <QHash>

namespace tandem::ui {

namespace {

// The row that is now the `place`-th in the viewport.
class AccessibleRow : public QAccessibleInterface {
public:
    AccessibleRow(TicketListView& view, int place)
        : m_view(&view)
        , m_place(place)
    {
    }

    bool isValid() const override { return m_view != nullptr && ticket() != nullptr; }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view == nullptr ? nullptr : m_view->window()->windowHandle(); }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
    void setText(QAccessible::Text /*text*/, const QString& /*value*/) override { }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        const TicketSummary* shown = isValid() ? ticket() : nullptr;
        return shown != nullptr && kind == QAccessible::Name ? spokenRow(*shown, m_view->now()) : QString();
    }

    QRect rect() const override
    {
        if (m_view == nullptr)
            return {};
        const QRect row = m_view->rowRect(index());
        return {m_view->viewport()->mapToGlobal(row.topLeft()), row.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        const TicketSummary* shown = isValid() ? ticket() : nullptr;
        state.invalid = shown == nullptr;
        state.selected = shown != nullptr && shown->id == m_view->selected();
        state.focused = state.selected && m_view->hasFocus();
        return state;
    }

    [[nodiscard]] int place() const { return m_place; }

private:
    [[nodiscard]] std::int64_t index() const { return m_view->visibleRows().first + m_place; }
    [[nodiscard]] const TicketSummary* ticket() const { return m_view->model().ticket(index()); }

    QPointer<TicketListView> m_view;
    int m_place;
};

class AccessibleList : public QAccessibleWidget {
public:
    explicit AccessibleList(TicketListView& view)
        : QAccessibleWidget(&view, QAccessible::List)
        , m_view(view)
    {
    }
    AccessibleList(const AccessibleList&) = delete;
    AccessibleList& operator=(const AccessibleList&) = delete;
    ~AccessibleList() override
    {
        for (const QAccessible::Id id : std::as_const(m_rows))
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override
    {
        const auto [first, end] = m_view.visibleRows();
        return static_cast<int>(end - first);
    }

    QAccessibleInterface* child(int place) const override
    {
        if (place < 0 || place >= childCount())
            return nullptr;
        if (const auto known = m_rows.constFind(place); known != m_rows.constEnd())
            return QAccessible::accessibleInterface(*known);
        auto* row = new AccessibleRow(m_view, place);
        m_rows.insert(place, QAccessible::registerAccessibleInterface(row));
        return row;
    }

    int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* row = dynamic_cast<const AccessibleRow*>(child);
        return row == nullptr ? -1 : row->place();
    }

    QAccessibleInterface* childAt(int x, int y) const override
    {
        const auto row = m_view.rowAt(m_view.viewport()->mapFromGlobal(QPoint(x, y)));
        return row ? child(static_cast<int>(*row - m_view.visibleRows().first)) : nullptr;
    }

    QAccessibleInterface* focusChild() const override
    {
        const auto row = m_view.model().indexOf(m_view.selected());
        const auto [first, end] = m_view.visibleRows();
        return m_view.hasFocus() && row && *row >= first && *row < end ? child(static_cast<int>(*row - first)) : nullptr;
    }

private:
    TicketListView& m_view;
    mutable QHash<int, QAccessible::Id> m_rows;
};

QAccessibleInterface* makeList(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<TicketListView*>(object);
    return view == nullptr ? nullptr : new AccessibleList(*view);
}

} // namespace

void installTicketListAccessibility()
{
    QAccessible::installFactory(&makeList);
}

} // namespace tandem::ui
