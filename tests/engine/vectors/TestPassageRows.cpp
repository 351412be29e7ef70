// links: tandem_vectors
#include "services/vectors/PassageRows.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

std::string name(unsigned number)
{
    return "article#" + std::to_string(number);
}

} // namespace

class TestPassageRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPassageIsFoundInItsRow();
    void aRemovedPassageIsGoneAndMayComeAgain();
    void theNewerRowOfAPassageCountsOnceTheOlderIsRemoved();
    void itComesBackFromItsBytes();
    void damagedBytesAreRefused();
};

void TestPassageRows::everyPassageIsFoundInItsRow()
{
    PassageRows rows;
    QVERIFY(!rows.find("anything"));
    for (unsigned i = 0; i < 5000; ++i)
        QCOMPARE(valueOf(rows.append(name(i))), i);
    QCOMPARE(rows.size(), 5000U);
    for (unsigned i = 0; i < 5000; ++i) {
        QCOMPARE(rows.find(name(i)).value(), i);
        QCOMPARE(qt(std::string(rows.passage(i))), qt(name(i)));
    }
    QVERIFY(!rows.find(name(5000)));
    QVERIFY(!rows.find(""));
}

void TestPassageRows::aRemovedPassageIsGoneAndMayComeAgain()
{
    PassageRows rows;
    for (unsigned i = 0; i < 300; ++i)
        QVERIFY(rows.append(name(i)));
    // Again and again: marks of removed rows must not fill the table.
    for (unsigned round = 0; round < 100; ++round) {
        for (unsigned i = 0; i < 50; ++i) {
            rows.remove(rows.find(name(i)).value());
            QVERIFY(!rows.find(name(i)));
            QVERIFY(rows.append(name(i)));
        }
    }
    QCOMPARE(rows.size(), 300U);
    QCOMPARE(rows.rows(), 5300U);
    QVERIFY(rows.removed(0));
    rows.remove(0); // again
    QCOMPARE(rows.size(), 300U);
    for (unsigned i = 0; i < 300; ++i)
        QCOMPARE(qt(std::string(rows.passage(rows.find(name(i)).value()))), qt(name(i)));
}

void TestPassageRows::theNewerRowOfAPassageCountsOnceTheOlderIsRemoved()
{
    PassageRows rows;
    QVERIFY(rows.append("a"));
    QVERIFY(rows.append("a"));
    rows.remove(0);
    QCOMPARE(rows.find("a").value(), 1U);
    QCOMPARE(rows.size(), 1U);
}

void TestPassageRows::itComesBackFromItsBytes()
{
    PassageRows rows;
    for (unsigned i = 0; i < 1000; ++i)
        QVERIFY(rows.append(name(i)));
    for (unsigned i = 0; i < 1000; i += 3)
        rows.remove(i);
    auto restored = valueOf(PassageRows::restored(rows.serialized()));
    QCOMPARE(restored.rows(), rows.rows());
    QCOMPARE(restored.size(), rows.size());
    for (unsigned i = 0; i < 1000; ++i)
        QVERIFY(restored.find(name(i)) == rows.find(name(i)));
    QCOMPARE(valueOf(restored.append(name(0))), 1000U);
    QCOMPARE(valueOf(PassageRows::restored(PassageRows().serialized())).rows(), 0U);
}

void TestPassageRows::damagedBytesAreRefused()
{
    PassageRows rows;
    for (unsigned i = 0; i < 4; ++i)
        QVERIFY(rows.append(name(i)));
    const std::string whole = rows.serialized();
    for (std::size_t length = 0; length < whole.size(); ++length)
        QVERIFY(!PassageRows::restored(std::string_view(whole).substr(0, length)));
    std::string twice = whole; // "article#1" becomes a second "article#0"
    twice[8 + 17] = '0';
    QCOMPARE(PassageRows::restored(twice).error().code, ErrorCode::Corrupt);
    std::string disordered = whole;
    disordered[8 + 36 + 8] = 30; // the first id ends behind the second one's end
    QCOMPARE(PassageRows::restored(disordered).error().code, ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestPassageRows)
#include "TestPassageRows.moc"
