// links: tandem_privacy
#include "privacy/LearnedText.h"
#include "support/Strings.h"

using namespace tandem;

class TestLearnedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void greetingAndSignOffAreDropped_data()
    {
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* name, const char* answer) { QTest::newRow(name) << QString::fromUtf8(answer); };
        row("en", "Hi Anna,\n\nCORE\n\nBest regards,\nMarta\nTandem support");
        row("en thanks", "Hello,\nCORE\nThanks!");
        row("es", "Hola, Anna:\n\nCORE\n\nUn saludo,\nMarta");
        row("fr", "Bonjour Anna,\n\nCORE\n\nBien cordialement,\nMarta Nowak");
        row("de", "Sehr geehrte Frau Dr. Müller,\n\nCORE\n\nMit freundlichen Grüßen\nMarta Nowak");
        row("it", "Buongiorno Anna,\nCORE\nCordiali saluti\nMarta");
        row("pt", "Olá, Anna,\nCORE\n\nAtenciosamente,\nMarta");
        row("nl", "Beste Anna,\n\nCORE\n\nMet vriendelijke groet,\nMarta");
        row("pl", "Dzień dobry, Anna,\n\nCORE\n\nPozdrawiam\nMarta");
        row("tr", "Merhaba Anna,\n\nCORE\n\nSaygılarımla\nMarta");
        row("ar", "مرحبًا آنا،\n\nCORE\n\nمع أطيب التحيات\nمارتا");
        row("zh", "王芳，您好，\n\nCORE\n\n此致\n敬礼");
        row("ja thanks", "田中 様、お問い合わせありがとうございます。\n\nCORE");
        row("ja", "田中 様\n\nCORE\n\nよろしくお願いいたします。\n佐藤");
    }

    void greetingAndSignOffAreDropped()
    {
        QFETCH(QString, answer);
        QCOMPARE(withoutFrame(answer.toStdString(), {}), std::string("CORE"));
    }

    void whatOnlyLooksLikeAFrameStays()
    {
        for (const std::string text : {"Hi, yes you can.", "Hello Anna, thanks for writing!\nOpen Settings.",
                 "Thanks to the new export you can do this yourself.\nOpen Settings, then Export.",
                 "Dear customers pay in advance and cheap ones do not.\nOpen Settings.",
                 "Open Settings.\nBest is to use the newest version of the app for this.",
                 "Best: restart.\nThen open Settings, choose Export, pick a folder, and wait for the mail.\nOpen it."})
            QCOMPARE(withoutFrame(text, {}), text);
    }

    void theFormulasOfADraftAreDropped()
    {
        QCOMPARE(withoutFrame("Hello,\n\nIt takes five days.\n\nJust reply to this message.", {"Just reply to this message."}),
            std::string("It takes five days."));
    }

    void nothingPersonalStays()
    {
        const std::vector<std::string> names{"Anna Holm", "anna.holm@customer.example", "cus-7781", "Marta Nowak", ""};
        const std::string text = "Anna's card 4111 1111 1111 1111 was charged twice. anna wrote from anna.holm@customer.example "
                                 "and private@other.example, "
                                 "phone +49 151 23456789, account cus-7781. ANNA HOLM lives with Marta.";
        const std::string clean = withoutPersons(text, names);
        for (const char* personal : {"Anna", "anna", "ANNA", "Holm", "HOLM", "Marta", "4111", "1111", "customer.example",
                 "private", "23456789", "cus-7781"})
            QVERIFY2(clean.find(personal) == std::string::npos, (std::string(personal) + " in: " + clean).c_str());
        QVERIFY2(clean.find("was charged twice") != std::string::npos, clean.c_str());
    }

    void aNameInsideOtherPersonalDataDoesNotBreakIt()
    {
        const std::vector<std::string> names{"Anna Lange", "lange@lange-gmbh.de", "11111"};
        QCOMPARE(withoutPersons("Ich wohne Lange Straße 12, 10115 Berlin.", names), std::string("Ich wohne [ADDRESS_1]."));
        QCOMPARE(withoutPersons("Mail to info@lange-gmbh.de please.", names), std::string("Mail to [EMAIL_1] please."));
        QCOMPARE(
            withoutPersons("Card 4111 1111 1111 1111 or 4111111111111111.", names), std::string("Card [CARD_1] or [CARD_1]."));
        QCOMPARE(withoutPersons("Row 911111234 of customer 11111, says Lange.", names),
            std::string("Row 911111234 of customer [ACCOUNT_1], says [PERSON]."));
    }

    void wordsOfAnOrganisationsNameStay()
    {
        QCOMPARE(withoutPersons("Our support team helps with the account.", {"Acme Support Team GmbH"}),
            std::string("Our support team helps with the account."));
    }
};

QTEST_GUILESS_MAIN(TestLearnedText)
#include "TestLearnedText.moc"
