// links: tandem_privacy
#include "base/Text.h"
#include "privacy/Redaction.h"
#include "support/Strings.h"

#include <QTest>

#include <random>

using namespace tandem;

class TestPersonalData final : public QObject {
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

    static void spanColumns()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
    }
    static void row(const char* name, const char* text, const char* expected)
    {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    }
    static void compareSpans()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(found(text.toStdString()), expected);
    }

private Q_SLOTS:
    void eachKindOfNumberAndSecretIsFoundWithItsExactSpan_data()
    {
        spanColumns();
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
        row("UK insurance number", "NI number AB 12 34 56 C please", "national_id:AB 12 34 56 C");
        row("UK health number", "NHS number 943 476 5919", "national_id:943 476 5919");
        row("US taxpayer number", "ITIN 911-70-1234", "national_id:911-70-1234");
        row("German tax number in groups", "Steuer-ID 86 095 742 719", "national_id:86 095 742 719");
        row("Portuguese NIF", "NIF 123456789 na fatura", "national_id:123456789");
        row("French number", "sécu 2 55 08 14 168 025 38", "national_id:2 55 08 14 168 025 38");
        row("Emirates id", "رقم الهوية 784-1980-1234567-8", "national_id:784-1980-1234567-8");
        row("Saudi id", "رقم هويتي 1000000008", "national_id:1000000008");
        row("Egyptian id", "الرقم القومي 29001011234567", "national_id:29001011234567");
        row("Japanese My Number", "マイナンバーは123456789018です", "national_id:123456789018");
        row("Spanish NIE", "NIE X1234567L", "national_id:X1234567L");
        row("IPv4 in IPv6", "from ::ffff:192.0.2.1 again", "ip:::ffff:192.0.2.1");
        row("network", "allow 203.0.113.0/24 please", "ip:203.0.113.0/24");
        row("number before the order", "TR-770412 numaralı siparişim nerede?", "order:TR-770412");
        row("Chinese order", "订单号CN77120488八天了", "order:CN77120488");
        row("Japanese order", "注文番号JP-771204のまま", "order:JP-771204");
        row("Italian order", "Annullate l'ordine n. 2026/44810, grazie", "order:2026/44810");
        row("Spanish order", "Anulen el pedido núm. 20260412-33", "order:20260412-33");
        row("short order", "order #1042 please", "order:1042");
        row("customer in Spanish", "Número de cliente 5520-9914", "account:5520-9914");
        row("login in an address", "postgres://desk:s3cretXy@db.example/x", "secret:s3cretXy");
        row("password without a verb", "şifrem Deniz!Mavi42 ama girmiyor", "secret:Deniz!Mavi42");
        row("card code", "CVV 123", "secret:123");
        row("full-width phone", "電話は０９０－１２３４－８８７７です", "phone:０９０－１２３４－８８７７");
        row("Arabic digits", "جوالي ٠٥٥١٢٣٤٨٧٧", "phone:٠٥٥١٢٣٤٨٧٧");
        row("zero-width signs in a card", "card 4111\u200B1111\u200B1111\u200D1111 ok",
            "card:4111\u200B1111\u200B1111\u200D1111");
        row("soft hyphen in an address", "mail ana\u00ADlopez@example.com", "email:ana\u00ADlopez@example.com");
        row("direction marks", "\u202Email\u202C ana@example.com\u200F!", "email:ana@example.com");
        row("no-break spaces", "IBAN DE89\u00A03704\u00A00044\u00A00532\u00A00130\u00A000",
            "iban:DE89\u00A03704\u00A00044\u00A00532\u00A00130\u00A000");
    }
    void eachKindOfNumberAndSecretIsFoundWithItsExactSpan() { compareSpans(); }
    void numbersAreFoundInLessUsualForms_data()
    {
        spanColumns();
        row("Chinese mobile alone", "13812345678", "phone:13812345678");
        row("card with dots", "card 4111.1111.1111.1111 ok", "card:4111.1111.1111.1111");
        row("card with two blanks", "card 4111  1111  1111  1111 ok", "card:4111  1111  1111  1111");
        row("card with its end", "card 4111111111111111exp12/27 declined", "card:4111111111111111");
        row("grouped card with its end", "card 4111 1111 1111 1111exp 12/27", "card:4111 1111 1111 1111");
        row("iban with two blanks", "DE89  3704  0044  0532  0130  00", "iban:DE89  3704  0044  0532  0130  00");
        row("iban with dots", "IBAN: DE89.3704.0044.0532.0130.00.", "iban:DE89.3704.0044.0532.0130.00");
        row("email at an accented host", "Mail an ada@münchen.de, bitte", "email:ada@münchen.de");
        row("Emirates id of any check digit", "my id 784-1980-1234567-9", "national_id:784-1980-1234567-9");
        row("passport", "passport number 123456789", "national_id:123456789");
        row("German passport", "Reisepassnummer: C01X00T478", "national_id:C01X00T478");
        row("Chinese passport", "护照号码：E12345678", "national_id:E12345678");
    }
    void numbersAreFoundInLessUsualForms() { compareSpans(); }
    void namesAndAddressesAreFoundWithTheirExactSpans_data()
    {
        spanColumns();
        row("name", "Hi, my name is Anna Kowalska and I need help", "person:Anna Kowalska");
        row("German greeting", "Sehr geehrte Frau Dr. Schmidt,", "person:Schmidt");
        row("signature", "It fails.\n\nBest regards,\nJohn Smith", "person:John Smith");
        row("English address", "Ship to 221 Baker Street please", "address:221 Baker Street");
        row("German address", "Ich wohne Hauptstraße 12 seit Mai", "address:Hauptstraße 12");
        row("Spanish address", "Vivo en Calle Mayor 15", "address:Calle Mayor 15");
        row("name in a sentence", "Please forward it to Ingrid Solheim in our legal team", "person:Ingrid Solheim");
        row("name in a chat", "hello this is tom whitaker from accounting", "person:tom whitaker");
        row("name after a title", "I asked Mr. Hendricks last week", "person:Hendricks");
        row("sign-off in the line", "Cheers, Wendy", "person:Wendy");
        row("the name again", "Faina D. Yefremova called. What did Yefremova want?",
            "person:Faina D. Yefremova|person:Yefremova");
        row("name known from the address", "Okafor wrote from r.okafor@mail.example.com",
            "person:Okafor|email:r.okafor@mail.example.com");
        row("German chat", "ich bin der Jonas aus der Buchhaltung", "person:Jonas");
        row("German colleagues", "bei uns haben Petra Krüger und Stefan Lindner Adminrechte",
            "person:Petra Krüger|person:Stefan Lindner");
        row("Italian title", "Gentile Sig.ra Moretti,", "person:Moretti");
        row("Dutch particles", "t.a.v. Pieter van der Meulen", "person:Pieter van der Meulen");
        row("Turkish ending", "Zeynep'ten haber yok", "person:Zeynep");
        row("Turkish title", "Ahmet Bey söz vermişti", "person:Ahmet");
        row("Arabic name", "زميلي عبدالله الشمري سيتابع", "person:عبدالله الشمري");
        row("Arabic for someone", "المسؤولون محمد الزهراني وهدى السالم", "person:محمد الزهراني|person:هدى السالم");
        row("Chinese name", "我是财务部的孙丽，报表不见了", "person:孙丽");
        row("Chinese title", "尊敬的王经理", "person:王");
        row("Chinese pair", "管理员只有徐静和马超两个人", "person:徐静|person:马超");
        row("Japanese name", "佐藤美咲と申します。", "person:佐藤美咲");
        row("Japanese surname", "経理の中村です。", "person:中村");
        row("Japanese honorific", "田中様\n\n請求書の件です。", "person:田中");
        row("British address", "Bill to 14 Alder Close, Leeds LS6 2AB.", "address:14 Alder Close, Leeds LS6 2AB");
        row("American address", "to 2280 Juniper Way, Apt 5C, Boulder, CO 80302. Ring twice.",
            "address:2280 Juniper Way, Apt 5C, Boulder, CO 80302");
        row("French address", "au 3 bis avenue Jean Jaurès, 31000 Toulouse.", "address:3 bis avenue Jean Jaurès, 31000 Toulouse");
        row("Polish address", "adres: ul. Lipowa 14/3, 31-052 Kraków.", "address:ul. Lipowa 14/3, 31-052 Kraków");
        row("Turkish address", "Yeni adres: Gül Sokak No: 12, Kadıköy, İstanbul.", "address:Gül Sokak No: 12, Kadıköy, İstanbul");
        row("Chinese address", "公司搬到了深圳市南山区科技园南路19号", "address:深圳市南山区科技园南路19号");
        row("Japanese address", "新住所：〒150-0042 東京都渋谷区宇田川町15-1", "address:〒150-0042 東京都渋谷区宇田川町15-1");
        row("Japanese address alone", "東京都渋谷区宇田川町15-1", "address:東京都渋谷区宇田川町15-1");
        row("Japanese blocks alone", "大阪市北区梅田2丁目4番9号", "address:大阪市北区梅田2丁目4番9号");
        row("Arabic address", "عنواني: شارع الملك فهد 45، الرياض 11564.", "address:شارع الملك فهد 45، الرياض 11564");
        row("address in lines", "It is\n14 Alder Close\nLeeds LS6 2AB\n\nThanks", "address:14 Alder Close\nLeeds LS6 2AB");
        row("French chat", "ici nadia du service compta", "person:nadia");
        row("German nobility", "Herr von Bülow kommt nicht rein", "person:von Bülow");
    }
    void namesAndAddressesAreFoundWithTheirExactSpans() { compareSpans(); }

    void whatOnlyLooksLikePersonalDataIsLeft_data()
    {
        QTest::addColumn<QString>("text");
        int n = 0;
        for (const char* text : {"It happened on 2024-03-15 at 10:32:07.", "Version 4.12.1.0 crashes.",
                 "We have 1,250 users and 37 teams.", "Invoice total: 12.345,67 EUR", "Error 0x80070005 in line 4711",
                 "I forgot my password and cannot reset it.", "The password reset mail does not arrive.",
                 "Card 4111 1111 1111 1112 is declined", "See section 3.2.1 of the guide",
                 "Thanks for your help with the street map", "The order of the columns is wrong.", "He paid 100 200 300 in turn",
                 "Hi Team, the Professional plan renews on 2026-04-01.", "Hello Support, good Morning all", "Dear Sir or Madam,",
                 "Sehr geehrte Damen und Herren,", "Cher Service Client, merci", "Estimado Servicio de Atención al Cliente",
                 "Sayın Yetkili, teşekkürler", "Szanowni Państwo", "The iPhone 15 Pro Max app shows no Orders.",
                 "Red Hat Enterprise Linux 9 with Oracle 19c", "Build 2025.2.1 (commit 9fce1d7) broke it",
                 "I've asked, I'd like to know, I'm lost", "Best regards,\nThe Finance Team",
                 "Mit freundlichen Grüßen\nIhr Team Einkauf", "Part number 4006381333931 is sold out",
                 "We order 12000 pieces a year", "order 2024-03-15 was late", "7.3.0.12 sürümü çöküyor",
                 "Son e-posta 03.04.2026 14:05:33'te geldi", "request 7f3c9a52-1b0e-4c6d-9a41-55d0e2b7c810",
                 "Abonnementpreise und levensgevaarlijk", "我是高级会员，马上回复", "张数不对，下周一处理",
                 "道路地図の3丁目のラベル", "お客様各位", "サポート担当者様、ありがとう", "أنا سعيد جدا بالتحديث",
                 "The std::vector has 3 elements", "a red card on the Kanban board", "row 48213 has 3 000 000 in it",
                 "Die Karte geht nicht", "大阪市有3家分店", "passport 2026 renewal", "my passport expired on 2026-01-02",
                 "4111 1111 1111 1112exp", "rows 1234  5678  9012 in the table", "version 4111.1111 of the file"})
            QTest::newRow(std::to_string(n++).c_str()) << QString::fromUtf8(text);
    }
    void whatOnlyLooksLikePersonalDataIsLeft()
    {
        QFETCH(QString, text);
        QCOMPARE(found(text.toStdString()), QString());
    }

    void strangeInputIsTakenWithoutHarm()
    {
        for (const std::string& text : {std::string(), std::string("\0a@b.org\0", 9), std::string("\xFF\xC3(\xE2\x82"),
                 std::string("@@@@..@"), std::string("+((("),
                 std::string("\xE2\x80\xAE"
                             "drowssap"),
                 std::string("-----BEGIN PRIVATE KEY-----"), std::string("password:")})
            findPersonalData(text);
        QCOMPARE(found(std::string("\0a@b.org\0", 9)), QStringLiteral("email:a@b.org"));
    }

    void everySpanLiesOnWholeCharacters()
    {
        std::mt19937 random(7);
        const std::vector<std::string> parts{"4111\u200B1111 1111 1111", "é", "王伟", "さん", " Ana ", "@", "example.com", "\xFF",
            "\xE2\x80", "\u202E", "+49 170 1234567", "。", "\n", "ø", "Müller", " von ", "محمد ", "٠٥٥١٢٣٤٨٧٧", "０９０",
            "[CARD_1]", "IBAN ", "DE89370400440532013000", "'", "’s "};
        for (int round = 0; round < 3000; ++round) {
            std::string text;
            for (unsigned count = random() % 12; count > 0; --count)
                text += parts[random() % parts.size()];
            std::size_t last = 0;
            for (const PiiSpan& span : findPersonalData(text)) {
                QVERIFY(span.begin >= last && span.begin < span.end && span.end <= text.size());
                QVERIFY((static_cast<unsigned char>(text[span.begin]) & 0xC0U) != 0x80 || !text::isValidUtf8(text));
                QVERIFY(span.end == text.size() || (static_cast<unsigned char>(text[span.end]) & 0xC0U) != 0x80
                    || !text::isValidUtf8(text));
                last = span.end;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPersonalData)
#include "TestPersonalData.moc"
