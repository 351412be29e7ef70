#pragma once

#include "ui/connector/Connector.h"
#include "ui/library/UnpublishedArticles.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QStackedWidget;

namespace tandem::ui {

class ArticleForm;
class Banner;
class Button;
class ElidedLabel;
class EmptyState;
class IconButton;
class MarkdownView;
class NoticeStrip;
class TextLabel;
class TextTabs;
class VersionsView;

// One article: written, read as it will look, and what it said before. What is written is kept until it is published, wherever
// one goes meanwhile. Who may not change it reads it, and is told why. UI thread; both references outlive it.
class ArticlePane : public QWidget {
    Q_OBJECT

public:
    ArticlePane(Connector& connector, UnpublishedArticles& unpublished, QWidget* parent = nullptr);
    ArticlePane(const ArticlePane&) = delete;
    ArticlePane& operator=(const ArticlePane&) = delete;
    ~ArticlePane() override;

    enum class Page : std::uint8_t { Edit, Preview, Versions };
    // `quote`: words to light in it; then it is shown as it reads.
    void open(const ArticleId& id, const QString& quote = {});
    void startNew();
    void close(); // shows that nothing is open
    void reload(); // what is published; what is being written stays
    [[nodiscard]] const ArticleId& article() const { return m_id; }
    void setPage(Page page);
    void focusInside();
    // Shows the way to the search, where there is no column for it.
    void setSearchButton(bool shown);
    [[nodiscard]] bool mayEdit() const;
    // Takes a discarded draft back and opens it, unless there is a newer one.
    void restoreDraft(const Document& draft);
    // What does not fit together in the library; those of the open article are told.
    void setFindings(std::vector<Finding> findings);

Q_SIGNALS:
    void said(const QString& text);
    void published(const tandem::ArticleId& id);
    void deleteWanted(const tandem::ArticleId& id, const QString& title);
    void discarded(const tandem::Document& draft); // may be restored with restoreDraft()
    void searchWanted();
    void newWanted();
    void articleWanted(const tandem::ArticleId& id, const QString& quote);

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeTabs();
    void take(Result<std::vector<Document>> versions);
    void show();
    void showState();
    void showNotice();
    void showFinding();
    void showPage();
    void keepEdits();
    [[nodiscard]] Document typed(const std::string& madeFrom) const;
    void publish();
    void put(const Document& document, const QString& done);
    // What came of it, and on a conflict the hash that the desk has now; "" when it was deleted.
    struct Putting {
        Status status;
        std::optional<std::string> present;
    };
    void putDone(const Document& document, const Putting& putting, const QString& done);
    void restore(const Document& former, int version);
    void discard();
    [[nodiscard]] const Document* current() const; // published
    [[nodiscard]] bool isNew() const; // never published

    Connector& m_connector;
    UnpublishedArticles& m_unpublished;
    ArticleId m_id;
    QString m_quote;
    std::vector<Document> m_versions; // the present one first; empty while it loads and for a new one
    bool m_publishing = false;
    bool m_compareNext = false; // what is read next is shown beside what is being written
    QTimer m_keep;
    ElidedLabel* m_title;
    ElidedLabel* m_meta;
    TextLabel* m_state;
    Button* m_versionsButton;
    IconButton* m_delete;
    IconButton* m_search;
    Button* m_publish;
    TextTabs* m_tabs;
    QWidget* m_tabRow = nullptr;
    NoticeStrip* m_notice;
    NoticeStrip* m_finding;
    std::vector<Finding> m_findings;
    Banner* m_error;
    bool m_unreadable = false; // what m_error says is that it cannot be shown
    QStackedWidget* m_pages;
    ArticleForm* m_form;
    MarkdownView* m_preview;
    VersionsView* m_history;
    EmptyState* m_empty;
};

} // namespace tandem::ui
