// links: tandem_knowledge
#include "knowledge/ArticleReader.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

using namespace tandem;

namespace {

ReadResult readArticle(const QTemporaryDir& folder, const char* name, const std::string& content)
{
    const auto file = path(folder) / name;
    std::ofstream(file, std::ios::binary) << content;
    return ArticleReader().readArticles(file);
}

Document only(const ReadResult& result)
{
    if (result.documents.size() != 1 || !result.refused.empty())
        qFatal("%zu documents, %zu refused: %s", result.documents.size(), result.refused.size(),
            result.refused.empty() ? "" : result.refused[0].reason.c_str());
    return result.documents[0].document;
}

QString refusal(const ReadResult& result)
{
    return result.refused.empty() ? QStringLiteral("nothing refused")
                                  : qt(result.refused[0].file + " " + result.refused[0].reason);
}

} // namespace

class TestArticleReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void frontMatterFillsTheDocument();
    void withoutFrontMatterTheFileAndItsHeadingName();
    void badFrontMatterIsRefused_data();
    void badFrontMatterIsRefused();
    void htmlBecomesReadableText();
    void brokenHtmlIsReadAsFarAsItGoes();
    void csvFollowsTheStandard();
    void csvFaultsNameTheirLine();
    void jsonLinesAreReadOneByOne();
    void resolutionsAreReadWithTheirQuestion();
    void filesThatAreNoTextAreRefused();
    void aFolderIsReadInOrderWithoutHiddenFilesAndLinks();
    void aMissingPathIsNamed();
    void theScriptTellsTheLanguage();
};

void TestArticleReader::frontMatterFillsTheDocument()
{
    const QTemporaryDir folder;
    const Document document = only(readArticle(folder, "x.md",
        "---\nid: kb-refunds\ntitle: \"Refunds: how and when\"\nlang: pt-BR\nupdated: 2026-10-15\naudience: admin # who\n"
        "plan: business\nsupersedes:\n  - kb-a\n  - 'kb-b'\nvalid_from: 2026-09-01\nvalid_until: 2026-12-31\n---\n\n# "
        "Heading\nText.\n"));
    QCOMPARE(qt(document.id.value()), QStringLiteral("kb-refunds"));
    QCOMPARE(qt(document.title), QStringLiteral("Refunds: how and when"));
    QCOMPARE(document.language, Language::Pt);
    QCOMPARE(qt(formatTime(document.updatedAt)), QStringLiteral("2026-10-15T00:00:00.000Z"));
    QCOMPARE(qt(document.audience), QStringLiteral("admin"));
    QCOMPARE(document.supersedes, (std::vector<ArticleId>{ArticleId("kb-a"), ArticleId("kb-b")}));
    QCOMPARE(qt(formatTime(*document.validUntil)), QStringLiteral("2026-12-31T23:59:59.999Z"));
    QCOMPARE(qt(document.body), QStringLiteral("# Heading\nText."));
}

void TestArticleReader::withoutFrontMatterTheFileAndItsHeadingName()
{
    const QTemporaryDir folder;
    Document document = only(readArticle(folder, "how-to.md", "Intro\n\n## **First** heading\ntext"));
    QCOMPARE(qt(document.id.value()), QStringLiteral("how-to"));
    QCOMPARE(qt(document.title), QStringLiteral("First heading"));
    document = only(readArticle(folder, "notes.txt", "\xEF\xBB\xBFJust text."));
    QCOMPARE(qt(document.title), QStringLiteral("notes"));
    QCOMPARE(qt(document.body), QStringLiteral("Just text."));
    QCOMPARE(document.updatedAt, TimePoint{});
}

void TestArticleReader::badFrontMatterIsRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const char* text, const char* reason) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(reason);
    };
    row("not closed", "---\nid: a\ntext", "not \"key: value\"");
    row("never ends", "---\nid: a\n", "not closed");
    row("twice", "---\nid: a\nid: b\n---\nx", "twice");
    row("language", "---\nid: a\nlang: xx\n---\nx", "lang");
    row("date", "---\nid: a\nupdated: yesterday\n---\nx", "updated");
    row("order", "---\nid: a\nvalid_from: 2026-05-01\nvalid_until: 2026-04-01\n---\nx", "before its valid_from");
    row("empty", "---\nid: a\n---\n\n", "no text");
    row("no id", "---\nid:\n---\nx", "no id");
}

void TestArticleReader::badFrontMatterIsRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, reason);
    const QTemporaryDir folder;
    const ReadResult result = readArticle(folder, "bad.md", text.toStdString());
    QVERIFY(result.documents.empty());
    QVERIFY2(refusal(result).contains(reason) && refusal(result).contains(QStringLiteral("bad.md")), qPrintable(refusal(result)));
}

void TestArticleReader::htmlBecomesReadableText()
{
    const QTemporaryDir folder;
    const Document document = only(readArticle(folder, "page.html",
        "<!DOCTYPE html><html lang='de'><head><title>Seite &amp; Co</title><style>p{}</style></head><body><nav>Menu</nav>"
        "<h1>R&uuml;ckgabe</h1><p>Erste <b>Zeile</b><br>zweite.</p><script>alert('<p>no</p>')</script><!-- <p>hidden</p> -->"
        "<ul><li>eins<li><p>zwei</p></li></ul><table><tr><th>Plan</th><th>Preis</th></tr><tr><td>Team</td><td>8&nbsp;&euro; | "
        "Monat</td></tr></table>"
        "<p title=\"a > b\">Siehe <a href=\"https://x.example/y\">hier</a>. 1 &lt; 2 &#x26; &unknown;</p></body></html>"));
    QCOMPARE(document.language, Language::De);
    QCOMPARE(qt(document.title), QStringLiteral("Rückgabe"));
    const QString body = qt(document.body);
    for (const char* part : {"# Rückgabe", "Erste Zeile\n", "zweite.", "- eins\n- zwei",
             "|Plan|Preis|\n|-|-|\n|Team|8 € \\| Monat|", "hier (https://x.example/y). 1 < 2 & &unknown;"})
        QVERIFY2(body.contains(QString::fromUtf8(part)), qPrintable(QString::fromUtf8(part) + QStringLiteral(" in ") + body));
    for (const char* part : {"Menu", "alert", "hidden", "p{}", "Seite"})
        QVERIFY2(!body.contains(QString::fromUtf8(part)), part);
}

void TestArticleReader::brokenHtmlIsReadAsFarAsItGoes()
{
    const QTemporaryDir folder;
    QVERIFY(qt(only(readArticle(folder, "a.html", "<nav>never closed <p>text & more <")).body)
            .contains(QStringLiteral("text & more <")));
    QVERIFY(qt(only(readArticle(folder, "b.html", "</p></table><td>cell</td> 3 < 4 <p class='x")).body)
            .contains(QStringLiteral("3 < 4")));
    std::string huge;
    for (int i = 0; i < 150'000; ++i)
        huge += "<nav><a href='https://x'>";
    QVERIFY(!only(readArticle(folder, "c.html", "text" + huge)).body.empty());
}

void TestArticleReader::csvFollowsTheStandard()
{
    const QTemporaryDir folder;
    ReadResult result = readArticle(folder, "a.csv",
        "id,title,text,lang,updated\r\na1,\"Say \"\"hi\"\", please\",\"line one\nline two\",fr,2026-01-02\r\n\r\na2,T,B,,\r\n");
    QCOMPARE(result.documents.size(), 2U);
    QCOMPARE(qt(result.documents[0].document.title), QStringLiteral("Say \"hi\", please"));
    QCOMPARE(qt(result.documents[0].document.body), QStringLiteral("line one\nline two"));
    QCOMPARE(result.documents[0].document.language, Language::Fr);
    QVERIFY(qt(result.documents[1].place).endsWith(QStringLiteral("a.csv:5")));
    result = readArticle(folder, "b.csv", "id;title;body\nb1;T;x, y");
    QCOMPARE(qt(only(result).body), QStringLiteral("x, y"));
}

void TestArticleReader::csvFaultsNameTheirLine()
{
    const QTemporaryDir folder;
    const ReadResult cells = readArticle(folder, "a.csv", "id,title,body\na,b\nc,d,e\n,t,b\n");
    QCOMPARE(cells.documents.size(), 1U);
    QCOMPARE(cells.refused.size(), 2U);
    QVERIFY(qt(cells.refused[0].file).endsWith(QStringLiteral("a.csv:2")));
    QVERIFY(qt(cells.refused[1].reason).contains(QStringLiteral("no id")));
    QVERIFY(refusal(readArticle(folder, "b.csv", "id,title,body\na,\"b")).contains(QStringLiteral("line 2")));
    QVERIFY(refusal(readArticle(folder, "c.csv", "name,value\n1,2")).contains(QStringLiteral("columns")));
    QVERIFY(refusal(readArticle(folder, "d.csv", "")).contains(QStringLiteral("empty")));
}

void TestArticleReader::jsonLinesAreReadOneByOne()
{
    const QTemporaryDir folder;
    const ReadResult result = readArticle(folder, "a.jsonl",
        "{\"id\":\"j1\",\"title\":\"T\",\"body\":\"B\",\"supersedes\":[\"x\",\"y\"],\"score\":1.5,\"extra\":{}}\nnonsense\n\n[1]"
        "\n{\"title\":\"no id\",\"text\":\"b\"}\n");
    QCOMPARE(result.documents.size(), 1U);
    QCOMPARE(result.documents[0].document.supersedes.size(), 2U);
    QCOMPARE(result.refused.size(), 3U);
    QVERIFY(qt(result.refused[0].file).endsWith(QStringLiteral("a.jsonl:2")));
    QVERIFY(qt(result.refused[2].file).endsWith(QStringLiteral("a.jsonl:5")));
}

void TestArticleReader::resolutionsAreReadWithTheirQuestion()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "r.jsonl";
    std::ofstream(file)
        << R"({"id":"r1","subject":"Expired link","customer_message":"It says AUTH-410.","agent_resolution":"The link had expired.","category":"technical_support","language":"en","resolved_at":"2026-09-17T15:13:00Z","superseded":true})"
        << "\n{\"id\":\"r2\",\"subject\":\"s\"}\n";
    const ReadResult result = ArticleReader().readResolutions(file);
    QCOMPARE(result.documents.size(), 1U);
    const Document& document = result.documents[0].document;
    QCOMPARE(document.kind, DocumentKind::Resolution);
    QCOMPARE(qt(document.question), QStringLiteral("It says AUTH-410."));
    QCOMPARE(qt(document.body), QStringLiteral("The link had expired."));
    QVERIFY(document.superseded);
    QCOMPARE(qt(document.category), QStringLiteral("technical_support"));
    QVERIFY(refusal(result).contains(QStringLiteral("r.jsonl:2")));
}

void TestArticleReader::filesThatAreNoTextAreRefused()
{
    const QTemporaryDir folder;
    QVERIFY(refusal(readArticle(folder, "a.md", std::string("text\0more", 9))).contains(QStringLiteral("binary")));
    QVERIFY(refusal(readArticle(folder, "b.md", "caf\xE9")).contains(QStringLiteral("UTF-8")));
    QVERIFY(refusal(readArticle(folder, "c.md", std::string(5'000'001, 'a'))).contains(QStringLiteral("larger than 5 MB")));
    QVERIFY(refusal(readArticle(folder, "d.md", "")).contains(QStringLiteral("no text")));
}

void TestArticleReader::aFolderIsReadInOrderWithoutHiddenFilesAndLinks()
{
    const QTemporaryDir folder;
    const QTemporaryDir outside;
    const auto root = path(folder);
    std::filesystem::create_directories(root / "b");
    std::filesystem::create_directories(root / ".git");
    std::ofstream(path(outside) / "secret.md") << "x";
    for (const char* name : {"z.md", "a.html", "b/c.txt", ".hidden.md", ".git/x.md", "picture.png"})
        std::ofstream(root / name) << "x";
    std::filesystem::create_directory_symlink(path(outside), root / "link");
    std::filesystem::create_symlink(path(outside) / "secret.md", root / "link.md");
    const FoundFiles found = articleFiles({root});
    QCOMPARE(found.files, (std::vector<std::filesystem::path>{root / "a.html", root / "b" / "c.txt", root / "z.md"}));
    QCOMPARE(found.refused.size(), 1U);
    QVERIFY(qt(found.refused[0].file).endsWith(QStringLiteral("picture.png")));
}

void TestArticleReader::aMissingPathIsNamed()
{
    const FoundFiles found = articleFiles({"/nowhere/at/all.md"});
    QCOMPARE(found.refused.size(), 1U);
    QVERIFY(found.files.empty());
}

void TestArticleReader::theScriptTellsTheLanguage()
{
    const QTemporaryDir folder;
    QCOMPARE(only(readArticle(folder, "a.txt", "如何申请退款？请联系客服。")).language, Language::Zh);
    QCOMPARE(only(readArticle(folder, "b.txt", "ファイルをアップロードできません")).language, Language::Ja);
    QCOMPARE(only(readArticle(folder, "c.txt", "كيف أستعيد كلمة المرور؟")).language, Language::Ar);
    std::ofstream(path(folder) / "d.txt") << "Wie geht das?";
    const ArticleReader reader([](std::string_view) { return std::optional(Language::De); });
    QCOMPARE(only(reader.readArticles(path(folder) / "d.txt")).language, Language::De);
}

QTEST_GUILESS_MAIN(TestArticleReader)
#include "TestArticleReader.moc"
