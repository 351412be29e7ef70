#pragma once

#include "ui/theme/Theme.h"

#include <QStyledItemDelegate>

namespace tandem::ui {

// A row of the library: title and language, below date and version, and what is to be said of it. For an ArticleListModel.
class ArticleRowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    // Both outlive it.
    ArticleRowDelegate(Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
};

// The ground of a row in one of the library's lists: selection with its bar, hover, focus, and the hairline below.
void paintRowGround(QPainter& painter, const Theme& theme, const QStyleOptionViewItem& option);

} // namespace tandem::ui
