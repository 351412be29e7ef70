// links: tandem_knowledge
#include "knowledge/Cohesion.h"

#include <QTest>

#include <algorithm>

using namespace tandem;

namespace {

std::ptrdiff_t weakest(const std::vector<double>& cohesion)
{
    return std::min_element(cohesion.begin() + 1, cohesion.end()) - cohesion.begin();
}

} // namespace

class TestCohesion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSubjectChangesWhereWordsDo_data();
    void theSubjectChangesWhereWordsDo();
    void theSubjectChangesWhereVectorsDo();
    void oddInputIsHarmless();
};

void TestCohesion::theSubjectChangesWhereWordsDo_data()
{
    QTest::addColumn<QStringList>("sentences");
    QTest::newRow("English") << QStringList{QStringLiteral("Open the board and choose export."),
        QStringLiteral("The export of a board takes some minutes."), QStringLiteral("Each export holds the cards of the board."),
        QStringLiteral("A refund is paid to the card you used."), QStringLiteral("We pay refunds within five days."),
        QStringLiteral("For a refund of a trial, write to us.")};
    QTest::newRow("Chinese") << QStringList{QStringLiteral("打开看板并选择导出。"), QStringLiteral("导出看板需要几分钟。"),
        QStringLiteral("导出的文件包含看板的全部卡片。"), QStringLiteral("退款将退回原支付账户。"),
        QStringLiteral("退款在五个工作日内到账。"), QStringLiteral("试用期的退款请联系客服。")};
    QTest::newRow("Arabic") << QStringList{QStringLiteral("افتح اللوحة واختر التصدير."),
        QStringLiteral("يستغرق تصدير اللوحة دقائق."), QStringLiteral("يحتوي التصدير على بطاقات اللوحة."),
        QStringLiteral("يعود المبلغ إلى بطاقتك المصرفية."), QStringLiteral("نعيد المبلغ خلال خمسة أيام."),
        QStringLiteral("لاسترداد المبلغ راسلنا.")};
}

void TestCohesion::theSubjectChangesWhereWordsDo()
{
    QFETCH(QStringList, sentences);
    std::vector<std::string> texts;
    for (const QString& sentence : sentences)
        texts.push_back(sentence.toStdString());
    const std::vector<double> cohesion = wordCohesion({texts.begin(), texts.end()});
    QCOMPARE(cohesion.size(), 6U);
    QCOMPARE(weakest(cohesion), 3);
    for (const double value : cohesion)
        QVERIFY(value >= 0 && value <= 1);
}

void TestCohesion::theSubjectChangesWhereVectorsDo()
{
    const std::vector<float> one{1, 0, 0.1F};
    const std::vector<float> other{0, 1, 0.1F};
    QCOMPARE(weakest(vectorCohesion({one, one, one, one, other, other, other})), 4);
}

void TestCohesion::oddInputIsHarmless()
{
    QVERIFY(wordCohesion({}).empty());
    QCOMPARE(wordCohesion({"one"}).size(), 1U);
    QCOMPARE(wordCohesion({"...", "!!!", ""}), (std::vector<double>{0, 0.5, 0.5}));
    QVERIFY(vectorCohesion({}).empty());
    QVERIFY(vectorCohesion({{1, 0}, {}}).empty());
    QVERIFY(vectorCohesion({{1, 0}, {1, 0, 0}}).empty());
    QCOMPARE(vectorCohesion({{0, 0}, {0, 0}}).size(), 2U);
}

QTEST_GUILESS_MAIN(TestCohesion)
#include "TestCohesion.moc"
