#pragma once

#include "model/Knowledge.h"
#include "ui/widgets/Chip.h"

#include <QAbstractListModel>

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace tandem::ui {

// The library's articles by title, as many as there are: titles and dates, no texts. A filter is applied as it is typed. UI
// thread.
class ArticleListModel : public QAbstractListModel {
    Q_OBJECT

public:
    struct Row {
        ListedDocument listed;
        QString title;
        QString folded; // title and id, for the filter
        bool replaced = false; // another article supersedes it
        bool isNew = false; // it was never published
    };

    explicit ArticleListModel(QObject* parent = nullptr);

    void setArticles(std::vector<ListedDocument> articles);
    // Articles whose text here differs from what is published; those that are not listed get a row of their own, on top.
    void setUnpublished(const std::map<ArticleId, QString>& titles);
    // Left out of the list until told otherwise: it is about to be deleted.
    void setLeftOut(const std::optional<ArticleId>& id);
    void setFilter(const QString& text);
    // How many articles contradict this one; missing = none.
    void setContradictions(std::map<ArticleId, int> counts);

    [[nodiscard]] std::size_t total() const { return m_rows.size(); }
    [[nodiscard]] const Row* row(int place) const;
    [[nodiscard]] int placeOf(const ArticleId& id) const; // -1 = not shown
    // What is to be said of an article besides its date, the weightiest first.
    [[nodiscard]] std::vector<Chip> marksOf(const Row& row) const;
    // "3 Nov, v14"
    [[nodiscard]] QString metaOf(const Row& row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    void arrange();

    std::vector<Row> m_rows; // by title
    std::vector<Row> m_new;
    std::vector<const Row*> m_shown;
    std::map<ArticleId, QString> m_unpublished;
    std::map<ArticleId, int> m_contradictions;
    std::optional<ArticleId> m_leftOut;
    QString m_filter;
};

} // namespace tandem::ui
