// links: tandem_privacy
#include "privacy/RedactedTexts.h"
#include "support/Strings.h"

#include <QTest>

#include <array>

using namespace tandem;

namespace {

using Texts = std::vector<std::string_view>;

} // namespace

class TestRedactedTexts final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneValueIsOnePlaceholderInAllTexts()
    {
        const RedactedTexts redacted
            = redactTogether(Texts{"Write to ana@x.org.", "bo@x.org asks for Ana@x.org", "Nothing here."});
        QCOMPARE(redacted.size(), std::size_t{3});
        QCOMPARE(qt(redacted[0].text()), QStringLiteral("Write to [EMAIL_1]."));
        QCOMPARE(qt(redacted[1].text()), QStringLiteral("[EMAIL_2] asks for [EMAIL_1]"));
        QCOMPARE(qt(redacted[2].text()), QStringLiteral("Nothing here."));
    }

    void anAnswerToThemAllIsRestored()
    {
        const RedactedTexts redacted = redactTogether(Texts{"Write to ana@x.org.", "My card is 4111 1111 1111 1111."});
        QCOMPARE(qt(redacted.restore("We wrote to [EMAIL_1] about [CARD_1], not [EMAIL_2].")),
            QStringLiteral("We wrote to ana@x.org about 4111 1111 1111 1111, not [EMAIL_2]."));
    }

    void aPlaceholderThatStandsInAnyTextIsNotGivenOut()
    {
        // A past ticket's resolution was redacted when it was kept.
        const RedactedTexts redacted = redactTogether(Texts{"I am at ana@x.org", "We wrote to [EMAIL_1]."});
        QCOMPARE(qt(redacted[0].text()), QStringLiteral("I am at [EMAIL_2]"));
        QCOMPARE(qt(redacted.restore("[EMAIL_1] [EMAIL_2]")), QStringLiteral("[EMAIL_1] ana@x.org"));
    }

    void theKnownPersonIsHiddenWhereverTheNameStands()
    {
        const RedactedTexts redacted = redactTogether(
            Texts{"Rosa Blum", "Invoice for Rosa Blum please. Rosa Blumenthal is somebody else.", "no name"}, " Rosa Blum ");
        QCOMPARE(qt(redacted[0].text()), QStringLiteral("[PERSON_1]"));
        QVERIFY(redacted[1].text().starts_with("Invoice for [PERSON_1] please."));
        QVERIFY(!redacted[1].text().contains("[PERSON_1]enthal"));
        QCOMPARE(qt(redacted.restore("Hello [PERSON_1],")), QStringLiteral("Hello Rosa Blum,"));
    }

    void aNameInAnAddressIsHiddenOnceAndWhole()
    {
        const std::string text = "Mail rosa.blum@x.org, I am Ms. Rosa Blum.";
        const RedactedTexts redacted = redactTogether(Texts{text}, "rosa.blum");
        QVERIFY(!redacted[0].text().contains("blum"));
        QVERIFY(!redacted[0].text().contains("Blum"));
        QCOMPARE(qt(redacted.restore(redacted[0].text())), qt(text));
    }

    void aNameOfOneLetterIsNotLookedFor()
    {
        QCOMPARE(qt(redactTogether(Texts{"I think I know."}, "I")[0].text()), QStringLiteral("I think I know."));
    }

    void aPartIsWhatBecameOfThoseBytes()
    {
        const std::string text = "Hi. My card is 4111 1111 1111 1111. Mail ana@x.org! Bye.";
        const Redacted redacted = redactTogether(Texts{text})[0];
        const std::size_t card = text.find("My card");
        const std::size_t mail = text.find("Mail");
        QCOMPARE(qt(redacted.part({card, mail}).text()), QStringLiteral("My card is [CARD_1]. "));
        QCOMPARE(qt(redacted.part({mail, text.size()}).text()), QStringLiteral("Mail [EMAIL_1]! Bye."));
        QCOMPARE(qt(redacted.part({0, text.size()}).text()), qt(redacted.text()));
        QCOMPARE(qt(redacted.part({3, 3}).text()), QString());
        QCOMPARE(qt(redacted.part({0, 1000}).text()), qt(redacted.text()));
    }

    void aCutThroughAValueShowsNothingOfIt()
    {
        const std::string text = "Card 4111 1111 1111 1111 is mine";
        const Redacted redacted = redactTogether(Texts{text})[0];
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            const std::string head = redacted.part({0, cut}).text();
            const std::string tail = redacted.part({cut, text.size()}).text();
            QVERIFY2(!head.contains("4111") && !tail.contains("1111"), head.c_str());
        }
        QCOMPARE(qt(redacted.part({0, 9}).text()), QStringLiteral("Card [CARD_1]"));
    }

    void ourWordsAndRedactedTextsAreJoined()
    {
        const RedactedTexts redacted = redactTogether(Texts{"ana@x.org", "Hello"});
        RedactedJoiner joiner;
        joiner.add("<a>").add(redacted[0]).add("</a>").add(redacted[1]);
        QCOMPARE(qt(joiner.take().text()), QStringLiteral("<a>[EMAIL_1]</a>Hello"));
    }

    void aPlaceholderInPiecesIsHeldBackUntilItIsWhole()
    {
        const RedactedTexts redacted = redactTogether(Texts{"ana@x.org"});
        const std::string answer = "Mail [EMAIL_1], see [1] and [this] or [EMAIL_9].";
        const std::string expected = "Mail ana@x.org, see [1] and [this] or [EMAIL_9].";
        for (std::size_t first = 0; first <= answer.size(); ++first) {
            for (std::size_t second = first; second <= answer.size(); ++second) {
                StreamedRestore stream(redacted);
                std::string said = stream.add(answer.substr(0, first));
                said += stream.add(answer.substr(first, second - first));
                said += stream.add(answer.substr(second));
                said += stream.rest();
                QCOMPARE(qt(said), qt(expected));
            }
        }
    }

    void whatIsNoPlaceholderIsNotHeldBack()
    {
        const RedactedTexts redacted = redactTogether(Texts{"ana@x.org"});
        StreamedRestore stream(redacted);
        QCOMPARE(qt(stream.add("a [link")), QStringLiteral("a [link"));
        QCOMPARE(qt(stream.add(" [EMA")), QStringLiteral(" "));
        QCOMPARE(qt(stream.rest()), QStringLiteral("[EMA"));
        QCOMPARE(qt(stream.add("[" + std::string(60, 'A'))), qt("[" + std::string(60, 'A')));
    }
};

QTEST_GUILESS_MAIN(TestRedactedTexts)
#include "TestRedactedTexts.moc"
