// links: tandem_embedded
// The library through the real widgets on a real engine: filled from a folder, searched, filtered, read, rewritten, restored,
// taught. Once with the engine inside, once connected to a tandemd in another process, to which the files are sent.
#include "support/Console.h"
#include "support/Programs.h"

#include "ui/library/ArticleForm.h"
#include "ui/library/ArticlePane.h"
#include "ui/library/DiffView.h"
#include "ui/library/HitList.h"
#include "ui/library/ImportStrip.h"
#include "ui/library/LearningPage.h"
#include "ui/library/LibraryColumn.h"
#include "ui/library/LibraryPage.h"
#include "ui/library/MarkdownView.h"
#include "ui/library/SearchPane.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TextLabel.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QPlainTextEdit>
#include <QTest>

using namespace tandem;
using namespace tandem::ui;

namespace {

void writeFile(const QString& path, const QByteArray& content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

// A help centre in three languages, with a file that cannot be read and one that is no article.
void writeHelpCentre(const QString& folder)
{
    writeFile(folder + QStringLiteral("/refunds.md"),
        "---\nid: refunds\ntitle: Refund policy\nlanguage: en\n---\n# Refund policy\n\n"
        "A charge that was captured twice is refunded to the card within five banking days.\n");
    writeFile(folder + QStringLiteral("/de/rechnung.md"),
        "---\nid: rechnung\ntitle: Rechnungen herunterladen\nlanguage: de\n---\n# Rechnungen herunterladen\n\n"
        "Alle Rechnungen stehen unter Einstellungen, Abrechnung. Die Mehrwertsteuer ist einzeln ausgewiesen.\n");
    writeFile(folder + QStringLiteral("/ja/admin.md"),
        "---\nid: admin-ja\ntitle: 管理者を変更する\nlanguage: ja\n---\n# 管理者を変更する\n\n"
        "管理者を変更するには、設定の「メンバー」で新しい管理者を選択してください。\n");
    writeFile(folder + QStringLiteral("/export.md"),
        "---\nid: export\ntitle: Exporting your data\nlanguage: en\n---\n# Exporting your data\n\n"
        "Data is exported as CSV under Settings, Workspace, Export.\n");
    writeFile(folder + QStringLiteral("/broken.pdf"), "this is no PDF");
    writeFile(folder + QStringLiteral("/picture.png"), "\x89PNG");
}

IncomingMessage guestTicket()
{
    IncomingMessage message;
    message.channel = Channel::Email;
    message.customerId = "cus-7";
    message.customerName = "Tomas Lind";
    message.subject = "Guests in a project";
    message.text = "How many guests may I invite into one project?";
    return message;
}

} // namespace

class TestLibraryJourney : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLibraryIsFilledSearchedRewrittenAndTaught_data()
    {
        QTest::addColumn<bool>("connected");
        QTest::newRow("embedded") << false;
        QTest::newRow("connected") << true;
    }
    void theLibraryIsFilledSearchedRewrittenAndTaught();

private:
    void importTheFolder();
    void search();
    void openAndRewrite();
    void restore();
    void stopAnImport();
    void learn();
    void searchFor(const QString& words);
    [[nodiscard]] bool says(const QString& words);
    [[nodiscard]] const std::vector<Hit>& hits() { return m_console->find<HitList>().hits(); }
    [[nodiscard]] bool isFirst(const char* id) { return !hits().empty() && hits().front().article == ArticleId(id); }
    void filter(int place, const QString& choice);

    std::unique_ptr<TestConsole> m_console;
    QTemporaryDir m_folder;
};

bool TestLibraryJourney::says(const QString& words)
{
    for (const TextLabel* label : m_console->find<LibraryPage>().findChildren<TextLabel*>())
        if (label->isVisible() && label->text().contains(words))
            return true;
    return false;
}

void TestLibraryJourney::searchFor(const QString& words)
{
    auto& field = *m_console->find<SearchPane>().findChild<SearchField*>();
    field.clear();
    QTRY_VERIFY(hits().empty());
    field.setText(words);
}

void TestLibraryJourney::filter(int place, const QString& choice)
{
    QComboBox* box = m_console->find<SearchPane>().findChildren<QComboBox*>().at(place);
    const int found = box->findText(choice);
    QVERIFY(found >= 0);
    box->setCurrentIndex(found);
}

void TestLibraryJourney::theLibraryIsFilledSearchedRewrittenAndTaught()
{
    QFETCH(bool, connected);
    m_console = std::make_unique<TestConsole>();
    QVERIFY2(connected ? m_console->connectToServer() : m_console->embed(), m_console->problem().c_str());
    m_console->window().resize(1440, 900);
    m_console->window().goTo(Screen::Library);
    QTRY_VERIFY(m_console->find<LibraryPage>().isVisible());
    for (void (TestLibraryJourney::*step)() :
        {&TestLibraryJourney::importTheFolder, &TestLibraryJourney::search, &TestLibraryJourney::openAndRewrite,
            &TestLibraryJourney::restore, &TestLibraryJourney::stopAnImport, &TestLibraryJourney::learn}) {
        (this->*step)();
        if (QTest::currentTestFailed())
            break;
    }
    m_console.reset();
}

void TestLibraryJourney::importTheFolder()
{
    const QString folder = m_folder.filePath(QStringLiteral("help"));
    writeHelpCentre(folder);
    auto& column = m_console->find<LibraryColumn>();
    ImportStrip& strip = column.importStrip();
    strip.start({folder.toStdString()});
    QVERIFY(strip.isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!strip.isRunning(), 60000);
    QVERIFY(says(QStringLiteral("4 added")));
    QVERIFY(says(QStringLiteral("2 refused")));
    QTRY_COMPARE(column.articles().rowCount(), 4);
    strip.start({folder.toStdString()}); // says nothing new
    QTRY_VERIFY_WITH_TIMEOUT(!strip.isRunning(), 60000);
    QVERIFY(says(QStringLiteral("4 as they were")));
}

void TestLibraryJourney::search()
{
    searchFor(QStringLiteral("Mehrwertsteuer auf Rechnungen"));
    QTRY_VERIFY(isFirst("rechnung"));
    const Hit& best = hits().front();
    QVERIFY(best.snippet.contains(QStringLiteral("Mehrwertsteuer")));
    QVERIFY(!best.marks.empty());
    QVERIFY(best.compared);
    int sum = 0;
    for (const Hit::Share& share : best.shares)
        sum += share.hundredths;
    QCOMPARE(sum, best.hundredths); // the score is what its parts add up to
    QVERIFY(hits().size() == 1 || best.hundredths > 0); // ahead of the weakest one
    filter(1, QStringLiteral("English"));
    QTRY_VERIFY(!isFirst("rechnung"));
    for (const Hit& hit : hits())
        QCOMPARE(hit.language, Language::En);
    filter(1, QStringLiteral("All languages"));
    QTRY_VERIFY(isFirst("rechnung"));
    filter(0, QStringLiteral("Resolutions"));
    QTRY_VERIFY(hits().empty()); // nobody has taught it anything yet
    filter(0, QStringLiteral("All kinds"));
    searchFor(QStringLiteral("管理者を変更したい"));
    QTRY_VERIFY(isFirst("admin-ja"));
}

void TestLibraryJourney::openAndRewrite()
{
    searchFor(QStringLiteral("charge captured twice"));
    QTRY_VERIFY(isFirst("refunds"));
    auto& pane = m_console->find<ArticlePane>();
    auto& field = *m_console->find<SearchPane>().findChild<SearchField*>();
    QTest::keyClick(&field, Qt::Key_Down);
    QTest::keyClick(&m_console->find<HitList>(), Qt::Key_Return);
    QTRY_COMPARE(pane.article(), ArticleId("refunds"));
    auto& preview = *pane.findChild<MarkdownView*>();
    QTRY_VERIFY(preview.isLit());
    pane.setPage(ArticlePane::Page::Edit);
    auto& editor = *pane.findChild<ArticleForm*>()->findChild<QPlainTextEdit*>();
    editor.setFocus();
    editor.moveCursor(QTextCursor::End);
    editor.insertPlainText(QStringLiteral("\n\nReturned parcels are weighed at the depot in Zwolle."));
    pane.setPage(ArticlePane::Page::Preview);
    QTRY_VERIFY(preview.toPlainText().contains(QStringLiteral("depot in Zwolle")));
    pane.setPage(ArticlePane::Page::Edit);
    searchFor(QStringLiteral("parcels weighed at the depot in Zwolle"));
    QTRY_VERIFY(says(QStringLiteral("passages")));
    for (const Hit& hit : hits())
        QVERIFY(!hit.snippet.contains(QStringLiteral("Zwolle"))); // nobody else sees it yet
    Button* publish = nullptr;
    QTRY_VERIFY((publish = TestConsole::button(pane, QStringLiteral("Publish"))) != nullptr);
    QTest::mouseClick(publish, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(isFirst("refunds") && hits().front().snippet.contains(QStringLiteral("Zwolle")), 20000);
}

void TestLibraryJourney::restore()
{
    auto& pane = m_console->find<ArticlePane>();
    pane.setPage(ArticlePane::Page::Versions);
    Button* restore = nullptr;
    QTRY_VERIFY((restore = TestConsole::button(pane, QStringLiteral("Restore v1"))) != nullptr);
    QVERIFY(std::ranges::any_of(pane.findChild<DiffView*>()->lines(),
        [](const DiffLine& line) { return line.kind == DiffLine::Kind::In && line.text.contains(QStringLiteral("Zwolle")); }));
    QTest::mouseClick(restore, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(
        std::ranges::none_of(hits(), [](const Hit& hit) { return hit.snippet.contains(QStringLiteral("Zwolle")); }), 20000);
    const auto versions = m_console->asked(
        [actor = m_console->connector().actor()](Desk& desk) { return desk.library.versions(actor, ArticleId("refunds")); });
    QVERIFY(versions.has_value());
    QCOMPARE(versions->size(), std::size_t(3)); // the old text is a new version
    QCOMPARE(versions->front().body, versions->back().body);
}

void TestLibraryJourney::stopAnImport()
{
    const QString folder = m_folder.filePath(QStringLiteral("many"));
    if (!QFile::exists(folder)) {
        for (int i = 0; i < 3000; ++i)
            writeFile(folder + QStringLiteral("/article-%1.md").arg(i),
                QByteArrayLiteral("# Part ") + QByteArray::number(i) + "\n\nShelf number " + QByteArray::number(i)
                    + " holds it.\n");
    }
    ImportStrip& strip = m_console->find<LibraryColumn>().importStrip();
    strip.start({folder.toStdString()});
    const auto counts = [&strip] {
        return std::ranges::any_of(strip.findChildren<TextLabel*>(),
            [](const TextLabel* label) { return label->text().contains(QStringLiteral(" of \u2066")); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(counts(), 20000);
    strip.stop();
    QTRY_VERIFY_WITH_TIMEOUT(!strip.isRunning(), 60000);
    QVERIFY(says(QStringLiteral("What was read until then is kept")));
    QTRY_VERIFY(m_console->find<LibraryColumn>().articles().rowCount() < 3000);
}

void TestLibraryJourney::learn()
{
    const TicketId ticket = m_console->submit(guestTicket());
    QVERIFY(!ticket.empty());
    const Actor actor = m_console->connector().actor();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->view(ticket).ticket.status != TicketStatus::Received
            && m_console->view(ticket).ticket.status != TicketStatus::Processing,
        30000);
    const auto replied = m_console->asked([actor, ticket](Desk& desk) {
        return desk.conversations.reply(
            actor, ticket, Reply{"A project takes up to twenty guests on every plan.", "key-1", TicketStatus::Pending, {}});
    });
    QVERIFY2(replied.has_value(), replied ? "" : replied.error().message.c_str());
    const auto resolved
        = m_console->asked([actor, ticket](Desk& desk) { return desk.conversations.resolve(actor, ticket, Learn::Yes); });
    QVERIFY2(resolved.has_value(), resolved ? "" : resolved.error().message.c_str());
    m_console->find<LibraryColumn>().setTab(LibraryColumn::Tab::Learned);
    auto& page = m_console->find<LearningPage>();
    Button* accept = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((accept = TestConsole::button(page, QStringLiteral("Add to the knowledge base"))) != nullptr, 20000);
    QTest::mouseClick(accept, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->candidates(CandidateState::Accepted), 1, 20000);
    filter(0, QStringLiteral("Resolutions"));
    searchFor(QStringLiteral("how many guests in a project"));
    QTRY_VERIFY_WITH_TIMEOUT(!hits().empty(), 20000);
    QCOMPARE(hits().front().kind, DocumentKind::Resolution);
    QVERIFY(hits().front().snippet.contains(QStringLiteral("twenty guests")));
}

QTEST_MAIN(TestLibraryJourney)
#include "TestLibraryJourney.moc"
