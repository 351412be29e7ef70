#pragma once

#include "ui/connector/Connector.h"
#include "ui/library/ArticleListModel.h"

#include <QWidget>

class QListView;
class QStackedWidget;

namespace tandem::ui {

class Banner;
class EmptyState;
class ImportStrip;
class SearchField;
class TextLabel;
class TextTabs;

// The library's first column: articles, filtered as one types, or what was learned; "+" for more. Reads the list through
// `connector`, which outlives it. UI thread.
class LibraryColumn : public QWidget {
    Q_OBJECT

public:
    enum class Tab : std::uint8_t { Articles, Learned };

    // `learned`: the list of the second tab.
    LibraryColumn(Connector& connector, QWidget* learned, QWidget* parent = nullptr);

    void reload();
    [[nodiscard]] ArticleListModel& articles() { return m_model; }
    [[nodiscard]] Tab tab() const;
    void setTab(Tab tab);
    void setLearnedCount(int waiting);
    void setMayEdit(bool may);
    // Without saying so; -1 place: nothing is selected.
    void select(const ArticleId& id);
    void move(int by);
    void focusList();
    void import(bool folder);
    [[nodiscard]] ImportStrip& importStrip() { return *m_import; }

Q_SIGNALS:
    void chosen(const tandem::ArticleId& id);
    void tabChanged();
    void newWanted();
    void loaded();

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeList();
    void loadPage(std::int64_t offset, int generation);
    void take(DocumentPage page, int generation);
    void showMenu(QWidget* under);
    void showCount();

    Connector& m_connector;
    ArticleListModel m_model;
    std::vector<ListedDocument> m_loading; // pages so far
    int m_generation = 0; // of the list; a late page of an older one is dropped
    bool m_mayEdit = false;
    bool m_loaded = false;
    bool m_selecting = false;
    TextLabel* m_count;
    QWidget* m_plus = nullptr;
    TextTabs* m_tabs;
    SearchField* m_filter;
    Banner* m_error;
    EmptyState* m_empty;
    QListView* m_list;
    QStackedWidget* m_pages;
    ImportStrip* m_import;
    QWidget* m_learned;
};

} // namespace tandem::ui
