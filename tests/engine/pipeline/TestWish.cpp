// links: tandem_pipeline
#include "pipeline/Wish.h"
#include "support/Strings.h"

using namespace tandem;

class TestWish : public QObject {
    Q_OBJECT

    static Message said(Author author, const std::string& text)
    {
        Message message;
        message.author = author;
        message.text = text;
        return message;
    }

private Q_SLOTS:
    void theAmountIsTheOneInTheSentenceThatAsks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("amount");
        const auto row = [](const char* name, const char* text, const char* words, const char* language, const char* amount) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(words) << QString::fromUtf8(language)
                                << QString::fromUtf8(amount);
        };
        row("sign before", "I pay $20 a month. Please refund me €384.00 today.", "refund me", "en", "€384.00");
        row("word behind", "Bitte erstatten Sie mir 49,90 Euro zurück.", "erstatten Sie mir", "de", "49,90 Euro");
        row("only one in the message", "I was charged $384.00 twice on 3 May. Please refund the second.", "refund the second",
            "en", "$384.00");
        row("the same twice", "You took €10. I want those €10 back. Refund it!", "Refund it", "en", "€10");
        row("two different", "You took €10 and €20. Refund it!", "Refund it", "en", "");
        row("none", "Refund order 12345 from 3 May, it took 30 days.", "Refund order", "en", "");
        row("other line", "Please\nrefund me €5.", "Please refund me", "en", "€5");
        row("zh", "请退款300元给我。", "退款", "zh", "300元");
    }

    void theAmountIsTheOneInTheSentenceThatAsks()
    {
        QFETCH(QString, text);
        QFETCH(QString, words);
        QFETCH(QString, language);
        QFETCH(QString, amount);
        Conversation conversation;
        conversation.text = text.toStdString();
        const Wish wish = wishIn(conversation, words.toStdString(), languageFrom(language.toStdString()).value());
        QCOMPARE(qt(wish.amount), amount);
        QVERIFY(wish.isNew);
    }

    void anEarlierWishIsNotNew()
    {
        Conversation conversation;
        conversation.history = {said(Author::Customer, "Refund me €30, please."), said(Author::Agent, "We refund €99 at most.")};
        conversation.text = "Any news?";
        const Wish wish = wishIn(conversation, "Refund me", Language::En);
        QVERIFY(!wish.isNew);
        QCOMPARE(wish.amount, std::string("€30"));
        conversation.text = "I said: refund me!";
        QVERIFY(wishIn(conversation, "Refund me", Language::En).isNew);
    }

    void aWishInTheSubjectCountsForTheMessageItCameWith()
    {
        Conversation conversation;
        conversation.subject = "Refund of €12 wanted";
        conversation.text = "You know why.";
        QCOMPARE(wishIn(conversation, "Refund of", Language::En).amount, std::string("€12"));
        QCOMPARE(wishIn(conversation, "", Language::En).amount, std::string());
    }
};

QTEST_GUILESS_MAIN(TestWish)
#include "TestWish.moc"
