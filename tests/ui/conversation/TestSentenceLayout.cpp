// links: tandem_ui
#include "ui/conversation/SampleTicket.h"
#include "ui/conversation/SentenceLayout.h"
#include "ui/support/Look.h"

#include <QTest>

#include <algorithm>

using namespace tandem;
using namespace tandem::ui;

namespace {

SentenceStyle styleOf(const Theme& theme)
{
    SentenceStyle style;
    style.font = theme.font(TextRole::Draft);
    style.strong = style.font;
    style.chip = theme.font(TextRole::Badge);
    style.value = theme.palette().bad;
    return style;
}

} // namespace

class TestSentenceLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySentenceHasARectOnEachLineItTouches()
    {
        const SentenceLayout layout = laidOut(sampleDraft(), sampleView().evidence, 480);
        for (int sentence = 0; sentence < 6; ++sentence)
            QVERIFY2(!layout.bounds(sentence).isNull(), qPrintable(QString::number(sentence)));
        std::vector<qreal> lines;
        for (const SentencePiece& piece : layout.pieces()) {
            QVERIFY(piece.rect.left() >= -0.5 && piece.rect.right() <= 480.5);
            if (piece.sentence == 2)
                lines.push_back(piece.rect.top());
        }
        QVERIFY(lines.size() >= 2);
        QCOMPARE(layout.height() / 24, std::round(layout.height() / 24));
    }

    void sentencesDoNotOverlap()
    {
        const SentenceLayout layout = laidOut(sampleDraft(), sampleView().evidence, 480);
        for (const SentencePiece& one : layout.pieces()) {
            for (const SentencePiece& other : layout.pieces()) {
                if (one.sentence != other.sentence)
                    QVERIFY(one.rect.intersected(other.rect).width() < 0.6);
            }
        }
    }

    void aPointInASentenceFindsIt()
    {
        const SentenceLayout layout = laidOut(sampleDraft(), sampleView().evidence, 480);
        for (const SentencePiece& piece : layout.pieces())
            QCOMPARE(layout.sentenceAt(piece.rect.center()), piece.sentence);
        for (const ChipPlace& chip : layout.chips())
            QCOMPARE(layout.sentenceAt(chip.rect.center()), chip.sentence);
        QCOMPARE(layout.sentenceAt(QPointF(-20, 5)), -1);
        QCOMPARE(layout.sentenceAt(QPointF(10, layout.height() + 30)), -1);
    }

    void chipsStandBehindTheirSentence()
    {
        const SentenceLayout layout = laidOut(sampleDraft(), sampleView().evidence, 2000);
        QCOMPARE(layout.chips().size(), 4U); // three supported, one weak; nothing behind the unsupported one
        for (const ChipPlace& chip : layout.chips()) {
            QCOMPARE(chip.rect.height(), 14.0);
            QVERIFY(chip.rect.width() >= 14);
            QVERIFY(chip.rect.left() >= layout.bounds(chip.sentence).right());
        }
        QCOMPARE(layout.chips()[1].source, 2);
    }

    void theFaultyValueIsAPieceOfItsOwn()
    {
        const SentenceLayout layout = laidOut(sampleDraft(), sampleView().evidence, 2000);
        const auto value = std::ranges::count_if(layout.pieces(), &SentencePiece::isValue);
        QCOMPARE(value, 1);
        const auto piece = std::ranges::find_if(layout.pieces(), &SentencePiece::isValue);
        QCOMPARE(piece->sentence, 3);
        QVERIFY(piece->rect.width() < layout.bounds(3).width() / 4);
    }

    void arabicRunsFromTheRight()
    {
        Draft draft = draftOf({courtesy("مرحبًا ليلى."), claim("يمكن استرداد €32.00 خلال 30 يومًا من الخصم.", 0.9, "refund", "")});
        const SentenceLayout layout = laidOut(draft, sampleView().evidence, 900);
        QVERIFY(layout.bounds(0).left() > layout.bounds(1).left());
        QCOMPARE(layout.chips().size(), 1U);
        QVERIFY(layout.chips()[0].rect.right() <= layout.bounds(1).left() + 1);
        // Numbers run the other way inside; the sentence still is one stretch without holes.
        const auto pieces
            = std::ranges::count_if(layout.pieces(), [](const SentencePiece& piece) { return piece.sentence == 1; });
        QCOMPARE(pieces, 1);
        QCOMPARE(layout.sentenceAt(layout.bounds(1).center()), 1);
    }

    void japaneseBreaksWithoutSpaces()
    {
        Draft draft = draftOf({courtesy("お問い合わせありがとうございます。"),
            claim("請求書の宛名は設定画面の請求タブから変更できます。変更後の請求書は翌月から有効です。", 0.9, "invoices", "")});
        const SentenceLayout layout = laidOut(draft, sampleView().evidence, 200);
        const auto pieces
            = std::ranges::count_if(layout.pieces(), [](const SentencePiece& piece) { return piece.sentence == 1; });
        QVERIFY(pieces >= 2);
        for (const SentencePiece& piece : layout.pieces())
            QVERIFY(piece.rect.right() <= 200.5);
    }

    void paragraphsOfTheDraftStay()
    {
        Draft draft = draftOf({courtesy("Hello Elena,"), claim("It is refundable.", 0.9, "refund", "")});
        draft.text = "Hello Elena,\n\nIt is refundable.\n\nKind regards";
        const SentenceLayout layout = laidOut(draft, sampleView().evidence, 900);
        QCOMPARE(layout.height(), 24.0 * 3 + 12 * 2);
        QVERIFY(layout.bounds(1).top() > layout.bounds(0).bottom());
    }

    void aWordWiderThanTheLineIsBroken()
    {
        const SentenceLayout layout
            = laidOut(draftOf({claim(std::string(400, 'x'), 0.9, "refund", "")}), sampleView().evidence, 120);
        QVERIFY(layout.pieces().size() > 10);
        for (const SentencePiece& piece : layout.pieces())
            QVERIFY(piece.rect.right() <= 120.5);
    }

    void nothingIsLaidOutOfAnEmptyDraft()
    {
        const SentenceLayout layout = laidOut(draftOf({}), {}, 300);
        QVERIFY(layout.pieces().empty());
        QCOMPARE(layout.sentenceAt(QPointF(1, 1)), -1);
    }

    void reasonsNameTheirValue_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("nearest");
        QTest::newRow("bare") << QStringLiteral("€38.00 is not in the evidence; nearest is €32.00") << QStringLiteral("€38.00")
                              << QStringLiteral("€32.00");
        QTest::newRow("quoted") << QStringLiteral("\"CET\" is not in the evidence; here it says \"UTC\"") << QStringLiteral("CET")
                                << QStringLiteral("UTC");
        QTest::newRow("alone") << QStringLiteral("€38.00 is not in the evidence") << QStringLiteral("€38.00") << QString();
        QTest::newRow("elsewhere") << QStringLiteral("30 stands in the evidence for something else; here it says 14")
                                   << QStringLiteral("30") << QStringLiteral("14");
        QTest::newRow("exchange") << QStringLiteral("It says \"annual\" where the evidence says \"monthly\"")
                                  << QStringLiteral("annual") << QStringLiteral("monthly");
        QTest::newRow("none") << QStringLiteral("The evidence does not say this") << QString() << QString();
    }

    void reasonsNameTheirValue()
    {
        QFETCH(QString, reason);
        const ValueFinding finding
            = valueFinding(claim("In CET the annual plan costs €38.00 for 30 days.", 0.1, "", "", reason.toStdString()));
        QTEST(finding.value, "value");
        QTEST(finding.nearest, "nearest");
    }

private:
    SentenceLayout laidOut(const Draft& draft, const std::vector<Passage>& evidence, qreal width)
    {
        SentenceLayout layout;
        layout.setText(draftText(draft, evidence));
        layout.layOut(styleOf(m_look.theme()), width);
        return layout;
    }

    Look m_look;
};

QTEST_MAIN(TestSentenceLayout)
#include "TestSentenceLayout.moc"
