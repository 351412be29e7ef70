// links: tandem_gateway
#include "gateway/Query.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;
using namespace tandem::gateway;

class TestQuery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textsAreDecoded()
    {
        const auto query = Query::parse("q=two+words%20%2B+caf%C3%A9&empty=&flag&&sort=due");
        QVERIFY(query.has_value());
        QCOMPARE(query->text("q"), "two words + café");
        QCOMPARE(query->text("sort"), "due");
        QCOMPARE(query->parameters().size(), std::size_t(4));
        QVERIFY(query->parameters().contains("flag"));
        QCOMPARE(query->text("missing"), "");
        QVERIFY(Query::parse("")->parameters().empty());
    }

    void whatIsNotWellFormedIs400()
    {
        for (const char* bad : {"q=%zz", "q=%", "q=%00", "q=%C3%28", "%ff=1", "a=1&a=2", "a=1&%61=2"}) {
            const auto query = Query::parse(bad);
            QVERIFY2(!query.has_value(), bad);
            QCOMPARE(query.error().status, 400);
        }
    }

    void aNumberOutsideItsRangeIsNamed()
    {
        const Query query = *Query::parse("limit=50&low=0&high=501&word=ten&half=1.5&huge=99999999999999999999&blank=&tail=5x");
        QCOMPARE(*query.number("limit", 100, 1, 500), 50);
        QCOMPARE(*query.number("missing", 100, 1, 500), 100);
        QCOMPARE(*query.number("blank", 100, 1, 500), 100);
        for (const char* bad : {"low", "high", "word", "half", "huge", "tail"}) {
            const auto number = query.number(bad, 100, 1, 500);
            QVERIFY2(!number.has_value(), bad);
            QCOMPARE(number.error().status, 422);
            QVERIFY(number.error().detail.find("'" + std::string(bad) + "'") != std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(TestQuery)
#include "TestQuery.moc"
