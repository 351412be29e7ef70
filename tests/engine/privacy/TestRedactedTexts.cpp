// links: tandem_privacy
#include "privacy/RedactedTexts.h"
#include "support/Strings.h"

#include <QTest>

#include <array>
#include <chrono>

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

    void aPlaceholderOfAnotherTextIsLeftOut()
    {
        const std::string learned = "Ask [PERSON] or [EMAIL_1], choose [CSV], then [EXPORT_2]; see [1]. Mail ana@x.org.";
        const RedactedTexts redacted = redactTogether(Texts{learned});
        QCOMPARE(qt(redacted[0].text()),
            QStringLiteral("Ask (left out) or (left out), choose [CSV], then [EXPORT_2]; see [1]. Mail [EMAIL_2]."));
        const std::size_t choose = learned.find("choose");
        QCOMPARE(qt(redacted[0].part({choose, choose + 12}).text()), QStringLiteral("choose [CSV]"));
    }

    void anInventedPlaceholderIsSeen()
    {
        const RedactedTexts redacted = redactTogether(Texts{"ana@x.org", "[PHONE_3]"});
        QVERIFY(!redacted.holdsUnknownPlaceholder("Write to [EMAIL_1], choose [CSV] [2]."));
        for (const std::string_view invented : {"Call [PHONE_3].", "[EMAIL_2]", "Ask [PERSON]"})
            QVERIFY2(redacted.holdsUnknownPlaceholder(invented), invented.data());
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

    void theKnownPersonIsHiddenInEverySpelling_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* what, const char* name, const char* text, const char* expected) {
            QTest::newRow(what) << QString::fromUtf8(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("small", "Thandiwe Okonjo", "it is thandiwe okonjo again", "it is [PERSON_2] again");
        row("capital", "Thandiwe Okonjo", "it is THANDIWE OKONJO again", "it is [PERSON_2] again");
        row("order", "Thandiwe Okonjo", "it is okonjo, thandiwe again", "it is [PERSON_2] again");
        row("first", "Thandiwe Okonjo", "and thandiwe's card", "and [PERSON_2]'s card");
        row("last", "Thandiwe Okonjo", "the okonjo account", "the [PERSON_2] account");
        row("genitive", "Thandiwe Okonjo", "Okonjos Konto", "[PERSON_2] Konto");
        row("joined", "Thandiwe Okonjo", "user thandiweokonjo or tokonjo or okonjothandiwe.",
            "user [PERSON_2] or [PERSON_3] or [PERSON_4].");
        row("login", "Thandiwe Okonjo", "login thandiwe_okonjo85", "login [PERSON_2]85");
        row("link", "Thandiwe Okonjo", "https://x.example/u/okonjo/7", "https://x.example/u/[PERSON_2]/7");
        row("unseen", "Thandiwe Okonjo", "the oko\u200Bnjo account", "the [PERSON_2] account");
        row("wide", "Thandiwe Okonjo", "the ＯＫＯＮＪＯ account", "the [PERSON_2] account");
        row("nameWide", "Ｔｈａｎｄｉｗｅ Ｏｋｏｎｊｏ", "the okonjo account", "the [PERSON_2] account");
        row("accents", "Žofie Müller", "the zofie thing, muller or mueller", "the [PERSON_2] thing, [PERSON_3] or [PERSON_4]");
        row("accentsInText", "Zofie Mueller", "the žofie müller thing", "the [PERSON_2] thing");
        row("decomposed", "Žofie Müller", "the z\u030Cofie mu\u0308ller thing", "the [PERSON_2] thing");
        row("decomposedName", "Z\u030Cofie Mu\u0308ller", "the Žofie thing", "the [PERSON_2] thing");
        row("turkish", "Ilgın İnce", "the ILGIN and INCE thing", "the [PERSON_2] and [PERSON_3] thing");
        row("two", "Jo Li", "ask jo or LI about it", "ask [PERSON_2] or [PERSON_3] about it");
        row("common", "Will Price", "what will the price be", "what [PERSON_2] the [PERSON_3] be");
        row("apostrophe", "Sinéad O'Brien", "ask o’brien or brien or OBrien", "ask [PERSON_2] or [PERSON_3] or [PERSON_4]");
        row("particles", "Ana de la Cruz", "la carta de Pepa: de la cruz", "la carta de Pepa: [PERSON_2]");
        row("cyrillic", "Андрей Ёлкин", "это АНДРЕЙ, елкин", "это [PERSON_2]");
        row("arabic", "محمد الفاسي", "الحساب لمحمد هنا", "الحساب [PERSON_2] هنا");
        row("chinese", "王小明", "我是王小明，小明的账户，王女士", "我是[PERSON_1]，[PERSON_2]的账户，[PERSON_3]");
        row("japanese", "田中太郎", "田中さんと太郎です", "[PERSON_2]さんと[PERSON_3]です");
        row("japaneseSpaced", "田中 太郎", "田中　太郎です。太郎です", "[PERSON_2]です。[PERSON_3]です");
        row("korean", "김민수", "민수가 왔다", "[PERSON_2]가 왔다");
    }
    void theKnownPersonIsHiddenInEverySpelling()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, text);
        QFETCH(const QString, expected);
        const std::string known = name.toStdString();
        const std::string said = text.toStdString();
        const RedactedTexts redacted = redactTogether(Texts{known, said}, known);
        QCOMPARE(qt(redacted[0].text()), QStringLiteral("[PERSON_1]"));
        QCOMPARE(qt(redacted[1].text()), expected);
        QCOMPARE(qt(redacted.restore(redacted[1].text())), text);
    }

    void aNameInsideAWordIsNone()
    {
        const std::string text = "The annual plan, Johannes and [ANN_1].";
        QCOMPARE(qt(redactTogether(Texts{text}, "Ann Jo")[0].text().substr(0, 17)), QStringLiteral("The annual plan, "));
        QVERIFY(redactTogether(Texts{text}, "Ann Jo")[0].text().ends_with("[ANN_1]."));
    }

    void whoIsFoundInOneTextIsHiddenInAll()
    {
        const RedactedTexts redacted = redactTogether(
            Texts{"My name is Katarzyna Wisniewska.", "ask KATARZYNA WISNIEWSKA or wiśniewska", "wisniewska, katarzyna"});
        for (std::size_t i = 0; i < redacted.size(); ++i) {
            const std::string folded = text::foldAccents(redacted[i].text());
            QVERIFY2(!folded.contains("katarzyna") && !folded.contains("wisniewska"), redacted[i].text().c_str());
        }
        QCOMPARE(qt(redacted.restore(redacted[1].text())), QStringLiteral("ask KATARZYNA WISNIEWSKA or wiśniewska"));
    }

    void theNameOfAMailboxIsHiddenInAll()
    {
        const RedactedTexts redacted = redactTogether(Texts{
            "Write to thandiwe.okonjo@mail.example.", "The bill of Okonjo.", "refunds@shop.example", "Refunds take 5 days."});
        QVERIFY2(!redacted[1].text().contains("Okonjo"), redacted[1].text().c_str());
        QCOMPARE(qt(redacted[3].text()), QStringLiteral("Refunds take 5 days."));
    }

    void aProductNamedLikeItsHostStays()
    {
        const RedactedTexts redacted = redactTogether(Texts{"Mail tandem@tandem.example", "Open Tandem."});
        QCOMPARE(qt(redacted[1].text()), QStringLiteral("Open Tandem."));
    }

    void manyNamesInALongTextTakeNoLongTime()
    {
        std::string text;
        for (int i = 0; i < 3000; ++i)
            text += "Hello Anna Holmq" + std::string(1, static_cast<char>('a' + i % 26)) + "ist, 王小明 and ";
        const auto begin = std::chrono::steady_clock::now();
        const RedactedTexts redacted = redactTogether(Texts{text, text}, "Anna 王小明");
        QVERIFY(!redacted[1].text().contains("Anna"));
        QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
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
