// links: tandem_ui
#include "PageUnderTest.h"

#include <QDir>
#include <QTemporaryDir>

namespace tandem::ui {

class TestLibraryPage : public QObject, private PageUnderTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look.emplace(); }
    void init() { begin(Role::Supervisor); }
    void cleanup()
    {
        m_page.reset();
        m_desk.reset();
    }

    void anArticleIsChosenReadAndItsMetaTold()
    {
        choose("refunds");
        QCOMPARE(editor().toPlainText(), QStringLiteral("# Refunds\n\nCharges are refunded within five days."));
        page(ArticlePane::Page::Preview);
        QVERIFY(part<MarkdownView>().toPlainText().contains(QStringLiteral("refunded within five days")));
        QVERIFY(says(QStringLiteral("Everyone · all plans · English")));
    }

    void whatIsPublishedIsPutAndStandsInTheList()
    {
        choose("refunds");
        type(QStringLiteral(" Later ones are credited."));
        QTRY_VERIFY(button("Publish")->isEnabled());
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(shelf().articles.at(ArticleId("refunds")).front().body,
            "# Refunds\n\nCharges are refunded within five days. Later ones are credited.");
        QTRY_VERIFY(!button("Publish")->isEnabled());
        QTRY_COMPARE(model().row(model().placeOf(ArticleId("refunds")))->listed.version, 3);
    }

    void whatIsNotPublishedIsKeptWhereverOneGoes()
    {
        choose("refunds");
        type(QStringLiteral(" Unfinished"));
        choose("invoices");
        QVERIFY(!editor().toPlainText().contains(QStringLiteral("Unfinished")));
        QCOMPARE(
            model().marksOf(*model().row(model().placeOf(ArticleId("refunds")))).front().text, QStringLiteral("not published"));
        choose("refunds");
        QVERIFY(editor().toPlainText().endsWith(QStringLiteral("Unfinished")));
        QVERIFY(part<NoticeStrip>().isVisible());
        part<NoticeStrip>().findChild<TextLink*>()->click(); // Discard
        QVERIFY(!editor().toPlainText().contains(QStringLiteral("Unfinished")));
        QVERIFY(model().marksOf(*model().row(model().placeOf(ArticleId("refunds")))).empty());
        QCOMPARE(shelf().articles.at(ArticleId("refunds")).size(), std::size_t(2)); // nothing was put
    }

    void whatIsDiscardedCanBeTakenBack()
    {
        QSignalSpy undoable(m_page.get(), &LibraryPage::undoable);
        choose("refunds");
        type(QStringLiteral(" Unfinished"));
        choose("invoices");
        choose("refunds");
        type(QStringLiteral(" and more")); // not even kept yet
        part<NoticeStrip>().findChild<TextLink*>()->click();
        QCOMPARE(undoable.size(), 1);
        QVERIFY(!editor().toPlainText().contains(QStringLiteral("Unfinished")));
        choose("invoices");
        m_page->undo();
        QTRY_COMPARE(part<ArticlePane>().article(), ArticleId("refunds"));
        QTRY_VERIFY(editor().toPlainText().endsWith(QStringLiteral("Unfinished and more")));
        QVERIFY(part<NoticeStrip>().isVisible());
        m_page->undo(); // once
        QVERIFY(editor().toPlainText().endsWith(QStringLiteral("Unfinished and more")));
    }

    void aDiscardedNewArticleCanBeTakenBack()
    {
        part<LibraryColumn>().newWanted();
        const ArticleId id = part<ArticlePane>().article();
        type(QStringLiteral("One text."));
        for (auto* icon : part<ArticlePane>().findChildren<IconButton*>())
            if (icon->accessibleName() == QStringLiteral("Delete"))
                QTest::mouseClick(icon, Qt::LeftButton);
        QVERIFY(part<ArticlePane>().article().empty());
        QCOMPARE(model().placeOf(id), -1);
        m_page->undo();
        QCOMPARE(part<ArticlePane>().article(), id);
        QVERIFY(model().placeOf(id) >= 0);
        QCOMPARE(editor().toPlainText(), QStringLiteral("One text."));
        QVERIFY(button("Publish")->isEnabled());
    }

    void changesThatTheDiskDoesNotTakeAreTold()
    {
        const QTemporaryDir folder;
        const QString nowhere = folder.filePath(QStringLiteral("missing/articles"));
        m_page = std::make_unique<LibraryPage>(*m_desk, nowhere);
        m_page->resize(1388, 860);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->reload();
        QTRY_COMPARE(model().rowCount(), 2);
        choose("refunds");
        type(QStringLiteral(" Unfinished"));
        QTRY_VERIFY(says(QStringLiteral("they are lost when the console closes")));
        QVERIFY(QDir().mkpath(folder.filePath(QStringLiteral("missing"))));
        type(QStringLiteral(" again"));
        QTRY_VERIFY(!says(QStringLiteral("they are lost when the console closes")));
        QVERIFY(QFile::exists(nowhere));
    }

    // Ctrl+Enter before an article has come must not put an empty one in its place.
    void nothingIsKeptOfAnArticleThatIsStillRead()
    {
        shelf().broken = true;
        part<ArticlePane>().open(ArticleId("refunds"));
        QTRY_VERIFY(part<Banner>(part<ArticlePane>()).isVisible());
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ControlModifier);
        shelf().broken = false;
        QVERIFY(!button("Publish")->isEnabled());
        m_page->reload();
        QTRY_COMPARE(model().row(model().placeOf(ArticleId("refunds")))->title, QStringLiteral("Refunds"));
        QVERIFY(model().marksOf(*model().row(model().placeOf(ArticleId("refunds")))).empty());
    }

    void noBreakSpacesSurviveEditing()
    {
        shelf().add("nbsp", "Prix", "32\u00A0€ par mois.");
        m_page->reload();
        QTRY_VERIFY(model().placeOf(ArticleId("nbsp")) >= 0);
        choose("nbsp");
        type(QStringLiteral(" Sans frais."));
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(shelf().articles.at(ArticleId("nbsp")).front().body, "32\u00A0€ par mois. Sans frais.");
    }

    void aNewArticleIsWrittenAndPublished()
    {
        part<LibraryColumn>().newWanted();
        QTRY_COMPARE(model().row(0)->title, QStringLiteral("New article"));
        const ArticleId id = part<ArticlePane>().article();
        type(QStringLiteral("One text."));
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(part<Banner>(part<ArticlePane>()).isVisible()); // it has no title
        QVERIFY(!shelf().articles.contains(id));
        auto* title = part<ArticleForm>().findChild<QLineEdit*>();
        title->setFocus();
        QTest::keyClicks(title, QStringLiteral("Guests"));
        QTest::keyClick(title, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(shelf().articles.contains(id));
        QCOMPARE(shelf().articles.at(id).front().title, "Guests");
        QTRY_VERIFY(model().placeOf(id) >= 0 && !model().row(model().placeOf(id))->isNew);
    }

    void anotherVersionThatCameMeanwhileIsNotWrittenOverUnseen()
    {
        choose("refunds");
        type(QStringLiteral(" Mine."));
        Document theirs = shelf().articles.at(ArticleId("refunds")).front();
        theirs.body = "Theirs.";
        QVERIFY(shelf().put({}, theirs));
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(part<Banner>(part<ArticlePane>()).isVisible());
        QCOMPARE(shelf().articles.at(ArticleId("refunds")).front().body, "Theirs.");
        QVERIFY(editor().toPlainText().endsWith(QStringLiteral("Mine.")));
        QTRY_VERIFY(button("3 versions") != nullptr); // theirs has been read, and the warning still stands
        QVERIFY(part<Banner>(part<ArticlePane>()).isVisible());
        // Both are shown: what they say goes, what is here comes.
        QTRY_VERIFY(part<DiffView>().isVisible());
        const auto& lines = part<DiffView>().lines();
        const auto has = [&lines](DiffLine::Kind kind, const char* text) {
            return std::ranges::any_of(
                lines, [&](const DiffLine& line) { return line.kind == kind && line.text.contains(QString::fromUtf8(text)); });
        };
        QVERIFY(has(DiffLine::Kind::Out, "Theirs."));
        QVERIFY(has(DiffLine::Kind::In, "Mine."));
        QTest::mouseClick(button("Publish"), Qt::LeftButton); // meant
        QTRY_VERIFY(shelf().articles.at(ArticleId("refunds")).front().body.ends_with("Mine."));
    }

    void whatSomebodyDeletedComesBackOnlyWhenMeant()
    {
        choose("refunds");
        type(QStringLiteral(" Mine."));
        QVERIFY(shelf().remove({}, ArticleId("refunds")));
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(part<Banner>(part<ArticlePane>()).isVisible());
        QVERIFY(!shelf().articles.contains(ArticleId("refunds")));
        QVERIFY(editor().toPlainText().endsWith(QStringLiteral("Mine.")));
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(shelf().articles.contains(ArticleId("refunds")));
    }

    void aLongTitleIsKeptWhole()
    {
        const std::string title(300, 'a');
        shelf().add("long", title, "Text.");
        m_page->reload();
        QTRY_VERIFY(model().placeOf(ArticleId("long")) >= 0);
        choose("long");
        type(QStringLiteral(" More."));
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(shelf().articles.at(ArticleId("long")).front().body, "Text. More.");
        QCOMPARE(shelf().articles.at(ArticleId("long")).front().title, title);
    }

    void whatCannotBePublishedStaysWhereItWasWritten()
    {
        choose("refunds");
        type(QStringLiteral(" Kept."));
        shelf().broken = true;
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(part<Banner>(part<ArticlePane>()).isVisible());
        QVERIFY(editor().toPlainText().endsWith(QStringLiteral("Kept.")));
        QVERIFY(!editor().isReadOnly());
    }

    void anEarlierVersionIsComparedAndRestored()
    {
        choose("refunds");
        page(ArticlePane::Page::Versions);
        const auto& lines = part<DiffView>().lines();
        QCOMPARE(std::ranges::count(lines, DiffLine::Kind::Out, &DiffLine::kind), 1);
        QCOMPARE(std::ranges::count(lines, DiffLine::Kind::In, &DiffLine::kind), 1);
        QTest::mouseClick(button("Restore v1"), Qt::LeftButton);
        QTRY_COMPARE(
            shelf().articles.at(ArticleId("refunds")).front().body, "# Refunds\n\nCharges are refunded within ten days.");
        QCOMPARE(shelf().articles.at(ArticleId("refunds")).size(), std::size_t(3));
    }

    void whatIsDeletedCanBeTakenBackWhole()
    {
        choose("refunds");
        QSignalSpy undoable(m_page.get(), &LibraryPage::undoable);
        for (auto* icon : part<ArticlePane>().findChildren<IconButton*>())
            if (icon->accessibleName() == QStringLiteral("Delete"))
                QTest::mouseClick(icon, Qt::LeftButton);
        QCOMPARE(undoable.size(), 1);
        QCOMPARE(model().placeOf(ArticleId("refunds")), -1);
        QCOMPARE(shelf().articles.at(ArticleId("refunds")).size(), std::size_t(2)); // versions and all
        m_page->undo();
        QVERIFY(model().placeOf(ArticleId("refunds")) >= 0);
        QTRY_COMPARE(part<ArticlePane>().article(), ArticleId("refunds"));
    }

    void agentsReadAndAreToldWhy()
    {
        begin(Role::Agent);
        choose("refunds");
        QVERIFY(part<NoticeStrip>().isVisible());
        QVERIFY(says(QStringLiteral("Articles are changed by supervisors and admins")));
        QVERIFY(part<MarkdownView>().isVisible());
        page(ArticlePane::Page::Edit);
        QVERIFY(editor().isReadOnly());
        QVERIFY(!button("Publish")->isVisible());
        page(ArticlePane::Page::Versions);
        QVERIFY(!part<VersionsView>().findChild<Button*>()->isVisible());
    }

    void anArticleThatContradictsAnotherIsMarkedAndTheOtherOpened()
    {
        Finding finding;
        finding.id = FindingId("f1");
        finding.first.article = ArticleId("invoices");
        finding.first.title = "Invoices";
        finding.first.sentence = "They are sent by mail.";
        finding.first.value = "14 days";
        finding.second.article = ArticleId("refunds");
        finding.second.value = "five days";
        shelf().found = {finding};
        choose("refunds");
        m_page->reload();
        QTRY_VERIFY(says(QStringLiteral("14 days")));
        QCOMPARE(
            model().marksOf(*model().row(model().placeOf(ArticleId("refunds")))).front().text, QStringLiteral("contradicts 1"));
        for (NoticeStrip* strip : part<ArticlePane>().findChildren<NoticeStrip*>())
            if (strip->isVisible())
                strip->findChild<TextLink*>()->click();
        QTRY_COMPARE(part<ArticlePane>().article(), ArticleId("invoices"));
        QTRY_VERIFY(part<MarkdownView>().isLit());
    }

    void aSearchIsShownAndOpensTheDocumentAtItsWords()
    {
        shelf().result = found();
        m_page->focusSearch();
        auto& field = part<SearchField>(part<SearchPane>());
        QTest::keyClicks(&field, QStringLiteral("refund charge"));
        QTRY_COMPARE(part<HitList>().hits().size(), std::size_t(2));
        QVERIFY(says(QStringLiteral("2\u2069 of \u206631,402\u2069 passages")));
        QVERIFY(says(QStringLiteral("below the floor of")));
        QTest::keyClick(&field, Qt::Key_Down);
        QVERIFY(part<HitList>().hasFocus());
        QTest::keyClick(&part<HitList>(), Qt::Key_Return);
        QTRY_COMPARE(part<ArticlePane>().article(), ArticleId("refunds"));
        QTRY_VERIFY(part<MarkdownView>().isLit());
    }

    void whatIsTypedWhileASearchRunsIsAskedAfterIt()
    {
        shelf().result = found();
        auto& field = part<SearchField>(part<SearchPane>());
        QTest::keyClicks(&field, QStringLiteral("refund"));
        QTRY_VERIFY(!shelf().searched.empty());
        QTest::keyClicks(&field, QStringLiteral(" again"));
        QTRY_COMPARE(shelf().searched.back().text, "refund again");
        field.clear();
        QTRY_VERIFY(part<HitList>().hits().empty());
    }

    void aSearchThatFailsSaysSo()
    {
        shelf().broken = true;
        QTest::keyClicks(&part<SearchField>(part<SearchPane>()), QStringLiteral("refund"));
        QTRY_VERIFY(part<Banner>(part<SearchPane>()).isVisible());
        shelf().broken = false;
        shelf().result = found();
        part<Banner>(part<SearchPane>()).findChild<TextLink*>()->click();
        QTRY_COMPARE(part<HitList>().hits().size(), std::size_t(2));
        QVERIFY(!part<Banner>(part<SearchPane>()).isVisible());
    }

    void anImportShowsHowFarItIsAndWhatWasRefused()
    {
        auto& strip = part<LibraryColumn>().importStrip();
        strip.start({"help-center.zip"});
        QTRY_VERIFY(!strip.isRunning());
        QVERIFY(says(QStringLiteral("39 added")));
        QVERIFY(says(QStringLiteral("broken.pdf: it is no PDF")));
    }

    void anImportIsStopped()
    {
        shelf().holdImport = true;
        shelf().sends = true;
        auto& strip = part<LibraryColumn>().importStrip();
        strip.start({"help-center.zip"});
        QTRY_VERIFY(says(QStringLiteral("Sending, \u20661\u2069 of \u20662\u2069 files")));
        shelf().sends = false;
        QTRY_VERIFY(says(QStringLiteral("30\u2069 of \u206640")));
        strip.findChild<IconButton*>()->click();
        QTRY_VERIFY(!strip.isRunning());
        QVERIFY(says(QStringLiteral("What was read until then is kept")));
    }

    void aListThatCannotBeReadSaysSoAndIsReadAgain()
    {
        shelf().broken = true;
        m_page->reload();
        QTRY_VERIFY(part<Banner>(part<LibraryColumn>()).isVisible());
        QCOMPARE(model().rowCount(), 2); // what was known stays
        shelf().broken = false;
        part<Banner>(part<LibraryColumn>()).findChild<TextLink*>()->click();
        QTRY_VERIFY(!part<Banner>(part<LibraryColumn>()).isVisible());
    }

    void whereThereIsRoomForTwoColumnsTheSearchTakesTheArticlesPlace()
    {
        m_page->resize(748, 560);
        QVERIFY(!part<SearchPane>().isVisible());
        m_page->focusSearch();
        QVERIFY(part<SearchPane>().isVisible());
        QVERIFY(!part<ArticlePane>().isVisible());
        QTest::keyClick(&part<SearchField>(part<SearchPane>()), Qt::Key_Escape);
        QVERIFY(part<ArticlePane>().isVisible());
    }

    void theKeysGoFromColumnToColumn()
    {
        choose("refunds");
        part<LibraryColumn>().focusList();
        QVERIFY(part<LibraryColumn>().isAncestorOf(QApplication::focusWidget()));
        m_page->moveFocus(1);
        QVERIFY(part<ArticlePane>().isAncestorOf(QApplication::focusWidget()));
        m_page->moveFocus(1);
        QVERIFY(part<SearchPane>().isAncestorOf(QApplication::focusWidget()));
        m_page->moveFocus(1);
        QVERIFY(part<LibraryColumn>().isAncestorOf(QApplication::focusWidget()));
        m_page->moveFocus(-1);
        QVERIFY(part<SearchPane>().isAncestorOf(QApplication::focusWidget()));
    }
};

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestLibraryPage)
#include "TestLibraryPage.moc"
