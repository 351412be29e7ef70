#pragma once

#include "ui/connector/Connector.h"
#include "ui/library/Hit.h"
#include "ui/library/UnpublishedArticles.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QStackedWidget;

namespace tandem::ui {

class ArticlePane;
class LearningPage;
class LibraryColumn;
class SearchPane;

// The library: what there is, one article, and the search through all of them. What one deletes is gone from here at once and
// from the desk a few seconds later, so that it can be taken back whole. UI thread; `connector` outlives it.
class LibraryPage : public QWidget {
    Q_OBJECT

public:
    // `unpublishedFile`: where articles are kept while they are written; "" = in memory alone.
    LibraryPage(Connector& connector, const QString& unpublishedFile, QWidget* parent = nullptr);
    LibraryPage(const LibraryPage&) = delete;
    LibraryPage& operator=(const LibraryPage&) = delete;
    ~LibraryPage() override;

    // What is shown of the desk is read anew; while it is not seen, the count of what waits alone.
    void reload();
    void move(int by); // in the list
    void moveFocus(int by); // between columns
    void focusSearch();
    void open(const ArticleId& id, const QString& quote = {});
    [[nodiscard]] LearningPage& learning() { return *m_learning; }
    // Takes a deletion back, or what was discarded, while its time runs.
    void undo();

Q_SIGNALS:
    void said(const QString& text); // for a toast
    void undoable(const QString& text); // for a toast with Undo
    void problem(const QString& text);
    void waitingChanged(int count);
    void ticketWanted(const tandem::TicketId& id);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void connectParts();
    void remove(const ArticleId& id, const QString& title);
    void tellDiscarded(const Document& draft);
    void removeNow();
    void setLeftOut(const std::optional<ArticleId>& id);
    void showTab();
    void arrange();
    void bringSearch(bool wanted);
    void showUnpublished();
    void loadFindings();

    Connector& m_connector;
    UnpublishedArticles m_unpublished;
    LearningPage* m_learning;
    LibraryColumn* m_column;
    ArticlePane* m_pane;
    QStackedWidget* m_middle;
    SearchPane* m_search;
    QTimer m_removal;
    std::optional<ArticleId> m_removing;
    QTimer m_discardTime;
    std::optional<Document> m_discarded; // while it can be taken back
    bool m_narrow = false; // there is room for two columns
    bool m_searchWanted = false; // of these, the search
};

} // namespace tandem::ui
