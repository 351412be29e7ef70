// links: tandem_ui
// The library in a whole window, as people see it; with TANDEM_SCREENSHOTS pictures of it are kept.
#include "SampleLibrary.h"
#include "ui/library/ArticleForm.h"
#include "ui/library/ArticlePane.h"
#include "ui/library/HitList.h"
#include "ui/library/ImportStrip.h"
#include "ui/library/LibraryColumn.h"
#include "ui/library/LibraryPage.h"
#include "ui/library/SearchPane.h"
#include "ui/shell/MainWindow.h"
#include "ui/support/Look.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/SearchField.h"

#include <QListView>
#include <QPlainTextEdit>
#include <QTest>

#include <memory>
#include <optional>

namespace tandem::ui {

class TestLibraryPictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look.emplace(); }
    void cleanup()
    {
        m_window.reset();
        m_desk.reset();
        m_look->reset();
    }

    void theWholeLibrary_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("mirrored");
        QTest::addColumn<QSize>("size");
        QTest::newRow("library-light") << false << false << QSize(1440, 900);
        QTest::newRow("library-dark") << true << false << QSize(1440, 900);
        QTest::newRow("library-arabic") << false << true << QSize(1440, 900);
        QTest::newRow("library-small") << false << false << QSize(1100, 700);
        QTest::newRow("library-smallest") << false << false << QSize(800, 560);
    }
    void theWholeLibrary()
    {
        QFETCH(bool, dark);
        QFETCH(bool, mirrored);
        QFETCH(QSize, size);
        m_look->theme().setAppearance(dark ? Appearance::Dark : Appearance::Light);
        QApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
        begin(Role::Supervisor, size);
        choose("refund-policy");
        if (part<SearchPane>().isVisible())
            search();
        part<LibraryColumn>().focusList();
        keep(QTest::currentDataTag());
        QVERIFY(part<ArticlePane>().isVisible());
        QCOMPARE(part<SearchPane>().isVisible(), size.width() >= 1100);
    }

    void whatIsBeingWritten()
    {
        begin(Role::Supervisor);
        search();
        choose("refund-policy");
        part<ArticlePane>().setPage(ArticlePane::Page::Edit);
        auto* editor = part<ArticleForm>().findChild<QPlainTextEdit*>();
        editor->setFocus();
        editor->moveCursor(QTextCursor::End);
        editor->insertPlainText(QStringLiteral("Nothing is charged twice.\n"));
        QTRY_VERIFY(
            part<LibraryColumn>().articles().marksOf(*part<LibraryColumn>().articles().row(row("refund-policy"))).size() > 1);
        keep("library-edit");
        QVERIFY(!editor->isReadOnly());
    }

    void versionsAndWhatChanged()
    {
        begin(Role::Supervisor);
        search();
        choose("refund-policy");
        part<ArticlePane>().setPage(ArticlePane::Page::Versions);
        keep("library-versions");
        m_look->theme().setAppearance(Appearance::Dark);
        keep("library-versions-dark");
        QVERIFY(part<ArticlePane>().isVisible());
    }

    void aHitOpenedInItsDocument()
    {
        begin(Role::Agent);
        search();
        part<SearchPane>().focusHits();
        part<HitList>().openChosen();
        QTRY_COMPARE(part<ArticlePane>().article(), ArticleId("refund-policy"));
        QTest::qWait(20);
        keep("library-agent-lit");
    }

    void nothingYet()
    {
        m_desk = std::make_unique<ShelfDesk>(Role::Supervisor);
        show(QSize(1440, 900));
        QTest::qWait(50);
        keep("library-empty");
        QCOMPARE(part<LibraryColumn>().articles().rowCount(), 0);
    }

    void whatFails()
    {
        begin(Role::Supervisor);
        choose("switching");
        m_desk->library.broken = true;
        part<LibraryPage>().reload();
        QTest::keyClicks(part<SearchPane>().findChild<SearchField*>(), QStringLiteral("charged twice"));
        QTRY_VERIFY(part<SearchPane>().findChild<Banner*>()->isVisible());
        QTRY_VERIFY(part<LibraryColumn>().findChild<Banner*>()->isVisible());
        keep("library-error");
    }

    void anImportGoingOn()
    {
        begin(Role::Supervisor);
        choose("refund-policy");
        m_desk->library.holdImport = true;
        part<LibraryColumn>().importStrip().start({"help-center.zip"});
        QTest::qWait(400);
        keep("library-import");
        QVERIFY(part<LibraryColumn>().importStrip().isRunning());
        m_desk->library.holdImport = false;
        QTRY_VERIFY(!part<LibraryColumn>().importStrip().isRunning());
        QTest::qWait(50);
        keep("library-imported");
    }

    void textTwiceAsLarge()
    {
        begin(Role::Supervisor);
        m_look->theme().setTextScale(2);
        choose("refund-policy");
        QTest::qWait(50);
        keep("library-twice");
        QVERIFY(part<ArticlePane>().isVisible());
    }

private:
    void begin(Role role, const QSize& size = QSize(1440, 900))
    {
        m_desk = std::make_unique<ShelfDesk>(role);
        addSamples(m_desk->library);
        m_desk->library.result = sampleResult();
        m_desk->library.found = sampleFindings();
        show(size);
        QTRY_VERIFY(part<LibraryColumn>().articles().rowCount() > 5);
    }
    void show(const QSize& size)
    {
        m_window = std::make_unique<MainWindow>(*m_desk, m_look->theme(), QString());
        m_window->resize(size);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->goTo(Screen::Library);
    }
    template <typename T>
    [[nodiscard]] T& part() const
    {
        return *m_window->findChild<T*>();
    }
    [[nodiscard]] int row(const char* id) const { return part<LibraryColumn>().articles().placeOf(ArticleId(id)); }
    void choose(const char* id) const
    {
        auto* list = part<LibraryColumn>().findChild<QListView*>();
        list->setCurrentIndex(list->model()->index(row(id), 0));
        QTRY_VERIFY(!part<ArticleForm>().findChild<QPlainTextEdit*>()->toPlainText().isEmpty());
        QTest::qWait(30);
    }
    void search() const
    {
        part<SearchPane>().focusField();
        QTest::keyClicks(part<SearchPane>().findChild<SearchField*>(), QStringLiteral("charged twice after going annual"));
        QTRY_VERIFY(!part<HitList>().hits().empty());
    }
    void keep(const char* name) const
    {
        QTest::qWait(30);
        keepPicture(*m_window, QString::fromLatin1(name));
    }

    std::optional<Look> m_look;
    std::unique_ptr<ShelfDesk> m_desk;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestLibraryPictures)
#include "TestLibraryPictures.moc"
