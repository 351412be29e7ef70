// links: tandem_gateway
#include "DeskRequest.h"
#include "MemoryDesk.h"
#include "base/Json.h"
#include "gateway/ArticleImports.h"
#include "gateway/Dispatcher.h"
#include "gateway/Routes.h"
#include "gateway/Server.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <condition_variable>
#include <fstream>
#include <memory>
#include <optional>

using namespace tandem;
using namespace tandem::gateway;

namespace {

template <typename T>
std::optional<ErrorCode> errorOf(const Result<T>& result)
{
    return result ? std::nullopt : std::optional(result.error().code);
}

const Actor simone{ActorId("simone"), Role::Supervisor, "Simone", {}};
const Actor other{ActorId("olaf"), Role::Supervisor, "Olaf", {}};

// Reads what it is told to import, and waits where a test wants it to.
class ReadingLibrary : public MemoryLibrary {
public:
    Result<ImportReport> importArticles(const Actor&, const std::vector<std::filesystem::path>& paths,
        const std::function<void(int, int)>& progress, std::stop_token stop) override
    {
        std::unique_lock lock(m_gate);
        progress(1, 3);
        started = true;
        if (!m_wake.wait(lock, stop, [this] { return !held; }))
            return failure(ErrorCode::Cancelled, "the import was stopped");
        if (broken)
            return failure(ErrorCode::Io, "no room left in " + paths.front().string());
        ImportReport report;
        for (const std::filesystem::path& path : paths) {
            folder = path.parent_path();
            for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
                if (!entry.is_regular_file())
                    continue;
                std::ifstream file(entry.path(), std::ios::binary);
                const std::string text{std::istreambuf_iterator<char>(file), {}};
                contents[std::filesystem::relative(entry.path(), folder).string()] = text;
            }
        }
        report.added = static_cast<int>(contents.size());
        report.refused.push_back({(folder / "help/broken.pdf:3").string(), "it is no PDF"});
        return report;
    }
    // One past ticket a file.
    Result<ImportReport> importResolutions(const Actor& actor, const std::filesystem::path& path,
        const std::function<void(int, int)>& progress, std::stop_token stop) override
    {
        resolutions.push_back(std::filesystem::is_directory(path) ? "folder" : "file");
        return importArticles(actor, {path / "any"}, progress, std::move(stop));
    }
    void release()
    {
        const std::lock_guard lock(m_gate);
        held = false;
        m_wake.notify_all();
    }

    bool held = false;
    bool broken = false;
    std::atomic<bool> started = false;
    std::filesystem::path folder;
    std::map<std::string, std::string> contents;
    std::vector<std::string> resolutions;

private:
    std::mutex m_gate;
    std::condition_variable_any m_wake;
};

} // namespace

class TestArticleImports : public QObject {
    Q_OBJECT

    static ImportState ended(ArticleImports& imports, const std::string& id)
    {
        ImportState state;
        const bool did = QTest::qWaitFor([&] {
            state = valueOf(imports.state(simone, id));
            return state.stage != ImportStage::Running;
        });
        if (!did)
            QTest::qFail("the import does not end", __FILE__, __LINE__);
        return state;
    }

private Q_SLOTS:
    void filesComeInPiecesAreImportedAndGo()
    {
        ReadingLibrary library;
        ArticleImports imports(library);
        const std::string id = valueOf(imports.open(simone)).id;
        succeed(imports.add(simone, id, "help/refunds.md", 0, "Within "));
        succeed(imports.add(simone, id, "help/refunds.md", 7, "five days."));
        succeed(imports.add(simone, id, "a.md", 0, "A, at first"));
        succeed(imports.add(simone, id, "a.md", 0, "A")); // begun anew
        QCOMPARE(errorOf(imports.add(simone, id, "a.md", 9, "x")), ErrorCode::Conflict);
        succeed(imports.begin(simone, id));
        const ImportState state = ended(imports, id);
        QCOMPARE(state.stage, ImportStage::Done);
        QCOMPARE(library.contents.at("help/refunds.md"), std::string("Within five days."));
        QCOMPARE(library.contents.at("a.md"), std::string("A"));
        QCOMPARE(state.report.added, 2);
        QCOMPARE(state.report.refused.front().file, std::string("help/broken.pdf:3")); // not where it lay
        QCOMPARE(state.found, 3);
        QVERIFY(!std::filesystem::exists(library.folder));
        succeed(imports.close(simone, id));
        QCOMPARE(errorOf(imports.state(simone, id)), ErrorCode::NotFound);
    }

    void pastTicketsOfAllFilesAreOneImport()
    {
        ReadingLibrary library;
        ArticleImports imports(library);
        const std::string id = valueOf(imports.open(simone, DocumentKind::Resolution)).id;
        succeed(imports.add(simone, id, "solved/b.jsonl", 0, "{}"));
        succeed(imports.add(simone, id, "a.csv", 0, "id"));
        succeed(imports.begin(simone, id));
        const ImportState state = ended(imports, id);
        QCOMPARE(state.stage, ImportStage::Done);
        QCOMPARE(state.kind, DocumentKind::Resolution);
        QCOMPARE(library.resolutions, std::vector<std::string>{"folder"});
        QCOMPARE(library.contents.at("a.csv"), std::string("id"));
        QCOMPARE(library.contents.at("solved/b.jsonl"), std::string("{}"));
        QCOMPARE(state.report.added, 2);
        QCOMPARE(state.found, 3);
        QCOMPARE(state.report.refused.front().file, std::string("help/broken.pdf:3"));
    }

    void whatACrashLeftOfUploadsGoesAtTheStartAndNothingElse()
    {
        const QTemporaryDir workspace;
        const std::filesystem::path uploads = path(workspace) / "uploads-in-progress";
        std::filesystem::create_directories(uploads / "tandem-import-aB3dEf" / "help");
        std::ofstream(uploads / "tandem-import-aB3dEf" / "help" / "refunds.md") << "left over";
        std::ofstream(path(workspace) / "tandem.db") << "kept";
        ReadingLibrary library;
        MemoryDesk people;
        const gateway::Desk all = people.desk();
        gateway::Settings settings = anyPort();
        settings.uploads = uploads;
        const auto server = valueOf(Server::listen(settings, all));
        QVERIFY(!std::filesystem::exists(uploads / "tandem-import-aB3dEf"));
        QVERIFY(std::filesystem::exists(path(workspace) / "tandem.db"));
        library.held = true;
        ArticleImports imports(library, {.folder = uploads});
        const std::string id = valueOf(imports.open(simone)).id;
        succeed(imports.add(simone, id, "a.md", 0, "x"));
        std::vector<std::filesystem::path> lying;
        for (const auto& entry : std::filesystem::directory_iterator(uploads))
            lying.push_back(entry.path());
        QCOMPARE(lying.size(), 1U);
        QVERIFY(std::filesystem::exists(lying.front() / "a.md"));
        QCOMPARE(std::filesystem::status(uploads).permissions(), std::filesystem::perms::owner_all);
        succeed(imports.close(simone, id));
        QVERIFY(std::filesystem::is_empty(uploads));
    }

    void aNameStaysBelowTheFolder()
    {
        ReadingLibrary library;
        ArticleImports imports(library);
        const std::string id = valueOf(imports.open(simone)).id;
        for (const char* name :
            {"", "/etc/passwd", "../a.md", "a/../../b.md", "a//b.md", "a/", "./a.md", "a\\b.md", "a\nb.md", "\xFF.md"})
            QCOMPARE(errorOf(imports.add(simone, id, name, 0, "x")), ErrorCode::InvalidArgument);
        QCOMPARE(errorOf(imports.add(simone, id, std::string(2000, 'a'), 0, "x")), ErrorCode::InvalidArgument);
        std::string deep;
        for (int i = 0; i < 40; ++i)
            deep += "a/";
        QCOMPARE(errorOf(imports.add(simone, id, deep + "b.md", 0, "x")), ErrorCode::InvalidArgument);
        succeed(imports.add(simone, id, "a/b.md", 0, "x"));
        QCOMPARE(errorOf(imports.add(simone, id, "a", 0, "x")), ErrorCode::InvalidArgument); // a folder by now
        QCOMPARE(errorOf(imports.add(simone, id, "a/b.md/c.md", 0, "x")), ErrorCode::InvalidArgument);
    }

    void thereIsNoMoreThanThereMayBe()
    {
        ReadingLibrary library;
        ArticleImports imports(library, {.imports = 2, .bytes = 10, .files = 2});
        const std::string id = valueOf(imports.open(simone)).id;
        succeed(imports.add(simone, id, "a.md", 0, "12345"));
        QCOMPARE(errorOf(imports.add(simone, id, "a.md", 5, "678901")), ErrorCode::TooLarge);
        // Half a file is no article: what was there of it is gone, and its bytes are free.
        succeed(imports.add(simone, id, "b.md", 0, "1234567890"));
        QCOMPARE(errorOf(imports.add(simone, id, "c.md", 0, "1")), ErrorCode::TooLarge);
        succeed(imports.add(simone, id, "b.md", 0, "1"));
        succeed(imports.add(simone, id, "c.md", 0, "1"));
        QCOMPARE(errorOf(imports.add(simone, id, "d.md", 0, "1")), ErrorCode::TooLarge); // a third file
    }

    void anImportIsItsOpenersAlone()
    {
        ReadingLibrary library;
        ArticleImports imports(library);
        const std::string id = valueOf(imports.open(simone)).id;
        QCOMPARE(errorOf(imports.add(other, id, "a.md", 0, "x")), ErrorCode::NotFound);
        QCOMPARE(errorOf(imports.state(other, id)), ErrorCode::NotFound);
        QCOMPARE(errorOf(imports.close(other, id)), ErrorCode::NotFound);
        QCOMPARE(errorOf(imports.begin(simone, id)), ErrorCode::InvalidArgument); // it has no files
        const std::string theirs = valueOf(imports.open(other)).id;
        const std::string next = valueOf(imports.open(simone)).id;
        succeed(imports.add(other, theirs, "a.md", 0, "x"));
        QCOMPARE(errorOf(imports.state(simone, id)), ErrorCode::NotFound); // left half filled
        succeed(imports.close(simone, next));
    }

    void aRunningOneIsStoppedAndTakesNoMore()
    {
        ReadingLibrary library;
        library.held = true;
        ArticleImports imports(library, {.imports = 1});
        const std::string id = valueOf(imports.open(simone)).id;
        succeed(imports.add(simone, id, "a.md", 0, "x"));
        succeed(imports.begin(simone, id));
        QTRY_VERIFY(library.started);
        QCOMPARE(valueOf(imports.state(simone, id)).done, 1);
        QCOMPARE(errorOf(imports.begin(simone, id)), ErrorCode::Conflict);
        QCOMPARE(errorOf(imports.add(simone, id, "b.md", 0, "x")), ErrorCode::Conflict);
        QCOMPARE(errorOf(imports.open(other)), ErrorCode::Unavailable);
        succeed(imports.close(simone, id));
        QCOMPARE(ended(imports, id).stage, ImportStage::Stopped);
        QVERIFY(imports.open(other).has_value()); // there is room again
    }

    void whatFailsSaysWhyWithoutItsFolder()
    {
        ReadingLibrary library;
        library.broken = true;
        ArticleImports imports(library);
        const std::string id = valueOf(imports.open(simone)).id;
        succeed(imports.add(simone, id, "a.md", 0, "x"));
        succeed(imports.begin(simone, id));
        const ImportState state = ended(imports, id);
        QCOMPARE(state.stage, ImportStage::Failed);
        QCOMPARE(state.problem, std::string("no room left in a.md"));
    }

    void whoGoesStopsWhatRuns()
    {
        ReadingLibrary library;
        library.held = true;
        {
            ArticleImports imports(library);
            const std::string id = valueOf(imports.open(simone)).id;
            succeed(imports.add(simone, id, "a.md", 0, "x"));
            succeed(imports.begin(simone, id));
            QTRY_VERIFY(library.started);
        }
        QVERIFY(library.contents.empty());
    }

    void theWireCarriesAll()
    {
        ImportState state{"imp_1", DocumentKind::Resolution, ImportStage::Done, 3, 4, {}, "why"};
        state.report.added = 1;
        state.report.changed = 2;
        state.report.unchanged = 5;
        state.report.refused.push_back({"a.pdf", "it is no PDF"});
        const ImportState back = valueOf(wire::importState(wire::toJson(state)));
        QCOMPARE(back.id, state.id);
        QCOMPARE(back.kind, DocumentKind::Resolution);
        QCOMPARE(back.stage, state.stage);
        QCOMPARE(back.done, 3);
        QCOMPARE(back.found, 4);
        QCOMPARE(back.report.added, 1);
        QCOMPARE(back.report.changed, 2);
        QCOMPARE(back.report.unchanged, 5);
        QCOMPARE(back.report.refused.front().reason, std::string("it is no PDF"));
        QCOMPARE(back.problem, std::string("why"));
        for (const char* member : {"id", "state", "done", "found", "added", "changed", "unchanged", "refused"}) {
            Json json = wire::toJson(state);
            json.erase(member);
            QVERIFY2(!wire::importState(json), member);
        }
        Json json = wire::toJson(state);
        json.erase("kind"); // as a server of before says it
        QCOMPARE(valueOf(wire::importState(json)).kind, DocumentKind::Article);
        json["kind"] = "poem";
        QVERIFY(!wire::importState(json));
    }

    // By the table and without sockets.
    void theRoutesTakeBytesFromSupervisors()
    {
        ReadingLibrary library;
        MemoryDesk people;
        const ManualClock clock;
        const Dispatcher dispatcher(importRoutes(library), people, clock);
        const auto ask = [&](Method method, const std::string& target, Role role = Role::Supervisor, const std::string& body = "",
                             const char* type = "application/octet-stream") {
            Request request = deskRequest(method, target, role);
            request.body = body;
            if (!body.empty())
                request.headers.push_back({"content-type", type});
            return dispatcher.handle(request);
        };
        const std::string all = "/api/v1/knowledge/imports";
        QCOMPARE(ask(Method::Post, all, Role::Agent).status, 403);
        QCOMPARE(ask(Method::Post, all + "?kind=poem").status, 422);
        const Response past = ask(Method::Post, all + "?kind=resolution");
        QCOMPARE(valueOf(wire::importState(valueOf(parseJson(past.body)))).kind, DocumentKind::Resolution);
        const Response opened = ask(Method::Post, all);
        QCOMPARE(opened.status, 201);
        const std::string one = all + "/" + valueOf(wire::importState(valueOf(parseJson(opened.body)))).id;
        QCOMPARE(ask(Method::Put, one + "/files?name=a.md", Role::Supervisor, "text", "text/plain").status, 415);
        QCOMPARE(ask(Method::Put, one + "/files?name=..%2Fa.md", Role::Supervisor, "text").status, 422);
        QCOMPARE(ask(Method::Put, one + "/files?name=h%2Fa.md&offset=4", Role::Supervisor, "text").status, 409);
        QCOMPARE(ask(Method::Put, one + "/files?name=h%2Fa.md", Role::Supervisor, std::string("te\0t", 4)).status, 204);
        QCOMPARE(ask(Method::Post, one + "/begin").status, 202);
        QTRY_COMPARE(valueOf(wire::importState(valueOf(parseJson(ask(Method::Get, one).body)))).stage, ImportStage::Done);
        QCOMPARE(library.contents.at("h/a.md"), std::string("te\0t", 4));
        QCOMPARE(ask(Method::Delete, one).status, 204);
        QCOMPARE(ask(Method::Get, one).status, 404);
    }
};

QTEST_GUILESS_MAIN(TestArticleImports)
#include "TestArticleImports.moc"
