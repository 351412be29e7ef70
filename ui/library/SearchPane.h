#pragma once

#include "ui/connector/Connector.h"
#include "ui/library/Hit.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QStackedWidget;

namespace tandem::ui {

class Banner;
class EmptyState;
class HitList;
class SearchField;
class TextLabel;

// The library's search, as the drafts search: passages as one types, of how many and how fast, each with what its score is made
// of; below, what the engine would cite. UI thread; `connector` outlives it.
class SearchPane : public QWidget {
    Q_OBJECT

public:
    explicit SearchPane(Connector& connector, QWidget* parent = nullptr);

    void focusField();
    void focusHits();
    // The same search once more: the library is another.
    void searchAgain();
    // Passages of it are left out: it is about to be deleted.
    void setLeftOut(const std::optional<ArticleId>& id);

Q_SIGNALS:
    void opened(const tandem::ui::Hit& hit);
    void left(); // Escape in an empty field

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Answer {
        Result<SearchResult> result;
        qint64 milliseconds = 0;
    };
    [[nodiscard]] QWidget* makeFigures();
    [[nodiscard]] QWidget* makeFilters();
    [[nodiscard]] LibrarySearch wanted() const;
    void search();
    void take(const LibrarySearch& search, const Answer& answer);
    void showHits();
    void showFloor();

    Connector& m_connector;
    SearchField* m_field;
    TextLabel* m_found;
    TextLabel* m_time;
    QComboBox* m_kind;
    QComboBox* m_language;
    Banner* m_error;
    QStackedWidget* m_pages;
    HitList* m_hits;
    EmptyState* m_empty;
    TextLabel* m_floor;
    QTimer m_typing;
    QTimer m_slow;
    std::vector<Hit> m_all;
    SearchResult m_result; // without its passages
    std::optional<ArticleId> m_leftOut;
    bool m_asking = false; // one question is out
    bool m_again = false; // and another one waits for it
    bool m_isSlow = false;
};

} // namespace tandem::ui
