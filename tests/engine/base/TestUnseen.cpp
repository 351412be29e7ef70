// links: tandem_base
#include "base/Unseen.h"

#include <QTest>

using namespace tandem;

class TestUnseen final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void joinersMarksAndFillersAreUnseen()
    {
        for (const char32_t c : {0xAD, 0x34F, 0x61C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202E,
                 0x2060, 0x2065, 0x206F, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0001, 0xE0041, 0xE0100, 0xE01EF})
            QVERIFY2(text::isUnseen(c), QByteArray::number(static_cast<uint>(c), 16));
    }

    void whatIsShownOrPartsWordsIsSeen()
    {
        for (const char32_t c : {0x0, 0x9, 0xA, 0x20, 0x41, 0xA0, 0xE9, 0x34E, 0x350, 0x627, 0x2003, 0x200A, 0x2010, 0x2019,
                 0x202F, 0x2070, 0x3000, 0x4E00, 0xFDFF, 0xFE10, 0xFF01, 0xFFFD, 0x1F600, 0xDFFFF, 0xE1000})
            QVERIFY2(!text::isUnseen(c), QByteArray::number(static_cast<uint>(c), 16));
    }
};

QTEST_GUILESS_MAIN(TestUnseen)
#include "TestUnseen.moc"
