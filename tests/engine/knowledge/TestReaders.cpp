// links: tandem_knowledge
#include "knowledge/Readers.h"

#include <QTest>

using namespace tandem;

class TestReaders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyListIsForEveryone()
    {
        QVERIFY(isFor("", "", {"free", ""}));
        QVERIFY(isFor(" , ", ",", {"free", "owner"}));
    }
    void aPlanMustBeInTheList()
    {
        QVERIFY(isFor("Business, Enterprise", "", {"enterprise", ""}));
        QVERIFY(isFor("business", "", {"BUSINESS", ""}));
        QVERIFY(!isFor("Business, Enterprise", "", {"free", ""}));
        QVERIFY(!isFor("business", "", {"busi", ""}));
        QVERIFY(isFor("business", "", {"", ""})); // not known
    }
    void theDesksOwnTextsAreForNoCustomer()
    {
        for (const char* list :
            {"internal", "Agents", "staff, support", "INTERNAL,agents", "restricted", "internal-only", "Support team"})
            QVERIFY2(!isFor("", list, {"", ""}), list);
        // A customer may be an owner or a developer.
        QVERIFY(isFor("", "owner", {"", ""}));
        QVERIFY(isFor("", "agents, developer", {"", ""}));
    }
    void aKnownAudienceMustBeInTheList()
    {
        QVERIFY(isFor("", "owner, admin", {"", "Admin"}));
        QVERIFY(!isFor("", "owner", {"", "admin"}));
        QVERIFY(isFor("", "internal", {"", "internal"}));
    }
    void namesAreTrimmedAndFolded()
    {
        QCOMPARE(readerNames(" Team ,BUSINESS,, team"), (std::set<std::string>{"business", "team"}));
    }
};

QTEST_GUILESS_MAIN(TestReaders)
#include "TestReaders.moc"
