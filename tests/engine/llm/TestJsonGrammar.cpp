// links: tandem_llm
#include "services/llm/JsonGrammar.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

// The rules of a schema's own, without those that every grammar ends with.
std::string rules(const std::string& schema)
{
    const std::string grammar = valueOf(jsonGrammar(schema));
    return grammar.substr(0, grammar.find("ws ::="));
}

} // namespace

class TestJsonGrammar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scalarsAreTheirOwnRules()
    {
        for (const std::string type : {"string", "number", "integer", "boolean", "null"}) {
            const std::string grammar = valueOf(jsonGrammar("{\"type\":\"" + type + "\",\"description\":\"of no weight\"}"));
            QVERIFY(grammar.starts_with("root ::= " + type + "\n"));
            QVERIFY(grammar.contains("\n" + type + " ::= "));
        }
    }

    void enumsAndConstantsAreExactTexts()
    {
        QCOMPARE(qt(rules("{\"enum\":[\"a\",\"say \\\"b\\\"\",3,true,null]}")),
            qt("root ::= (\"\\\"a\\\"\" | \"\\\"say \\\\\\\"b\\\\\\\"\\\"\" | \"3\" | \"true\" | \"null\")\n"));
        QCOMPARE(qt(rules("{\"const\":\"ja\"}")), qt("root ::= \"\\\"ja\\\"\"\n"));
    }

    void aListOfScalarTypesIsAChoice()
    {
        QCOMPARE(qt(rules("{\"type\":[\"string\",\"null\"]}")), qt("root ::= (string | null)\n"));
    }

    void requiredMembersComeFirstAndOptionalOnesBringTheirComma()
    {
        QCOMPARE(qt(rules("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"integer\"}},"
                          "\"required\":[\"b\"],\"additionalProperties\":false}")),
            qt("root ::= r1\n"
               "r1 ::= \"{\" ws \"\\\"b\\\"\" ws \":\" ws integer (\",\" ws \"\\\"a\\\"\" ws \":\" ws string)? ws \"}\"\n"));
    }

    void withoutRequiredMembersTheFirstOneThereNeedsNoComma()
    {
        QCOMPARE(qt(rules("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"null\"},\"b\":{\"type\":\"null\"}}}")),
            qt("root ::= r1\n"
               "r1 ::= \"{\" ws (\"\\\"a\\\"\" ws \":\" ws null (\",\" ws \"\\\"b\\\"\" ws \":\" ws null)? | "
               "\"\\\"b\\\"\" ws \":\" ws null)? ws \"}\"\n"));
        QCOMPARE(qt(rules("{\"type\":\"object\"}")), qt("root ::= r1\nr1 ::= \"{\" ws  ws \"}\"\n"));
    }

    void listsAreBoundedWhereTheSchemaSaysSo()
    {
        QCOMPARE(qt(rules("{\"type\":\"array\",\"items\":{\"type\":\"null\"}}")),
            qt("root ::= r1\nr1 ::= \"[\" ws (null (\",\" ws null){0,})? ws \"]\"\n"));
        QCOMPARE(qt(rules("{\"type\":\"array\",\"items\":{\"type\":\"null\"},\"minItems\":2,\"maxItems\":3}")),
            qt("root ::= r1\nr1 ::= \"[\" ws null (\",\" ws null){1,2} ws \"]\"\n"));
        QCOMPARE(qt(rules("{\"type\":\"array\",\"items\":{\"type\":\"null\"},\"maxItems\":0}")),
            qt("root ::= r1\nr1 ::= \"[\" ws \"]\"\n"));
    }

    void stringsAreBoundedWhereTheSchemaSaysSo()
    {
        QCOMPARE(qt(rules("{\"type\":\"string\",\"minLength\":1,\"maxLength\":9}")),
            qt("root ::= r1\nr1 ::= \"\\\"\" char{1,9} \"\\\"\"\n"));
    }

    void innerObjectsAreRulesOfTheirOwn()
    {
        const std::string made = rules("{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"a\":"
                                       "{\"type\":\"array\",\"items\":{\"type\":\"boolean\"}}},\"required\":[\"a\"]}}");
        QCOMPARE(qt(made),
            qt("root ::= r3\nr1 ::= \"[\" ws (boolean (\",\" ws boolean){0,})? ws \"]\"\n"
               "r2 ::= \"{\" ws \"\\\"a\\\"\" ws \":\" ws r1 ws \"}\"\n"
               "r3 ::= \"[\" ws (r2 (\",\" ws r2){0,})? ws \"]\"\n"));
    }

    void whatItDoesNotKnowIsNamed_data()
    {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const char* schema, const char* named) {
            QTest::newRow(name) << QString::fromUtf8(schema) << QString::fromUtf8(named);
        };
        row("pattern", "{\"type\":\"string\",\"pattern\":\"a+\"}", "'pattern'");
        row("format", "{\"type\":\"string\",\"format\":\"date\"}", "'format'");
        row("minimum", "{\"type\":\"integer\",\"minimum\":1}", "'minimum'");
        row("reference", "{\"$ref\":\"#/x\"}", "'type'");
        row("any of", "{\"type\":\"object\",\"anyOf\":[]}", "'anyOf'");
        row("open object", "{\"type\":\"object\",\"additionalProperties\":true}", "'additionalProperties'");
        row("required, not there", "{\"type\":\"object\",\"required\":[\"a\"]}", "'required'");
        row("no items", "{\"type\":\"array\"}", "'items'");
        row("most below least", "{\"type\":\"string\",\"minLength\":3,\"maxLength\":2}", "'maxLength'");
        row("too many", "{\"type\":\"string\",\"maxLength\":100000}", "'maxLength'");
        row("unknown type", "{\"type\":\"date\"}", "'date'");
        row("object in a list", "{\"type\":[\"object\",\"null\"]}", "'object'");
        row("no type", "{}", "'type'");
        row("empty enum", "{\"enum\":[]}", "'enum'");
        row("no schema", "[]", "must be an object");
        row("inside", "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"pattern\":\"a\"}}", "'pattern'");
    }

    void whatItDoesNotKnowIsNamed()
    {
        QFETCH(QString, schema);
        QFETCH(QString, named);
        const auto grammar = jsonGrammar(schema.toStdString());
        QVERIFY(!grammar);
        QCOMPARE(grammar.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(qt(grammar.error().message).contains(named), grammar.error().message.c_str());
    }

    void whatIsNoJsonIsAnError() { QVERIFY(!jsonGrammar("{")); }
};

QTEST_GUILESS_MAIN(TestJsonGrammar)
#include "TestJsonGrammar.moc"
