// links: tandem_llm
#include "services/llm/AnswerStream.h"
#include "services/llm/Prompt.h"
#include "support/Strings.h"

#include <QTest>

#include <fstream>

using namespace tandem;

namespace {

const std::string head = "---\nname: test\nversion: 3\nplaces: company, language\n---\n";

Prompt made(const std::string& contents)
{
    return valueOf(Prompt::parse(contents, "test.md"));
}

} // namespace

class TestPrompt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void placesAreFilledWhereverTheyStand()
    {
        const Prompt prompt = made(head + "\nFor {{company}} in {{language}}; {{company}}.\n");
        QCOMPARE(qt(valueOf(prompt.filled({{"company", "ACME"}, {"language", "German"}}))), qt("For ACME in German; ACME."));
    }

    void whatIsPutInIsNotSearchedForPlaces()
    {
        const Prompt prompt = made(head + "{{company}}/{{language}}");
        QCOMPARE(qt(valueOf(prompt.filled({{"company", "{{language}}"}, {"language", "x"}}))), qt("{{language}}/x"));
    }

    void aMissingOrUnknownPlaceIsAnError()
    {
        const Prompt prompt = made(head + "{{company}} {{language}}");
        const auto missing = prompt.filled({{"company", "ACME"}});
        QCOMPARE(missing.error().code, ErrorCode::InvalidArgument);
        QVERIFY(missing.error().message.contains("language"));
        const auto unknown = prompt.filled({{"company", "ACME"}, {"language", "x"}, {"tone", "x"}});
        QCOMPARE(unknown.error().code, ErrorCode::InvalidArgument);
        QVERIFY(unknown.error().message.contains("tone"));
    }

    void theVersionNamesTheVeryBytes()
    {
        const Prompt prompt = made(head + "{{company}} {{language}}");
        const Prompt other = made(head + "{{company}} {{language}}!");
        QCOMPARE(prompt.hash().size(), std::size_t{64});
        QVERIFY(prompt.hash() != other.hash());
        QCOMPARE(qt(prompt.version()), qt("test 3 " + prompt.hash().substr(0, 12)));
        QCOMPARE(qt(made("---\nname: a\nversion: 1\n---\nb\n").hash()),
            qt("1814fbb1f79549cebed47da3816d816b7dd7280abb7517e6f4e14836a6a5ed8e"));
    }

    void aBrokenFileIsRefusedWithItsReason_data()
    {
        QTest::addColumn<QString>("contents");
        QTest::addColumn<QString>("reason");
        const QString text = QStringLiteral("{{company}} {{language}}");
        QTest::newRow("empty") << QString() << QStringLiteral("front matter");
        QTest::newRow("no head") << text << QStringLiteral("front matter");
        QTest::newRow("open head") << QStringLiteral("---\nname: a\n") << QStringLiteral("front matter");
        QTest::newRow("no key") << QStringLiteral("---\nname\n---\nx") << QStringLiteral("front matter");
        QTest::newRow("twice") << QStringLiteral("---\nname: a\nname: b\n---\nx") << QStringLiteral("front matter");
        QTest::newRow("unknown key") << QStringLiteral("---\nname: a\nversion: 1\ntone: b\n---\nx") << QStringLiteral("'tone'");
        QTest::newRow("no version") << QStringLiteral("---\nname: a\n---\nx") << QStringLiteral("'version'");
        QTest::newRow("version in words") << QStringLiteral("---\nname: a\nversion: 1b\n---\nx") << QStringLiteral("'version'");
        QTest::newRow("version zero") << QStringLiteral("---\nname: a\nversion: 0\n---\nx") << QStringLiteral("'version'");
        QTest::newRow("no name") << QStringLiteral("---\nversion: 1\n---\nx") << QStringLiteral("'name'");
        QTest::newRow("no text") << QStringLiteral("---\nname: a\nversion: 1\n---\n \n") << QStringLiteral("no text");
        QTest::newRow("open place") << qt(head) + text + QStringLiteral(" {{") << QStringLiteral("begins no place");
        QTest::newRow("strange place") << qt(head) + text + QStringLiteral(" {{A b}}") << QStringLiteral("begins no place");
        QTest::newRow("undeclared") << qt(head) + text + QStringLiteral(" {{tone}}") << QStringLiteral("'tone'");
        QTest::newRow("unused") << qt(head) + QStringLiteral("{{company}}") << QStringLiteral("'language'");
    }

    void aBrokenFileIsRefusedWithItsReason()
    {
        QFETCH(QString, contents);
        QFETCH(QString, reason);
        const auto prompt = Prompt::parse(contents.toStdString(), "broken.md");
        QVERIFY(!prompt);
        QCOMPARE(prompt.error().code, ErrorCode::Corrupt);
        QVERIFY2(qt(prompt.error().message).contains(reason), prompt.error().message.c_str());
        QVERIFY(prompt.error().message.contains("broken.md"));
    }

    void aFileThatIsNotThereIsAnIoError() { QCOMPARE(Prompt::load("/nowhere/answer.md").error().code, ErrorCode::Io); }

    void theAnswerPromptSaysWhatTheWriterReliesOn()
    {
        const Prompt prompt = valueOf(Prompt::load(std::filesystem::path(TANDEM_RESOURCES) / "prompts" / "answer.md"));
        QVERIFY(prompt.version().starts_with("answer "));
        const std::string filled = valueOf(prompt.filled({{"company", "ACME"}}));
        for (const std::string_view needed : {std::string_view("ACME"), std::string_view("language to write in"), noAnswer,
                 std::string_view("[EMAIL_1]"), std::string_view("<customer_message>"),
                 std::string_view("<earlier_conversation>"), std::string_view("Write this line before it:")})
            QVERIFY2(filled.contains(needed), std::string(needed).c_str());
        QVERIFY(!filled.contains("{{"));
    }
};

QTEST_GUILESS_MAIN(TestPrompt)
#include "TestPrompt.moc"
