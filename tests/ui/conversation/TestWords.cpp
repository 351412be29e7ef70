// links: tandem_ui
#include "ui/conversation/Words.h"

#include <QLocale>
#include <QTest>

using namespace tandem::ui;

class TestWords final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void aScoreHasTwoDigitsAndATrueMinus()
    {
        QCOMPARE(scoreText(0.756), QStringLiteral("0.76"));
        QCOMPARE(scoreText(-0.5), QStringLiteral("\u22120.50"));
    }
    void aScoreOfAlmostNothingHasNoSign()
    {
        QCOMPARE(scoreText(-0.001), QStringLiteral("0.00"));
        QCOMPARE(scoreText(0), QStringLiteral("0.00"));
    }
};

QTEST_MAIN(TestWords)
#include "TestWords.moc"
