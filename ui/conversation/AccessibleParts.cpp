#include "ui/conversation/AccessibleParts.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <QWidget>

#include <map>

namespace tandem::ui {

namespace {

const PartsOwner* partsOf(QObject* object)
{
    return dynamic_cast<const PartsOwner*>(object);
}

// One part. It lives as long as its owner's interface and asks the owner for everything.
class AccessiblePart final : public QAccessibleInterface {
public:
    AccessiblePart(QWidget* owner, int part)
        : m_owner(owner)
        , m_part(part)
    {
    }

    bool isValid() const override { return m_owner && parts() != nullptr && m_part < parts()->partCount(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_owner); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QString text(QAccessible::Text which) const override
    {
        return which == QAccessible::Name && isValid() ? parts()->partName(m_part) : QString();
    }
    void setText(QAccessible::Text, const QString&) override { }
    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect local = parts()->partRect(m_part);
        return {m_owner->mapToGlobal(local.topLeft()), local.size()};
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.readOnly = true;
        state.selectable = true;
        if (isValid()) {
            state.selected = parts()->currentPart() == m_part;
            state.focused = state.selected && m_owner->hasFocus();
            state.offscreen = !parts()->partRect(m_part).intersects(m_owner->rect());
        } else {
            state.invalid = true;
        }
        return state;
    }

private:
    [[nodiscard]] const PartsOwner* parts() const { return partsOf(m_owner); }

    QPointer<QWidget> m_owner;
    int m_part;
};

class AccessibleOwner final : public QAccessibleWidget {
public:
    explicit AccessibleOwner(QWidget* owner)
        : QAccessibleWidget(owner, QAccessible::List)
    {
    }
    AccessibleOwner(const AccessibleOwner&) = delete;
    AccessibleOwner& operator=(const AccessibleOwner&) = delete;
    ~AccessibleOwner() override
    {
        for (const auto& [part, id] : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return ownParts() + QAccessibleWidget::childCount(); }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        if (index >= ownParts())
            return QAccessibleWidget::child(index - ownParts());
        auto found = m_children.find(index);
        if (found == m_children.end())
            found
                = m_children.emplace(index, QAccessible::registerAccessibleInterface(new AccessiblePart(widget(), index))).first;
        return QAccessible::accessibleInterface(found->second);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (const auto& [part, id] : m_children) {
            if (QAccessible::accessibleInterface(id) == child)
                return part;
        }
        const int index = QAccessibleWidget::indexOfChild(child);
        return index < 0 ? index : index + ownParts();
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint local = widget()->mapFromGlobal(QPoint(x, y));
        for (int part = 0; part < ownParts(); ++part) {
            if (partsOf(widget())->partRect(part).contains(local))
                return child(part);
        }
        return QAccessibleWidget::childAt(x, y);
    }
    QAccessibleInterface* focusChild() const override
    {
        const int current = ownParts() > 0 ? partsOf(widget())->currentPart() : -1;
        return widget()->hasFocus() && current >= 0 ? child(current) : QAccessibleWidget::focusChild();
    }

private:
    [[nodiscard]] int ownParts() const
    {
        const PartsOwner* owner = partsOf(widget());
        return owner != nullptr ? owner->partCount() : 0; // null while the widget is being destroyed
    }

    mutable std::map<int, QAccessible::Id> m_children;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    return widget != nullptr && partsOf(widget) != nullptr ? new AccessibleOwner(widget) : nullptr;
}

} // namespace

void installAccessibleParts()
{
    // Qt keeps a list without repetitions.
    QAccessible::installFactory(makeInterface);
}

void announcePart(QWidget* owner, int part)
{
    QAccessibleEvent event(owner, QAccessible::Focus);
    event.setChild(part);
    QAccessible::updateAccessibility(&event);
}

} // namespace tandem::ui
