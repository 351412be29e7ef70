// links: tandem_privacy
#include "privacy/Redaction.h"
#include "support/Slowdown.h"
#include "support/Strings.h"

#include <QElapsedTimer>
#include <QTest>

using namespace tandem;

class TestRedaction final : public QObject {
    Q_OBJECT

private:
    // "type:value|type:value" of what is found.
    static QString found(std::string_view text)
    {
        std::string all;
        for (const PiiSpan& span : findPersonalData(text))
            all += (all.empty() ? "" : "|") + span.type + ":" + std::string(text.substr(span.begin, span.end - span.begin));
        return qt(all);
    }

private Q_SLOTS:
    void eachKindIsFoundWithItsExactSpan_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("email", "Write to ana.lopez+crm@example.co.uk, please.", "email:ana.lopez+crm@example.co.uk");
        row("email after Chinese", "邮箱是li.wei@example.cn。", "email:li.wei@example.cn");
        row("international phone", "Call me on +49 170 1234567.", "phone:+49 170 1234567");
        row("American phone", "My number: (212) 555-0187", "phone:(212) 555-0187");
        row("French phone", "Tél. 06 12 34 56 78", "phone:06 12 34 56 78");
        row("Spanish phone", "Llámame al 612 345 678 hoy", "phone:612 345 678");
        row("Chinese mobile", "手机13812345678", "phone:13812345678");
        row("card", "Card 4111 1111 1111 1111 was charged", "card:4111 1111 1111 1111");
        row("iban", "IBAN DE89 3704 0044 0532 0130 00 bitte", "iban:DE89 3704 0044 0532 0130 00");
        row("ipv4", "Blocked from 192.168.10.24 since noon", "ip:192.168.10.24");
        row("ipv6", "from 2001:db8::ff00:42:8329 today", "ip:2001:db8::ff00:42:8329");
        row("US SSN", "SSN 536-22-8741", "national_id:536-22-8741");
        row("Spanish DNI", "Mi DNI es 12345678Z", "national_id:12345678Z");
        row("Italian code", "codice fiscale RSSMRA85T10A562S", "national_id:RSSMRA85T10A562S");
        row("Brazilian CPF", "CPF 529.982.247-25", "national_id:529.982.247-25");
        row("Polish PESEL", "PESEL 44051401359", "national_id:44051401359");
        row("Turkish number", "TC kimlik 10000000146", "national_id:10000000146");
        row("Chinese id", "身份证11010519491231002X", "national_id:11010519491231002X");
        row("Dutch BSN", "BSN: 111222333", "national_id:111222333");
        row("order", "Where is order #A-20455?", "order:A-20455");
        row("German customer number", "Kundennummer: 4711-0815", "account:4711-0815");
        row("api key", "key sk-abcdEFGH1234567890ijkl leaked", "secret:sk-abcdEFGH1234567890ijkl");
        row("password", "my password is hunter2!x", "secret:hunter2!x");
        row("German password", "Passwort: geheim99", "secret:geheim99");
        row("name", "Hi, my name is Anna Kowalska and I need help", "person:Anna Kowalska");
        row("German greeting", "Sehr geehrte Frau Dr. Schmidt,", "person:Schmidt");
        row("signature", "It fails.\n\nBest regards,\nJohn Smith", "person:John Smith");
        row("English address", "Ship to 221 Baker Street please", "address:221 Baker Street");
        row("German address", "Ich wohne Hauptstraße 12 seit Mai", "address:Hauptstraße 12");
        row("Spanish address", "Vivo en Calle Mayor 15", "address:Calle Mayor 15");
    }
    void eachKindIsFoundWithItsExactSpan()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(found(text.toStdString()), expected);
    }

    void whatOnlyLooksLikePersonalDataIsLeft_data()
    {
        QTest::addColumn<QString>("text");
        int n = 0;
        for (const char* text : {"It happened on 2024-03-15 at 10:32:07.", "Version 4.12.1.0 crashes.",
                 "We have 1,250 users and 37 teams.", "Invoice total: 12.345,67 EUR", "Error 0x80070005 in line 4711",
                 "I forgot my password and cannot reset it.", "The password reset mail does not arrive.",
                 "Card 4111 1111 1111 1112 is declined", "See section 3.2.1 of the guide",
                 "Thanks for your help with the street map", "The order of the columns is wrong.", "He paid 100 200 300 in turn"})
            QTest::newRow(std::to_string(n++).c_str()) << QString::fromUtf8(text);
    }
    void whatOnlyLooksLikePersonalDataIsLeft()
    {
        QFETCH(QString, text);
        QCOMPARE(found(text.toStdString()), QString());
    }

    void theSameValueGetsTheSamePlaceholder()
    {
        const Redacted redacted = redact("a@x.org wrote to b@x.org, then a@x.org called +1 415 555 0132.");
        QCOMPARE(qt(redacted.text()), QStringLiteral("[EMAIL_1] wrote to [EMAIL_2], then [EMAIL_1] called [PHONE_1]."));
        QCOMPARE(redacted.replacements().size(), std::size_t(4));
        QCOMPARE(redacted.replacements()[0].span.begin, std::size_t(0));
        QCOMPARE(redacted.replacements()[0].span.end, std::size_t(7));
    }

    void redactedTextHoldsNothingMoreToFind()
    {
        const Redacted once
            = redact("I am Ms. Jane Roe, jane@roe.example, card 5555 5555 5555 4444, IBAN GB29 NWBK 6016 1331 9268 19.");
        QCOMPARE(found(once.text()), QString());
    }

    void aTextWithoutPersonalDataStaysAsItIs()
    {
        const Redacted redacted = redact("Nothing to hide here.");
        QCOMPARE(qt(redacted.text()), QStringLiteral("Nothing to hide here."));
        QVERIFY(redacted.replacements().empty());
    }

    void strangeInputIsTakenWithoutHarm()
    {
        for (const std::string& text : {std::string(), std::string("\0a@b.org\0", 9), std::string("\xFF\xC3(\xE2\x82"),
                 std::string("@@@@..@"), std::string("+((("),
                 std::string("\xE2\x80\xAE"
                             "drowssap"),
                 std::string("-----BEGIN PRIVATE KEY-----"), std::string("password:")})
            redact(text);
        QCOMPARE(found(std::string("\0a@b.org\0", 9)), QStringLiteral("email:a@b.org"));
    }

    void aMegabyteIsScannedInLinearTime()
    {
        for (const std::string_view piece :
            {"1", "1 ", "a@", "-", "12-", "eyJ", "A", "Rua A ", "sk-", "order ", "://", "1:", "路", "dear A "}) {
            std::string text;
            while (text.size() < 1'000'000)
                text += piece;
            QElapsedTimer timer;
            timer.start();
            findPersonalData(text);
            QVERIFY2(timer.elapsed() < 8000 * slowdown, std::string(piece).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestRedaction)
#include "TestRedaction.moc"
