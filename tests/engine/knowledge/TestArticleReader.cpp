// links: tandem_knowledge
#include "knowledge/import/ArticleReader.h"
#include "support/MadeFiles.h"
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
    void htmlKeepsListsAndCode();
    void brokenHtmlIsReadAsFarAsItGoes();
    void csvFollowsTheStandard();
    void csvFaultsNameTheirLine();
    void jsonLinesAreReadOneByOne();
    void resolutionsAreReadWithTheirQuestion();
    void filesThatAreNoTextAreRefused();
    void aFolderIsReadInOrderWithoutHiddenFilesAndLinks();
    void aMissingPathIsNamed();
    void theScriptTellsTheLanguage();
    void olderEncodingsAreRead();
    void everyKindIsReadFromAZip();
    void aHostileZipIsNamedAndItsRestGoesIn();
    void zendeskArticlesAreReadWithTheirTranslations();
    void chatwootArticlesAreRead();
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

void TestArticleReader::htmlKeepsListsAndCode()
{
    const QTemporaryDir folder;
    QCOMPARE(
        qt(only(
            readArticle(folder, "a.html",
                "<p>Do:</p><ol><li>Open<ul>\n<li>\n<p>menu</p></li><li></li></ul></li><li>Save <b>it</b></li></ol><p>Then:</p>"
                "<pre><code class='x'>\nif a &lt; b:\n    run()<br>done\n</code></pre><p>End.</p>"))
                .body),
        QStringLiteral("Do:\n\n1. Open\n  - menu\n2. Save it\n\nThen:\n\n```\nif a < b:\n    run()\ndone\n```\n\nEnd."));
    QCOMPARE(qt(only(readArticle(folder, "b.html", "</li></ul></pre><pre>never closed\n  code")).body),
        QStringLiteral("```\nnever closed\n  code\n```"));
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
    for (const char* name : {"e.csv", "e.jsonl", "e.json"})
        QVERIFY(refusal(readArticle(folder, name, qt(name).endsWith(QStringLiteral("csv")) ? "id,title,body\n" : "[]\n"))
                .contains(QStringLiteral("nothing to import")));
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
    QVERIFY(refusal(readArticle(folder, "b.md", "\x89PNG\r\n")).contains(QStringLiteral("a PNG picture and not")));
    QVERIFY(refusal(readArticle(folder, "b.csv", "PK\x03\x04")).contains(QStringLiteral("zip")));
    QVERIFY(refusal(readArticle(folder, "b.pdf", "A text.")).contains(QStringLiteral("no PDF")));
    QVERIFY(refusal(readArticle(folder, "b.doc", "A text.")).contains(QStringLiteral("save it as DOCX")));
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
    const QTemporaryDir empty;
    std::filesystem::create_directories(path(empty) / "inner" / ".git");
    const FoundFiles found = articleFiles({"/nowhere/at/all.md", path(empty)});
    QCOMPARE(found.refused.size(), 2U);
    QVERIFY(found.refused[0].reason.contains("no such file"));
    QVERIFY(found.refused[1].reason.contains("holds nothing"));
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

void TestArticleReader::olderEncodingsAreRead()
{
    const QTemporaryDir folder;
    QCOMPARE(qt(only(readArticle(folder, "a.txt",
                         "Die R\xFC"
                         "ckgabe ist m\xF6glich."))
                     .body),
        QStringLiteral("Die Rückgabe ist möglich."));
    QCOMPARE(qt(only(readArticle(folder, "b.html",
                         "<meta charset=iso-8859-2><p>Zap\xB3"
                         "a\xE6</p>"))
                     .body),
        QStringLiteral("Zapłać"));
    const std::string wide("\xFF\xFEi\0d\0,\0b\0o\0d\0y\0\n\0x\0,\0\xE4\0", 24);
    QCOMPARE(qt(only(readArticle(folder, "c.csv", wide)).body), QStringLiteral("ä"));
}

void TestArticleReader::everyKindIsReadFromAZip()
{
    const QTemporaryDir folder;
    const ReadResult result = readArticle(folder, "all.zip",
        zipOf(std::map<std::string, std::string>{{"guides/a.md", "# A\ntext"}, {"b.txt", "text"}, {"c.html", "<p>text</p>"},
            {"d.csv", "id,title,body\nd1,T,one\nd2,T,two\n"}, {"e.jsonl", "{\"id\":\"e1\",\"title\":\"T\",\"body\":\"B\"}"},
            {"f.docx", docxOf("<w:p><w:r><w:t>Word.</w:t></w:r></w:p>")}, {"__MACOSX/._b.txt", "x"}, {".hidden.md", "x"}}));
    QVERIFY2(result.refused.empty(), qPrintable(refusal(result)));
    QCOMPARE(result.documents.size(), 7U);
    QVERIFY(std::ranges::any_of(
        result.documents, [](const ReadDocument& read) { return read.place.ends_with("all.zip/guides/a.md"); }));
    QVERIFY(std::ranges::any_of(result.documents, [](const ReadDocument& read) { return read.document.body == "Word."; }));
}

void TestArticleReader::aHostileZipIsNamedAndItsRestGoesIn()
{
    const QTemporaryDir folder;
    const ReadResult result = readArticle(folder, "bad.zip",
        zipOf(std::vector<Zipped>{{"../../evil.md", "x"}, {"/etc/cron.d/evil.md", "x"}, {"link.md", "/etc/passwd", 0120777},
            {"inner.zip", zipOf(std::map<std::string, std::string>{{"a.md", "x"}})}, {"locked.md", "0123456789abc", 0100644, 1},
            {"program.exe", "MZ"}, {"picture.md", "\x89PNG"}, {"good.md", "Good text."}}));
    QCOMPARE(qt(only({result.documents, {}}).body), QStringLiteral("Good text."));
    QCOMPARE(result.refused.size(), 7U);
    for (const auto& refused : result.refused)
        QVERIFY2(refused.file.starts_with((path(folder) / "bad.zip").string()), refused.file.c_str());
    QVERIFY(!std::filesystem::exists(path(folder).parent_path() / "evil.md"));
    QVERIFY(refusal(readArticle(folder, "broken.zip", "PK\x03\x04 and no more")).contains(QStringLiteral("damaged")));
}

void TestArticleReader::zendeskArticlesAreReadWithTheirTranslations()
{
    const QTemporaryDir folder;
    const ReadResult result = readArticle(folder, "articles.json",
        R"({"count":3,"next_page":null,"page":1,"sections":[{"id":9,"name":"Billing"}],"articles":[)"
        R"({"id":360001,"url":"https://a.example/api/v2/help_center/en-us/articles/360001.json","html_url":"https://a.example/hc/en-us/articles/360001",)"
        R"("author_id":1,"draft":false,"section_id":9,"created_at":"2026-01-02T03:04:05Z","updated_at":"2026-02-02T03:04:05Z",)"
        R"("edited_at":"2026-02-01T03:04:05Z","name":"Refunds","title":"Refunds","source_locale":"en-us","locale":"en-us","user_segment_id":null,)"
        R"("label_names":["money"],"body":"<h2>When</h2><p>Within <b>5</b> days.</p>","translations":[)"
        R"({"id":1,"locale":"en-us","title":"Refunds","body":"<p>x</p>","draft":false},)"
        R"({"id":2,"locale":"de","title":"Erstattung","body":"<p>In 5 Tagen.</p>","draft":false,"updated_at":"2026-02-03T03:04:05Z"},)"
        R"({"id":3,"locale":"fr","title":"Brouillon","body":"<p>x</p>","draft":true}]},)"
        R"({"id":360002,"draft":true,"section_id":9,"locale":"en-us","title":"Draft","body":"<p>x</p>"},)"
        R"({"id":360003,"section_id":7,"locale":"en-us","user_segment_id":12,"title":"For agents","label_names":["inner","rules"],"body":"<p>y</p>"}]})");
    QCOMPARE(result.documents.size(), 3U);
    const Document& first = result.documents[0].document;
    QCOMPARE(qt(first.id.value()), QStringLiteral("zendesk-360001-en-us"));
    QCOMPARE(qt(first.body), QStringLiteral("## When\n\nWithin 5 days."));
    QCOMPARE(qt(first.category), QStringLiteral("Billing"));
    QCOMPARE(qt(formatTime(first.updatedAt)), QStringLiteral("2026-02-01T03:04:05.000Z"));
    QVERIFY(first.audience.empty());
    QCOMPARE(result.documents[1].document.language, Language::De);
    QCOMPARE(qt(result.documents[1].document.title), QStringLiteral("Erstattung"));
    QCOMPARE(qt(result.documents[2].document.audience), QStringLiteral("restricted"));
    QCOMPARE(qt(result.documents[2].document.category), QStringLiteral("inner, rules"));
    QVERIFY2(refusal(result).contains(QStringLiteral("2 left out: drafts")), qPrintable(refusal(result)));
}

void TestArticleReader::chatwootArticlesAreRead()
{
    const QTemporaryDir folder;
    const ReadResult result = readArticle(folder, "portal.jsonl",
        R"({"payload":[{"id":5,"category_id":2,"title":"Passwords","content":"# Reset\n\nWithin **60** minutes.","description":"d","status":"published",)"
        R"("account_id":1,"updated_at":1790000000,"views":3,"locale":"pt_BR","category":{"id":2,"name":"Login","locale":"pt_BR"},"author":{"name":"Jonas"}},)"
        R"({"id":6,"account_id":1,"title":"Old","content":"x","status":"archived"}],"meta":{"current_page":1,"articles_count":2}})"
        "\n");
    const Document document = only({result.documents, {}});
    QCOMPARE(qt(document.id.value()), QStringLiteral("chatwoot-5"));
    QCOMPARE(document.language, Language::Pt);
    QCOMPARE(qt(document.category), QStringLiteral("Login"));
    QCOMPARE(qt(document.body), QStringLiteral("# Reset\n\nWithin **60** minutes."));
    QVERIFY2(refusal(result).contains(QStringLiteral("1 left out: archived")), qPrintable(refusal(result)));
}

QTEST_GUILESS_MAIN(TestArticleReader)
#include "TestArticleReader.moc"
