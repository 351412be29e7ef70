// links: tandem_privacy
#include "privacy/Hmac.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

class TestHmac : public QObject {
    Q_OBJECT

    static QByteArray hex(const std::string& bytes) { return QByteArray::fromStdString(bytes).toHex(); }

private Q_SLOTS:
    // RFC 4231, test cases 1, 2 and 6.
    void theDigestsAreThoseOfTheStandard()
    {
        QCOMPARE(hex(hmacSha256(std::string(20, '\x0b'), "Hi There")),
            QByteArray("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
        QCOMPARE(hex(hmacSha256("Jefe", "what do ya want for nothing?")),
            QByteArray("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        QCOMPARE(hex(hmacSha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
    }

    // RFC 4648, section 10.
    void base64ComesBack()
    {
        for (const auto& [plain, text] :
            {std::pair("", ""), std::pair("f", "Zg=="), std::pair("fo", "Zm8="), std::pair("foo", "Zm9v"),
                std::pair("foob", "Zm9vYg=="), std::pair("fooba", "Zm9vYmE="), std::pair("foobar", "Zm9vYmFy")}) {
            QCOMPARE(toBase64(plain), std::string(text));
            QCOMPARE(fromBase64(text), std::optional(std::string(plain)));
        }
        const std::string zeros(3, '\0');
        QCOMPARE(fromBase64(toBase64(zeros)), std::optional(zeros));
        for (const char* bad : {"Zg", "Zg=", "Z===", "====", "Zm9v\n", "Zm 9", "Zh==", "Z-9_", "=m9v", "Zm=v"})
            QVERIFY2(!fromBase64(bad), bad);
    }
};

QTEST_GUILESS_MAIN(TestHmac)
#include "TestHmac.moc"
