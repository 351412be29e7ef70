#pragma once

#include "desk/Inbox.h"
#include "ui/widgets/ColumnHeader.h"

#include <QTimer>

class QMenu;

namespace tandem::ui {

class IconButton;
class SearchField;

// The head of the list: its title and size, the order, and a field that narrows it as one types.
class ListHeader : public ColumnHeader {
    Q_OBJECT

public:
    explicit ListHeader(QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setTotal(qint64 total);
    void setOrder(tandem::InboxOrder order);
    // Where views have no column of their own, they are chosen from this menu; null = none. The caller keeps it.
    void setViewsMenu(QMenu* menu);
    // Opens the field and puts the cursor in it.
    void openFilter();
    void closeFilter();

Q_SIGNALS:
    void orderChosen(tandem::InboxOrder order);
    // What is typed, at the latest 80 ms after the last key.
    void textChanged(const QString& text);

private:
    class Title;
    class OrderButton;
    void say();

    Title* m_title;
    OrderButton* m_order;
    IconButton* m_filter;
    SearchField* m_field;
    QTimer m_pause;
    QString m_said;
};

} // namespace tandem::ui
