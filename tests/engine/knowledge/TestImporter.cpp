// links: tandem_knowledge
#include "KnowledgeWorkspace.h"

#include <QTest>

#include <algorithm>

using namespace tandem;

namespace {

Document resolution(const char* id, const char* body)
{
    Document document;
    document.id = ArticleId(id);
    document.title = "About " + document.id.value();
    document.body = body;
    document.kind = DocumentKind::Resolution;
    return document;
}

std::string pastTicket(const std::string& id, const std::string& answer)
{
    std::string line = "{'id':'" + id + "','subject':'s','customer_message':'c','agent_resolution':'" + answer + "'}\n";
    std::ranges::replace(line, '\'', '"');
    return line;
}

} // namespace

class TestImporter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pastTicketsOfAFolderAreOneImport()
    {
        Workspace workspace;
        HashedEmbedder embedder;
        const auto knowledge = workspace.open(&embedder);
        succeed(knowledge->put(resolution("r3", "Third answer, of before.")));
        workspace.file("a.jsonl", pastTicket("r1", "First answer."));
        workspace.file("b/b.jsonl", pastTicket("r1", "Another answer.") + pastTicket("r2", "Second answer."));
        workspace.file("c.jsonl", pastTicket("r3", "Third answer, imported."));
        // Somebody changes what the last file holds while the first one is imported.
        embedder.when("First answer", [&] { succeed(knowledge->put(resolution("r3", "Third answer, of a person."))); });
        const ImportReport report
            = valueOf(knowledge->importResolutions(path(workspace.folder) / "articles", workspace.clock.now(), {}, {}));
        QCOMPARE(report.added, 2);
        QCOMPARE(report.changed, 0);
        QCOMPARE(report.refused.size(), 2U);
        QVERIFY(qt(report.refused[0].file).contains(QStringLiteral("b.jsonl")));
        QVERIFY(qt(report.refused[0].reason).contains(QStringLiteral("r1 stands for another")));
        QVERIFY(qt(report.refused[1].reason).contains(QStringLiteral("r3 was changed by somebody")));
        QCOMPARE(best(*knowledge, query("first answer")), std::string("r1"));
        QCOMPARE(best(*knowledge, query("third answer of a person")), std::string("r3"));
    }

    void anIdOfWhatTheDeskLearnsIsRefused()
    {
        Workspace workspace;
        const auto knowledge = workspace.open(nullptr);
        const std::string learned = "res-0123456789abcdef0123456789";
        const auto file = workspace.file("a.jsonl",
            pastTicket(learned, "First answer.") + pastTicket("res-0213", "Second answer.")
                + pastTicket(learned.substr(0, 29) + "g", "Third answer."));
        const ImportReport report = valueOf(knowledge->importResolutions(file, workspace.clock.now(), {}, {}));
        QCOMPARE(report.added, 2);
        QCOMPARE(report.refused.size(), 1U);
        QVERIFY(qt(report.refused[0].file).endsWith(QStringLiteral("a.jsonl:1")));
        QVERIFY(qt(report.refused[0].reason).contains(qt(learned)));
    }

    void whatFailsSaysWhatWasDoneBefore()
    {
        Workspace workspace;
        HashedEmbedder embedder;
        const auto knowledge = workspace.open(&embedder);
        workspace.file("a.jsonl", pastTicket("r1", "First answer."));
        workspace.file("b.jsonl", pastTicket("r2", "Second answer.") + "{}\n");
        workspace.file("c.jsonl", pastTicket("r3", "Third answer."));
        embedder.failAt("third answer");
        const auto report = knowledge->importResolutions(path(workspace.folder) / "articles", workspace.clock.now(), {}, {});
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::Unavailable);
        QCOMPARE(qt(report.error().message),
            QStringLiteral("the model is busy (2 added, 0 changed, 0 unchanged and 1 refused before; they are kept)"));
        QCOMPARE(best(*knowledge, query("second answer")), std::string("r2"));
    }
};

QTEST_GUILESS_MAIN(TestImporter)
#include "TestImporter.moc"
