// links: tandem_knowledge
#include "knowledge/Readers.h"

#include <QTest>

using namespace tandem;

class TestReaders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyListIsForEveryone()
    {
        QVERIFY(Readership().includes({"free", "owner"}));
        QVERIFY(Readership("", "").includes({"free", ""}));
        QVERIFY(Readership(" , ", ",").includes({"free", "owner"}));
    }
    void aPlanMustBeInTheList()
    {
        QVERIFY(Readership("Business, Enterprise", "").includes({"enterprise", ""}));
        QVERIFY(Readership("business", "").includes({"BUSINESS", ""}));
        QVERIFY(!Readership("Business, Enterprise", "").includes({"free", ""}));
        QVERIFY(!Readership("business", "").includes({"busi", ""}));
        QVERIFY(Readership("business", "").includes({"", ""})); // not known
    }
    void theDesksOwnTextsAreForNoCustomer()
    {
        for (const char* list :
            {"internal", "Agents", "staff, support", "INTERNAL,agents", "restricted", "internal-only", "Support team"})
            QVERIFY2(!Readership("", list).includes({"", ""}), list);
        // A customer may be an owner or a developer.
        QVERIFY(Readership("", "owner").includes({"", ""}));
        QVERIFY(Readership("", "agents, developer").includes({"", ""}));
    }
    void aKnownAudienceMustBeInTheList()
    {
        QVERIFY(Readership("", "owner, admin").includes({"", "Admin"}));
        QVERIFY(!Readership("", "owner").includes({"", "admin"}));
        QVERIFY(Readership("", "internal").includes({"", "internal"}));
    }
    void namesAreTrimmedAndFolded()
    {
        QCOMPARE(readerNames(" Team ,BUSINESS,, team"), (std::set<std::string>{"business", "team"}));
    }
};

QTEST_GUILESS_MAIN(TestReaders)
#include "TestReaders.moc"
