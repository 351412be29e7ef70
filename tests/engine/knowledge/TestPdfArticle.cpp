// links: tandem_knowledge
#include "knowledge/import/ArticleFormats.h"
#include "knowledge/import/PdfText.h"
#include "support/MadeFiles.h"
#include "support/Strings.h"

#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTest>

using namespace tandem;

namespace {

formats::Fields read(const std::string& bytes)
{
    return valueOf(formats::pdf(bytes, {}));
}

QString refusal(const std::string& bytes)
{
    const auto result = formats::pdf(bytes, {});
    return result ? QStringLiteral("read: ") + qt(result->at("body")) : qt(result.error().message);
}

} // namespace

class TestPdfArticle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void textAndWhatTheDocumentSaysOfItselfAreRead();
    void aTitleThatSaysNothingIsNotTaken_data();
    void aTitleThatSaysNothingIsNotTaken();
    void runningHeadsAndPageNumbersAreDropped();
    void aSentenceThatGoesOverAPageIsJoined();
    void damagedDocumentsAreRefused_data();
    void damagedDocumentsAreRefused();
    void pagesOfPicturesAreRefusedWithWhatToDo();
    void withoutPdftotextTheRefusalNamesThePackage();
    void fiftyMegabytesAreRead();
    void fiftyMegabytesOfTextEndAtTheLimit();
    void aStopEndsTheReading();
};

void TestPdfArticle::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
        QSKIP("pdftotext is not installed (package poppler-utils)");
}

void TestPdfArticle::textAndWhatTheDocumentSaysOfItselfAreRead()
{
    const formats::Fields fields = read(pdfOf({{"Refunds & credits", "", "A duplicate charge is paid back within 5 work-",
                                                  "ing days. See <https://x.example/y>.", "\x95 one", "\x95 two"}},
        "/Title (Refund guide \\(2026\\)) /ModDate (D:20261015120000Z)"));
    QCOMPARE(qt(fields.at("title")), QStringLiteral("Refund guide (2026)"));
    QCOMPARE(qt(fields.at("updated")), QStringLiteral("2026-10-15"));
    const QString body = qt(fields.at("body"));
    QVERIFY2(body.startsWith(QStringLiteral("Refunds & credits\n")), qPrintable(body));
    QVERIFY2(body.contains(QStringLiteral("within 5 working days. See <https://x.example/y>.")), qPrintable(body));
    QVERIFY2(body.endsWith(QStringLiteral("- one\n- two")), qPrintable(body));
}

void TestPdfArticle::aTitleThatSaysNothingIsNotTaken_data()
{
    QTest::addColumn<QByteArray>("information");
    for (const char* title :
        {"", "/Title ()", "/Title (untitled)", "/Title (Microsoft Word - refunds_v3.doc)", "/Title (refunds.pdf)"})
        QTest::newRow(title) << QByteArray(title);
}

void TestPdfArticle::aTitleThatSaysNothingIsNotTaken()
{
    QFETCH(QByteArray, information);
    QCOMPARE(qt(read(pdfOf({{"How refunds work", "Text."}}, information.toStdString())).at("title")),
        QStringLiteral("How refunds work"));
}

void TestPdfArticle::runningHeadsAndPageNumbersAreDropped()
{
    std::vector<std::vector<std::string>> pages;
    for (int i = 1; i <= 4; ++i)
        pages.push_back({"Fernway handbook", "", "Rule " + std::string(1, static_cast<char>('a' + i)) + " holds.", "Second line.",
            "Third line " + std::string(1, static_cast<char>('k' + i)), "", "Page " + std::to_string(i) + " of 4"});
    const QString body = qt(read(pdfOf(pages)).at("body"));
    QVERIFY2(!body.contains(QStringLiteral("of 4")), qPrintable(body));
    QVERIFY2(body.startsWith(QStringLiteral("Fernway handbook\n")), qPrintable(body)); // the first time it is the title
    QCOMPARE(body.count(QStringLiteral("handbook")), 1);
    QCOMPARE(body.count(QStringLiteral("Third line ")), 4);
    // On two pages the same line may be meant.
    QVERIFY(QString::fromStdString(withoutPages("Note\n\nOne.\n\fNote\n\nTwo.\n")).count(QStringLiteral("Note")) == 2);
}

void TestPdfArticle::aSentenceThatGoesOverAPageIsJoined()
{
    QCOMPARE(qt(withoutPages("A refund is paid\nback within\n\n1\n\ffive days.\n2\n\f")),
        QStringLiteral("A refund is paid\nback within\nfive days."));
    QCOMPARE(qt(withoutPages("• a long item whose bullet stands a little higher than its own line\n\nOther lines go on.\n")),
        QStringLiteral("- a long item whose bullet stands a little higher than its own line\nOther lines go on."));
    QCOMPARE(qt(withoutPages("退款\n\n五天之内。\n")), QStringLiteral("退款\n\n五天之内。")); // a heading
    QCOMPARE(qt(withoutPages("It ends here.\n\fNext page.\n")), QStringLiteral("It ends here.\n\nNext page."));
    QCOMPARE(qt(withoutPages("")), QString(QStringLiteral("")));
    QCOMPARE(qt(withoutPages("\f\f\n\f")), QString(QStringLiteral("")));
}

void TestPdfArticle::damagedDocumentsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray whole = QByteArray::fromStdString(pdfOf({{"Text."}}));
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("A text that calls itself PDF.");
    QTest::newRow("its first line alone") << QByteArray("%PDF-1.4\n");
    QTest::newRow("its first half") << whole.first(120);
    QTest::newRow("zeros") << QByteArray("%PDF-1.4\n") + QByteArray(5000, '\0');
}

void TestPdfArticle::damagedDocumentsAreRefused()
{
    QFETCH(QByteArray, bytes);
    const QString reason = refusal(bytes.toStdString());
    QVERIFY2(reason.contains(QStringLiteral("damaged")), qPrintable(reason));
}

void TestPdfArticle::pagesOfPicturesAreRefusedWithWhatToDo()
{
    QVERIFY2(refusal(pdfOf({{}, {}})).contains(QStringLiteral("OCR")), qPrintable(refusal(pdfOf({{}, {}}))));
}

void TestPdfArticle::withoutPdftotextTheRefusalNamesThePackage()
{
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const auto result = formats::pdf(pdfOf({{"Text."}}), {});
    qputenv("PATH", before);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Unavailable);
    QVERIFY(result.error().message.find("poppler-utils") != std::string::npos);
}

void TestPdfArticle::fiftyMegabytesAreRead()
{
    const std::string bytes = pdfOf({{"A rule on the only page."}}, "", std::string().append(50000000, 'x'));
    QElapsedTimer timer;
    timer.start();
    const auto result = formats::pdf(bytes, {});
    qInfo("50 MB: %lld ms", timer.elapsed());
    QVERIFY2(result.has_value(), result ? "" : result.error().message.c_str());
    QCOMPARE(qt(result->at("body")), QStringLiteral("A rule on the only page."));
}

void TestPdfArticle::fiftyMegabytesOfTextEndAtTheLimit()
{
    const std::vector<std::string> page(100, std::string(90, 'r') + " rule");
    const std::string bytes = pdfOf(std::vector<std::vector<std::string>>(5200, page));
    QVERIFY(bytes.size() > 50'000'000);
    QElapsedTimer timer;
    timer.start();
    const auto result = formats::pdf(bytes, {});
    qInfo("50 MB of text: %lld ms", timer.elapsed());
    QVERIFY(!result && result.error().code == ErrorCode::TooLarge);
    QVERIFY2(result.error().message.contains("split it"), result.error().message.c_str());
    QVERIFY(timer.elapsed() < 60000);
}

void TestPdfArticle::aStopEndsTheReading()
{
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(formats::pdf(pdfOf({{"Text."}}), stop.get_token()).error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestPdfArticle)
#include "TestPdfArticle.moc"
