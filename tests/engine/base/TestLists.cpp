// links: tandem_base
#include "base/Lists.h"

#include <QTest>

using namespace tandem;

class TestLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void entriesKeepTheirOrderAndLoseTheSpaceAroundThem()
    {
        QCOMPARE(text::listOf(" Acme Desk , b,a"), (std::vector<std::string>{"Acme Desk", "b", "a"}));
    }
    void emptyEntriesAreLeftOut()
    {
        QCOMPARE(text::listOf(",, a, ,"), std::vector<std::string>{"a"});
        QVERIFY(text::listOf("").empty());
    }
};

QTEST_GUILESS_MAIN(TestLists)
#include "TestLists.moc"
