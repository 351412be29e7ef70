// links: tandem_base
#include "base/Ascii.h"
#include "support/Strings.h"

using namespace tandem;

class TestAscii : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyAsciiCapitalsBecomeSmall()
    {
        QCOMPARE(qt(text::lowerAscii("AZ @[`{ az09")), qt("az @[`{ az09"));
        QCOMPARE(text::lowerAscii('Z'), 'z');
    }
    void otherLettersKeepTheirBytesAndPlaces() { QCOMPARE(qt(text::lowerAscii("ÄB İC")), qt("Äb İc")); }
};

QTEST_GUILESS_MAIN(TestAscii)
#include "TestAscii.moc"
