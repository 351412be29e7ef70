#pragma once

#include "ui/library/ArticleForm.h"
#include "ui/library/ArticlePane.h"
#include "ui/library/DiffView.h"
#include "ui/library/HitList.h"
#include "ui/library/ImportStrip.h"
#include "ui/library/LibraryColumn.h"
#include "ui/library/LibraryPage.h"
#include "ui/library/MarkdownView.h"
#include "ui/library/NoticeStrip.h"
#include "ui/library/SearchPane.h"
#include "ui/library/VersionsView.h"
#include "ui/support/Look.h"
#include "ui/support/ShelfDesk.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TextLabel.h"
#include "ui/widgets/TextLink.h"

#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <optional>

namespace tandem::ui {

// The library's page on a desk in memory, and the ways to its parts.
class PageUnderTest {
protected:
    void begin(Role role)
    {
        m_page.reset();
        m_desk = std::make_unique<ShelfDesk>(role);
        shelf().add("invoices", "Invoices", "They are sent by mail.");
        shelf().add("refunds", "Refunds", "# Refunds\n\nCharges are refunded within ten days.");
        shelf().add("refunds", "Refunds", "# Refunds\n\nCharges are refunded within five days.");
        m_page = std::make_unique<LibraryPage>(*m_desk, QString());
        m_page->resize(1388, 860);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->reload();
        QTRY_COMPARE(model().rowCount(), 2);
    }
    static SearchResult found()
    {
        SearchResult result;
        for (const char* id : {"refunds", "invoices"}) {
            ScoredPassage scored;
            scored.passage.article = ArticleId(id);
            scored.passage.title = id;
            scored.passage.text = "Charges are refunded within five days.";
            scored.passage.sentences = {{0, scored.passage.text.size()}};
            scored.parts = ScoreParts{result.passages.empty() ? 1.0 : 0.0, 0, 0, 0, 0};
            result.passages.push_back(scored);
        }
        result.evidence = 0.31;
        result.evidenceFloor = 0.5;
        result.searched = 31402;
        return result;
    }
    [[nodiscard]] MemoryShelf& shelf() const { return m_desk->library; }
    template <typename T>
    [[nodiscard]] T& part() const
    {
        return *m_page->findChild<T*>();
    }
    template <typename T>
    [[nodiscard]] T& part(const QWidget& inside) const
    {
        return *inside.findChild<T*>();
    }
    [[nodiscard]] ArticleListModel& model() const { return part<LibraryColumn>().articles(); }
    [[nodiscard]] QPlainTextEdit& editor() const { return *part<ArticleForm>().findChild<QPlainTextEdit*>(); }
    void page(ArticlePane::Page which) const { part<ArticlePane>().setPage(which); }
    void choose(const char* id) const
    {
        auto* list = part<LibraryColumn>().findChild<QListView*>();
        list->setCurrentIndex(model().index(model().placeOf(ArticleId(id))));
        QTRY_VERIFY(!part<ArticlePane>().article().empty());
        QTRY_VERIFY(!editor().toPlainText().isEmpty());
        QTest::qWait(0);
    }
    void type(const QString& text) const
    {
        editor().setFocus();
        editor().moveCursor(QTextCursor::End);
        editor().insertPlainText(text);
    }
    [[nodiscard]] Button* button(const char* text) const
    {
        for (Button* each : part<ArticlePane>().findChildren<Button*>())
            if (each->text() == QString::fromUtf8(text))
                return each;
        return nullptr;
    }
    // Whether a label of the page that is seen says it.
    [[nodiscard]] bool says(const QString& words) const
    {
        QStringList all;
        for (const TextLabel* label : m_page->findChildren<TextLabel*>())
            if (label->isVisible())
                all << label->text();
        return all.join(u'\n').contains(words);
    }

    std::optional<Look> m_look;
    std::unique_ptr<ShelfDesk> m_desk;
    std::unique_ptr<LibraryPage> m_page;
};

} // namespace tandem::ui
