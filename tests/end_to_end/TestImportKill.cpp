// links: tandem_store
// kill -9 at ten moments of one import, by what its bar shows: between two batches, inside one, and while the indexes are saved.
// Whatever the bar had shown as done is in the store once, is not read into vectors again, and is found; indexes saved earlier
// are not taken. With the model where it is installed, otherwise by words alone. (A killed process is not a power cut.)
#include "privacy/Seal.h"
#include "services/store/SqliteStore.h"
#include "support/Programs.h"
#include "support/Terminal.h"

#include <QDir>
#include <QElapsedTimer>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <utility>

using namespace tandem;

namespace {

constexpr int documents = 320;
constexpr int firstImport = 40; // are imported in peace, so that there are saved indexes
constexpr int kills = 10;
constexpr int fewestKills = 5; // an import that ends before it is killed is none

// Each has a word of its own.
std::string wordOf(int number)
{
    std::string word = "kelp";
    for (int rest = number + 26; rest > 0; rest /= 26)
        word += static_cast<char>('a' + rest % 26);
    return word + "ow";
}

std::string articleText(int number)
{
    return "---\nid: art-" + std::to_string(number) + "\ntitle: Shelf " + wordOf(number)
        + "\nlang: en\nupdated: 2026-10-01\n---\n\nShelf " + wordOf(number) + " holds " + std::to_string(number)
        + " boxes.\n\n## Keeper\n\nAsk in row " + std::to_string(number % 97) + " before you take one.\n";
}

// What the store holds of knowledge.
struct Stored {
    std::set<std::string> articles;
    std::map<std::string, std::string> models; // by article; "" = without vectors
    std::size_t passages = 0;
    std::size_t vectors = 0;
    std::int64_t revision = 0; // one for each time that a document was written
};

} // namespace

class TestImportKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void killedAtAnyMomentEachArticleIsThereOnce();

private:
    struct Killed {
        int shown = 0; // documents done, as the bar had it
        bool inTime = false;
    };

    QString folder(const QString& name, int from, int to);
    QStringList arguments(const QStringList& verb) const;
    Finished import(const QString& articles);
    // Kills an import once its bar has come to `target`, and then a part of what a batch takes.
    Killed killAt(const QString& articles, int target, double part);
    Stored stored() const;
    void check(const Killed& killed, const Stored& now) const;
    // The articles that a search for its own word gives, by article number.
    std::map<int, std::vector<std::string>> found(const std::vector<int>& numbers);
    [[nodiscard]] QByteArray savedWords() const;

    QTemporaryDir m_directory;
    QString m_workspace;
    std::mt19937 m_random{std::random_device{}()};
    qint64 m_batch = 40; // milliseconds that a batch took last
};

void TestImportKill::initTestCase()
{
    QVERIFY(m_directory.isValid());
    m_workspace = m_directory.filePath(QStringLiteral("workspace"));
}

QString TestImportKill::folder(const QString& name, int from, int to)
{
    const std::filesystem::path place = path(m_directory) / name.toStdString();
    std::filesystem::create_directories(place);
    for (int number = from; number < to; ++number)
        std::ofstream(place / (std::to_string(1000 + number) + ".md")) << articleText(number);
    return QString::fromStdString(place.string());
}

QStringList TestImportKill::arguments(const QStringList& verb) const
{
    return QStringList{QStringLiteral("--data"), m_workspace} + verb;
}

Finished TestImportKill::import(const QString& articles)
{
    return runProgram(QStringLiteral("tandemctl"), arguments({QStringLiteral("import"), QStringLiteral("articles"), articles}));
}

TestImportKill::Killed TestImportKill::killAt(const QString& articles, int target, double part)
{
    Terminal terminal;
    QProcess process;
    prepare(process, {});
    process.setStandardErrorFile(terminal.name(), QIODevice::Append);
    process.start(
        programPath(QStringLiteral("tandemctl")), arguments({QStringLiteral("import"), QStringLiteral("articles"), articles}));
    const QRegularExpression bar(QStringLiteral("\\] (\\d+)/\\d+ documents"));
    Killed killed;
    QElapsedTimer sinceStep;
    sinceStep.start();
    const auto progress = [&] {
        auto matches = bar.globalMatch(QString::fromStdString(terminal.read()));
        int done = -1;
        while (matches.hasNext())
            done = matches.next().captured(1).toInt();
        if (done > killed.shown) {
            m_batch = std::min<qint64>(sinceStep.restart(), 1000);
            killed.shown = done;
        }
        return done;
    };
    while (process.state() != QProcess::NotRunning && progress() < target)
        process.waitForFinished(1);
    while (
        process.state() != QProcess::NotRunning && static_cast<double>(sinceStep.elapsed()) < part * static_cast<double>(m_batch))
        process.waitForFinished(1);
    progress();
    process.kill();
    process.waitForFinished(60000);
    killed.inTime = process.exitStatus() == QProcess::CrashExit;
    return killed;
}

Stored TestImportKill::stored() const
{
    Stored result;
    const std::filesystem::path workspace = m_workspace.toStdString();
    const SystemClock clock;
    const auto store
        = valueOf(SqliteStore::open(workspace / "tandem.db", valueOf(Seal::open(workspace / "workspace.key")), clock));
    if (valueOf(store->check()))
        qFatal("the store is damaged");
    succeed(store->read([&](Transaction& transaction) -> Status {
        for (const Document& document : TRY(transaction.knowledge().list())) {
            result.articles.insert(document.id.value());
            const auto version = TRY(transaction.knowledge().version(document.id));
            result.models[document.id.value()] = version ? version->second : "";
        }
        TRY(transaction.knowledge().eachPassage([&](const StoredPassage& passage) -> Status {
            ++result.passages;
            result.vectors += passage.vector.empty() ? 0 : 1;
            return {};
        }));
        result.revision = TRY(transaction.knowledge().revision());
        return {};
    }));
    return result;
}

QByteArray TestImportKill::savedWords() const
{
    QFile file(m_workspace + QStringLiteral("/indexes/words.index"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestImportKill::check(const Killed& killed, const Stored& now) const
{
    const auto count = static_cast<int>(now.articles.size());
    QVERIFY2(count >= killed.shown, ("shown as done and lost: " + std::to_string(killed.shown - count)).c_str());
    // A document is there with all its passages or not at all, and was written, and so embedded, one time.
    QCOMPARE(now.passages, now.articles.size() * 2);
    QVERIFY(now.vectors == 0 || now.vectors == now.passages);
    QCOMPARE(now.revision, static_cast<std::int64_t>(count));
}

std::map<int, std::vector<std::string>> TestImportKill::found(const std::vector<int>& numbers)
{
    QByteArray questions;
    for (const int number : numbers)
        questions += QByteArray::fromStdString(Json{{"id", number}, {"query", wordOf(number)}, {"count", 20}}.dump() + "\n");
    const Finished answer = runProgram(QStringLiteral("tandemctl"), arguments({QStringLiteral("search")}), questions);
    std::map<int, std::vector<std::string>> articles;
    for (const std::string_view line : text::lines(answer.output)) {
        if (text::trim(line).empty())
            continue;
        const Json json = valueOf(parseJson(line));
        for (const Json& result : json["results"]) {
            if (result["words"].get<double>() > 0)
                articles[json["id"].get<int>()].push_back(result["article_id"].get<std::string>());
        }
    }
    return articles;
}

void TestImportKill::killedAtAnyMomentEachArticleIsThereOnce()
{
    QVERIFY(import(folder(QStringLiteral("first"), 0, firstImport)).output.starts_with("40 added"));
    const QByteArray saved = savedWords();
    QVERIFY(!saved.isEmpty());
    const QString all = folder(QStringLiteral("all"), 0, documents);
    int inTime = 0;
    Stored now = stored();
    QCOMPARE(now.revision, std::int64_t(firstImport));
    for (int round = 0; round < kills; ++round) {
        // The first as it begins, the last while it saves.
        const int target
            = round == 0 ? 0 : firstImport + (documents - firstImport) * (round + 1) / kills - (round + 1 < kills ? 8 : 0);
        const Killed killed = killAt(all, target, std::uniform_real_distribution<>(0, round + 1 < kills ? 1.0 : 0.1)(m_random));
        inTime += killed.inTime ? 1 : 0;
        const Stored before = std::exchange(now, stored());
        check(killed, now);
        if (QTest::currentTestFailed())
            return;
        QVERIFY(std::ranges::includes(now.articles, before.articles));
        if (round == kills / 2 && inTime == round + 1) {
            // Saved before all of this, the indexes know nothing of the last ones that came in.
            QCOMPARE(savedWords(), saved);
            int last = 0;
            for (const std::string& id : now.articles)
                last = std::max(last, std::stoi(id.substr(4)));
            const auto articles = found({last, documents - 1});
            QVERIFY2(last >= firstImport, std::to_string(last).c_str());
            QVERIFY2(articles.contains(last), std::to_string(last).c_str());
            QCOMPARE(articles.at(last).front(), "art-" + std::to_string(last));
            QVERIFY(!articles.contains(documents - 1) || now.articles.contains("art-" + std::to_string(documents - 1)));
        }
    }
    const int kept = static_cast<int>(now.articles.size());
    const Finished rest = import(all);
    QCOMPARE(qt(rest.output), QStringLiteral("%1 added, 0 changed, %2 unchanged, 0 refused\n").arg(documents - kept).arg(kept));
    const Finished again = import(all);
    QCOMPARE(qt(again.output), QStringLiteral("0 added, 0 changed, %1 unchanged, 0 refused\n").arg(documents));
    now = stored();
    check({documents, true}, now);
    QCOMPARE(now.articles.size(), static_cast<std::size_t>(documents));
    for (const auto& [article, model] : now.models)
        QVERIFY2(model == now.models.begin()->second, article.c_str());
    std::vector<int> numbers;
    for (int number = 0; number < documents; number += 3)
        numbers.push_back(number);
    const auto articles = found(numbers);
    for (const int number : numbers) {
        const std::string article = "art-" + std::to_string(number);
        QVERIFY2(articles.contains(number) && articles.at(number).front() == article, article.c_str());
        for (const std::string& other : articles.at(number))
            QVERIFY2(other == article, (article + " and " + other).c_str()); // nobody else has its word
    }
    QVERIFY2(inTime >= fewestKills, std::to_string(inTime).c_str());
    qInfo("%d of %d imports were killed in time; %s", inTime, kills,
        now.vectors > 0 ? "with vectors" : "by words alone, for no embedding model is installed");
}

QTEST_GUILESS_MAIN(TestImportKill)
#include "TestImportKill.moc"
