// links: tandem_base
#include "base/Json.h"
#include "support/Strings.h"

#include <QDir>
#include <QFile>

using namespace tandem;

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePublicSuiteIsJudgedAsItsAuthorsDo();
    void depthIsLimitedBeforeAnythingIsBuilt();
    void bracketsInStringsAreNoDepth();
    void sizeIsLimitedBeforeParsing();
    void brokenUtf8IsRefused();
    void nulAndEmptyInputAreRefused();
    void hugeNumbersAreRefused();
    void anErrorSaysWhereAndNeverQuotes();
    void textMakesTheRoundTrip();
    void invalidUtf8InsideStringsIsReplacedOnTheWayOut();
    void membersAreReadByType();
    void aMemberOfAnotherTypeIsNamed();
};

void TestJson::thePublicSuiteIsJudgedAsItsAuthorsDo()
{
    const QDir directory(QStringLiteral(TANDEM_SHARED_DATA "/json_test_suite/test_parsing"));
    if (!directory.exists())
        QSKIP("The public JSON test suite is not beside the repository");
    int accepted = 0;
    int refused = 0;
    for (const QString& name : directory.entryList({QStringLiteral("*.json")}, QDir::Files)) {
        QFile file(directory.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const bool parsed = parseJson(file.readAll().toStdString()).has_value();
        if (name.startsWith(QLatin1String("y_"))) {
            QVERIFY2(parsed, qPrintable(name));
            ++accepted;
        } else if (name.startsWith(QLatin1String("n_"))) {
            QVERIFY2(!parsed, qPrintable(name));
            ++refused;
        }
    }
    QVERIFY(accepted >= 90 && refused >= 180);
}

void TestJson::depthIsLimitedBeforeAnythingIsBuilt()
{
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    QVERIFY(parseJson(nested(64)).has_value());
    QCOMPARE(parseJson(nested(65)).error().code, ErrorCode::InvalidArgument);
    QVERIFY(parseJson(nested(65)).error().message.find("64") != std::string::npos);
    QVERIFY(!parseJson(nested(100'000)).has_value());
    QVERIFY(!parseJson(std::string(100'000, '{')).has_value());
    QVERIFY(!parseJson("{\"a\":{\"b\":{}}}", {.depth = 2}).has_value());
    QVERIFY(parseJson("{\"a\":{\"b\":1}}", {.depth = 2}).has_value());
}

void TestJson::bracketsInStringsAreNoDepth()
{
    const std::string text = "[\"" + std::string(1000, '[') + "\\\"" + std::string(1000, '{') + "\"]";
    QVERIFY(parseJson(text).has_value());
}

void TestJson::sizeIsLimitedBeforeParsing()
{
    const std::string text = "\"" + std::string(98, 'a') + "\"";
    QVERIFY(parseJson(text, {.bytes = 100}).has_value());
    const auto refused = parseJson(text, {.bytes = 99});
    QCOMPARE(refused.error().code, ErrorCode::TooLarge);
    QCOMPARE(parseJson(std::string(10U << 20U, ' ')).error().code, ErrorCode::TooLarge);
}

void TestJson::brokenUtf8IsRefused()
{
    QCOMPARE(parseJson("\"caf\xE9\"").error().code, ErrorCode::InvalidArgument);
    QVERIFY(!parseJson("\"\xED\xA0\x80\"").has_value());
    QVERIFY(!parseJson("\"\\ud800\"").has_value()); // half of a surrogate pair
    QCOMPARE(parseJson("\"\\ud83d\\ude00\"")->get<std::string>(), std::string("\xF0\x9F\x98\x80"));
}

void TestJson::nulAndEmptyInputAreRefused()
{
    QVERIFY(!parseJson("").has_value());
    QVERIFY(!parseJson("  ").has_value());
    QVERIFY(!parseJson(std::string_view("\0", 1)).has_value());
    QVERIFY(!parseJson(std::string_view("{}\0", 3)).has_value());
    QVERIFY(!parseJson(std::string_view("\"a\0b\"", 5)).has_value());
}

void TestJson::hugeNumbersAreRefused()
{
    const auto refused = parseJson("[1e999]");
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    QVERIFY(parseJson("[1e308]").has_value());
}

void TestJson::anErrorSaysWhereAndNeverQuotes()
{
    const auto refused = parseJson("{\"name\": anna@example.com}");
    QVERIFY(refused.error().message.find("byte 10") != std::string::npos);
    QVERIFY(refused.error().message.find("anna") == std::string::npos);
    QVERIFY(!refused.error().retryable);
}

void TestJson::textMakesTheRoundTrip()
{
    const std::string text = R"({"a":[1,-2.5,true,null,"ü\n"],"b":{}})";
    QCOMPARE(toText(valueOf(parseJson(text))), text);
}

void TestJson::invalidUtf8InsideStringsIsReplacedOnTheWayOut()
{
    QCOMPARE(toText(Json("a\xFF")), std::string("\"a\uFFFD\""));
}

void TestJson::membersAreReadByType()
{
    const Json object = valueOf(parseJson(R"({"s":"x","n":1.5,"i":3,"b":false,"z":null})"));
    QCOMPARE(valueOf(requiredString(object, "s")), std::string("x"));
    QCOMPARE(*valueOf(optionalNumber(object, "n")), 1.5);
    QCOMPARE(*valueOf(optionalNumber(object, "i")), 3.0);
    QCOMPARE(*valueOf(optionalBool(object, "b")), false);
    QVERIFY(!valueOf(optionalString(object, "z")).has_value());
    QVERIFY(!valueOf(optionalString(object, "absent")).has_value());
}

void TestJson::aMemberOfAnotherTypeIsNamed()
{
    const Json object = valueOf(parseJson(R"({"subject":5,"flag":"true","count":"3"})"));
    const auto refused = optionalString(object, "subject");
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(refused.error().message, std::string("'subject' must be a string"));
    QVERIFY(!optionalBool(object, "flag").has_value());
    QVERIFY(!optionalNumber(object, "count").has_value());
    QCOMPARE(requiredString(object, "absent").error().message, std::string("'absent' is missing"));
    // Foreign JSON need not be an object at all.
    QVERIFY(!requiredString(Json::array({1}), "subject").has_value());
    QVERIFY(!requiredString(Json("text"), "subject").has_value());
}

QTEST_GUILESS_MAIN(TestJson)
#include "TestJson.moc"
