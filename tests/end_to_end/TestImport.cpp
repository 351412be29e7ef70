// links: tandem_base
// tandemctl import as a person runs it: bad files, a terminal, Ctrl+C, and kill -9 in the middle.
#include "support/MadeFiles.h"
#include "support/Programs.h"
#include "support/Terminal.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

using namespace tandem;

namespace {

constexpr int documents = 2000;

std::string articleText(int number)
{
    return "---\nid: art-" + std::to_string(number) + "\ntitle: Rule " + std::to_string(number)
        + "\nlang: en\nupdated: 2026-10-01\n---\n\n" + "The limit of shelf " + std::to_string(number * 7919 % 10007) + " is "
        + std::to_string(number) + " boxes.\n\n## More\n\n" + std::string(static_cast<std::size_t>(number % 5 + 1), 'x')
        + " Ask the keeper of row " + std::to_string(number % 97) + ".\n";
}

} // namespace

class TestImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void badFilesAreNamedAndTheRestGoesIn();
    void nothingToImportIsSaid();
    void circlesAndEncodingsAreSearched();
    void exportsAndZipsGoInByTheSameVerbs();
    void aTerminalShowsABarAndAFileOneLine();
    void anImportThatWasKilledGoesOnAndEndsTheSame();
    void anImportThatWasStoppedSaysHowFarItGot();

private:
    QString file(const QString& name, const std::string& content);
    QString manyArticles();
    Finished import(const QString& workspace, const QString& kind, const QString& path);
    // Starts an import on a terminal, and does this to it once its bar has come so far.
    std::string interrupt(const QString& workspace, const QString& path, int atLeast, int signal);
    QStringList arguments(const QString& workspace, const QString& kind, const QString& path) const;
    std::vector<Json> search(const QString& workspace);
    // The articles found, best first, each once.
    std::vector<std::string> articlesFor(const QString& workspace, const std::string& query);

    QTemporaryDir m_directory;
};

void TestImport::initTestCase()
{
    QVERIFY(m_directory.isValid());
}

QString TestImport::file(const QString& name, const std::string& content)
{
    const std::filesystem::path place = path(m_directory) / name.toStdString();
    std::filesystem::create_directories(place.parent_path());
    std::ofstream(place, std::ios::binary) << content;
    return QString::fromStdString(place.string());
}

QString TestImport::manyArticles()
{
    const std::filesystem::path folder = path(m_directory) / "many";
    if (!std::filesystem::exists(folder)) {
        for (int number = 0; number < documents; ++number)
            file(QStringLiteral("many/%1.md").arg(number, 5, 10, QLatin1Char('0')), articleText(number));
    }
    return QString::fromStdString(folder.string());
}

// Words alone: this test is about what is kept, and imports thousands.
QStringList TestImport::arguments(const QString& workspace, const QString& kind, const QString& path) const
{
    return {QStringLiteral("--data"), workspace, QStringLiteral("--set"),
        QStringLiteral("models.directory=") + m_directory.filePath(QStringLiteral("none")), QStringLiteral("import"), kind, path};
}

Finished TestImport::import(const QString& workspace, const QString& kind, const QString& path)
{
    return runProgram(QStringLiteral("tandemctl"), arguments(workspace, kind, path));
}

std::string TestImport::interrupt(const QString& workspace, const QString& path, int atLeast, int signal)
{
    Terminal terminal;
    QProcess process;
    prepare(process, {});
    process.setStandardErrorFile(terminal.name(), QIODevice::Append);
    process.start(programPath(QStringLiteral("tandemctl")), arguments(workspace, QStringLiteral("articles"), path));
    const QRegularExpression bar(QStringLiteral("\\] (\\d+)/%1 documents").arg(documents));
    const auto reached = eventually<bool>(60000, [&]() -> std::optional<bool> {
        auto matches = bar.globalMatch(QString::fromStdString(terminal.read()));
        int done = 0;
        while (matches.hasNext())
            done = matches.next().captured(1).toInt();
        if (done >= atLeast)
            return true;
        return process.state() == QProcess::NotRunning ? std::optional(false) : std::nullopt;
    });
    if (!reached.value_or(false))
        qFatal("the import ended before it could be interrupted: %s", terminal.read().c_str());
    ::kill(static_cast<pid_t>(process.processId()), signal);
    process.waitForFinished(60000);
    return terminal.read();
}

std::vector<Json> TestImport::search(const QString& workspace)
{
    QByteArray questions;
    for (int number = 0; number < 60; ++number)
        questions += QByteArray::fromStdString(
            Json{{"id", number},
                {"query", "limit of shelf " + std::to_string(number * 37 * 7919 % 10007) + " row " + std::to_string(number)}}
                .dump()
            + "\n");
    const Finished found = runProgram(QStringLiteral("tandemctl"),
        {QStringLiteral("--data"), workspace, QStringLiteral("--set"),
            QStringLiteral("models.directory=") + m_directory.filePath(QStringLiteral("none")), QStringLiteral("search")},
        questions);
    std::vector<Json> lines;
    for (const std::string_view line : text::lines(found.output)) {
        if (text::trim(line).empty())
            continue;
        lines.push_back(valueOf(parseJson(line)));
        lines.back().erase("ms");
    }
    return lines;
}

void TestImport::badFilesAreNamedAndTheRestGoesIn()
{
    file(QStringLiteral("mixed/good.md"), "# Good\nA good text.");
    file(QStringLiteral("mixed/latin.txt"),
        "R\xFC"
        "ckgabe binnen 14 Tagen.");
    file(QStringLiteral("mixed/page.html"), "<h1>Page</h1><p>Text.</p>");
    file(QStringLiteral("mixed/word.docx"), docxOf("<w:p><w:r><w:t>Of Word.</w:t></w:r></w:p>"));
    file(QStringLiteral("mixed/broken.docx"), "PK\x03\x04 broken");
    file(QStringLiteral("mixed/broken.pdf"), "%PDF-1.4 broken");
    file(QStringLiteral("mixed/broken.zip"), "PK\x03\x04 broken");
    file(QStringLiteral("mixed/picture.md"), "\x89PNG\r\n");
    file(QStringLiteral("mixed/tool.exe"), "MZ");
    file(QStringLiteral("mixed/bomb.zip"),
        zipOf(std::vector<Zipped>{{"../up.md", "x"}, {"esc\x1b[2J.md", std::string(20, '\0')}, {"in.md", "Inside."}}));
    const Finished result = import(m_directory.filePath(QStringLiteral("mixed-workspace")), QStringLiteral("articles"),
        m_directory.filePath(QStringLiteral("mixed")));
    QCOMPARE(result.status, 0);
    QVERIFY2(result.output.starts_with("5 added, 0 changed, 0 unchanged, 7 refused"), (result.output + result.errors).c_str());
    for (const char* name : {"broken.docx: ", "broken.pdf: ", "broken.zip: ", "picture.md: it is a PNG picture",
             "tool.exe: ", "up.md: its name leads out", "[2J.md: "})
        QVERIFY2(result.errors.find(name) != std::string::npos, result.errors.c_str());
    QVERIFY2(result.errors.find('\x1b') == std::string::npos, result.errors.c_str());
}

std::vector<std::string> TestImport::articlesFor(const QString& workspace, const std::string& query)
{
    QStringList all = arguments(workspace, {}, {});
    all = all.first(4) + QStringList{QStringLiteral("search")};
    const Finished found
        = runProgram(QStringLiteral("tandemctl"), all, QByteArray::fromStdString(Json{{"query", query}}.dump() + "\n"));
    std::vector<std::string> articles;
    const Json answer = parseJson(text::trim(found.output)).value_or(Json{{"results", Json::array()}});
    for (const Json& result : answer["results"]) {
        if (std::ranges::find(articles, result["article_id"].get<std::string>()) == articles.end())
            articles.push_back(result["article_id"]);
    }
    return articles;
}

void TestImport::nothingToImportIsSaid()
{
    const QString workspace = m_directory.filePath(QStringLiteral("empty-workspace"));
    const std::filesystem::path folder = path(m_directory) / "empty";
    std::filesystem::create_directories(folder);
    const Finished nothing = import(workspace, QStringLiteral("articles"), QString::fromStdString(folder.string()));
    QVERIFY(nothing.status != 0);
    QVERIFY2(nothing.errors.contains("empty: the folder holds nothing to import"), nothing.errors.c_str());
    QVERIFY2(nothing.output.starts_with("0 added, 0 changed, 0 unchanged, 1 refused"), nothing.output.c_str());
    QVERIFY(articlesFor(workspace, "refund").empty());
    // And a single document is a library.
    const QString one = file(QStringLiteral("empty/only.md"), "A refund takes five days.");
    QVERIFY(import(workspace, QStringLiteral("articles"), one).output.starts_with("1 added"));
    QCOMPARE(articlesFor(workspace, "refund"), std::vector<std::string>{"only"});
}

void TestImport::circlesAndEncodingsAreSearched()
{
    const auto rule = [](const std::string& id, const std::string& older, const std::string& updated) {
        return "---\nid: " + id + "\nsupersedes: " + older + "\nupdated: " + updated + "\n---\nThe walrus rule of " + id + ".\n";
    };
    file(QStringLiteral("odd/a.md"), rule("a", "b", "2026-01-01"));
    file(QStringLiteral("odd/b.md"), rule("b", "c", "2026-03-01"));
    file(QStringLiteral("odd/c.md"), rule("c", "a", "2026-02-01"));
    file(QStringLiteral("odd/self.md"), rule("self", "self", "2026-01-01"));
    file(QStringLiteral("odd/latin.txt"),
        "Die R\xFC"
        "ckgabe von Zebras.");
    file(QStringLiteral("odd/wide.txt"), std::string("\xFF\xFEZ\0e\0b\0r\0a\0s\0 \0\xE4\0", 18));
    file(QStringLiteral("odd/japanese.txt"),
        "\x83\x5B\x83\x75\x83\x89\x82\xCC\x8E\x94\x82\xA2\x95\xFB\x82\xF0\x90\xE0\x96\xBE\x82\xB5\x82\xDC\x82\xB7\x81\x42");
    file(QStringLiteral("odd/two.txt"), "Zebras f\xC3\xBCr alle.\nAuch f\xFCr Zebras.");
    const QString workspace = m_directory.filePath(QStringLiteral("odd-workspace"));
    const Finished taken = import(workspace, QStringLiteral("articles"), m_directory.filePath(QStringLiteral("odd")));
    QVERIFY2(taken.output.starts_with("8 added, 0 changed, 0 unchanged, 0 refused"), (taken.output + taken.errors).c_str());
    // Of a circle the newest stands; who replaces himself stands too.
    std::vector<std::string> walruses = articlesFor(workspace, "walrus rule");
    std::ranges::sort(walruses);
    QCOMPARE(walruses, (std::vector<std::string>{"b", "self"}));
    std::vector<std::string> zebras = articlesFor(workspace, "Zebras");
    std::ranges::sort(zebras);
    QCOMPARE(zebras, (std::vector<std::string>{"latin", "two", "wide"}));
    QCOMPARE(articlesFor(workspace, "für").front(), std::string("two"));
    QCOMPARE(articlesFor(workspace, "ゼブラ"), std::vector<std::string>{"japanese"});
    const Finished checked = runProgram(QStringLiteral("tandemctl"),
        arguments(workspace, {}, {}).first(4) + QStringList{QStringLiteral("knowledge"), QStringLiteral("check")});
    QVERIFY2(checked.status == 0 && checked.errors.contains("8 articles were new"), checked.errors.c_str());
}

void TestImport::exportsAndZipsGoInByTheSameVerbs()
{
    const QString workspace = m_directory.filePath(QStringLiteral("exports-workspace"));
    const QString articles = file(QStringLiteral("exports/articles.zip"),
        zipOf(std::map<std::string, std::string>{
            {"hc.json",
                R"({"articles":[{"id":1,"section_id":2,"locale":"en-us","title":"Refunds","body":"<p>Five days.</p>","draft":false}]})"},
            {"own.md", "Own text."}}));
    QVERIFY(import(workspace, QStringLiteral("articles"), articles).output.starts_with("2 added"));
    const QString tickets = file(QStringLiteral("exports/tickets.json"),
        R"({"tickets":[{"id":7,"status":"solved","subject":"Late","requester_id":1,"comments":[{"author_id":1,"public":true,"body":"Where is it?"},{"author_id":2,"public":true,"body":"It waits at the zebra crossing office."}]},{"id":8,"status":"open","comments":[]}]})");
    const Finished first = import(workspace, QStringLiteral("resolutions"), tickets);
    QVERIFY2(first.output.starts_with("1 added, 0 changed, 0 unchanged, 1 refused"), (first.output + first.errors).c_str());
    QVERIFY2(first.errors.find("1 left out: tickets that are not solved") != std::string::npos, first.errors.c_str());
    QVERIFY(import(workspace, QStringLiteral("resolutions"), tickets).output.starts_with("0 added, 0 changed, 1 unchanged"));
}

void TestImport::aTerminalShowsABarAndAFileOneLine()
{
    const QString one = file(QStringLiteral("one/a.md"), "One text.");
    Terminal terminal;
    QProcess process;
    prepare(process, {});
    process.setStandardErrorFile(terminal.name(), QIODevice::Append);
    process.start(programPath(QStringLiteral("tandemctl")),
        arguments(m_directory.filePath(QStringLiteral("bar-workspace")), QStringLiteral("articles"), one));
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitCode(), 0);
    const std::string shown = terminal.read();
    QVERIFY2(
        shown.find("] 0/1 documents") != std::string::npos && shown.find("] 1/1 documents") != std::string::npos, shown.c_str());
    QVERIFY2(shown.ends_with("\r\033[K"), shown.c_str()); // and leaves nothing
    const Finished plain = import(m_directory.filePath(QStringLiteral("bar-workspace")), QStringLiteral("articles"), one);
    QCOMPARE(qt(plain.output), QStringLiteral("0 added, 0 changed, 1 unchanged, 0 refused\n"));
    QVERIFY2(plain.errors.find("documents") == std::string::npos && plain.errors.find('\r') == std::string::npos,
        plain.errors.c_str());
}

void TestImport::anImportThatWasKilledGoesOnAndEndsTheSame()
{
    const QString folder = manyArticles();
    const QString killed = m_directory.filePath(QStringLiteral("killed-workspace"));
    int kept = 0;
    for (const int atLeast : {32, 600, 1300}) {
        interrupt(killed, folder, atLeast, SIGKILL);
        kept = atLeast;
    }
    const Finished rest = import(killed, QStringLiteral("articles"), folder);
    const auto match
        = QRegularExpression(QStringLiteral("^(\\d+) added, 0 changed, (\\d+) unchanged, 0 refused\n$")).match(qt(rest.output));
    QVERIFY2(match.hasMatch(), (rest.output + rest.errors).c_str());
    QCOMPARE(match.captured(1).toInt() + match.captured(2).toInt(), documents);
    QVERIFY2(match.captured(2).toInt() >= kept, rest.output.c_str()); // what the bar had shown as done was done
    QVERIFY2(match.captured(1).toInt() > 0, rest.output.c_str());
    QVERIFY(import(killed, QStringLiteral("articles"), folder).output.starts_with("0 added, 0 changed, 2000 unchanged"));

    const QString whole = m_directory.filePath(QStringLiteral("whole-workspace"));
    QVERIFY(import(whole, QStringLiteral("articles"), folder).output.starts_with("2000 added"));
    const std::vector<Json> expected = search(whole);
    const std::vector<Json> found = search(killed);
    QCOMPARE(expected.size(), 60U);
    QVERIFY(!expected[5]["results"].empty());
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(found.at(i) == expected[i], (found[i].dump() + "\n" + expected[i].dump()).c_str());
}

void TestImport::anImportThatWasStoppedSaysHowFarItGot()
{
    const QString workspace = m_directory.filePath(QStringLiteral("stopped-workspace"));
    const std::string shown = interrupt(workspace, manyArticles(), 500, SIGINT);
    const auto said = QRegularExpression(QStringLiteral("stopped after (\\d+) documents; they are kept")).match(qt(shown));
    QVERIFY2(said.hasMatch(), shown.c_str());
    const int done = said.captured(1).toInt();
    QVERIFY(done >= 500 && done < documents);
    const Finished rest = import(workspace, QStringLiteral("articles"), manyArticles());
    QVERIFY2(rest.output
            == std::to_string(documents - done) + " added, 0 changed, " + std::to_string(done) + " unchanged, 0 refused\n",
        (rest.output + rest.errors).c_str());
}

QTEST_GUILESS_MAIN(TestImport)
#include "TestImport.moc"
