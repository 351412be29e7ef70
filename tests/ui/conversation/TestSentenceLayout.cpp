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

    void anEnglishSentenceInAnArabicDraftEndsOnItsRight()
    {
        // What is found fault with tells where its characters stand.
        const SentenceLayout layout = laidOut(
            draftOf({courtesy("مرحبًا ليلى."), claim("It takes 5 days.", 0.2, "refund", "", "\"days.\" is not in the evidence"),
                courtesy("شكرًا لك.")}),
            sampleView().evidence, 900);
        const SentencePiece end = value(layout);
        QCOMPARE(end.rect.right(), layout.bounds(1).right());
        QVERIFY(end.rect.left() > layout.bounds(1).center().x());
        QCOMPARE(layout.chips().size(), 1U);
        QVERIFY(layout.chips()[0].rect.left() >= end.rect.right());
        QVERIFY(layout.chips()[0].rect.right() <= layout.bounds(0).left());
        QVERIFY(layout.bounds(2).right() <= layout.bounds(1).left());
        QCOMPARE(layout.sentenceAt(end.rect.center()), 1);
        QCOMPARE(layout.sentenceAt(layout.chips()[0].rect.center()), 1);
    }

    void anArabicSentenceInAnEnglishDraftEndsOnItsLeft()
    {
        const SentenceLayout layout
            = laidOut(draftOf({courtesy("Hello Layla."),
                          claim("يستغرق ذلك أيامًا.", 0.2, "refund", "", "\".\" is not in the evidence"), courtesy("Thank you.")}),
                sampleView().evidence, 900);
        QCOMPARE(value(layout).rect.left(), layout.bounds(1).left());
        QVERIFY(layout.chips()[0].rect.right() <= layout.bounds(1).left());
        QVERIFY(layout.bounds(0).right() <= layout.chips()[0].rect.left());
        QVERIFY(layout.bounds(1).right() <= layout.bounds(2).left());
    }

    void englishSentencesInARowReadFromTheLeftInAnArabicDraft()
    {
        const SentenceLayout layout = laidOut(
            draftOf({courtesy("مرحبًا ليلى."), courtesy("This is one."), courtesy("This is two.")}), sampleView().evidence, 900);
        QVERIFY(layout.bounds(1).right() <= layout.bounds(2).left());
        QVERIFY(layout.bounds(2).right() <= layout.bounds(0).left());
    }

    void anAmountBehindAnArabicWordKeepsItsOrder()
    {
        const SentenceLayout layout
            = laidOut(draftOf({claim("سنعيد €38.00 اليوم.", 0.2, "", "", "\"€\" is not in the evidence")}), {}, 900);
        const SentencePiece sign = value(layout);
        const auto digits = std::ranges::find_if(
            layout.pieces(), [&](const SentencePiece& piece) { return std::abs(piece.rect.left() - sign.rect.right()) < 1; });
        QVERIFY(digits != layout.pieces().end());
        // Sign and digits, then the words on either side.
        QVERIFY(sign.rect.left() > layout.bounds(0).left() + 5);
        QVERIFY(digits->rect.right() < layout.bounds(0).right() - 5);
        const QFontMetricsF metrics(styleOf(m_look.theme()).font);
        QVERIFY2(std::abs(digits->rect.width() - metrics.horizontalAdvance(QStringLiteral("38.00"))) < 10,
            qPrintable(QString::number(digits->rect.width())));
    }

    void amountsAreIsolatedHoweverTheyAreWritten()
    {
        const auto shown = [](const std::string& amount) {
            return IsolatedDraft(draftText(draftOf({courtesy("سنعيد " + amount + " اليوم.")}), {})).text();
        };
        for (const char* amount : {"€38.00", "-$1,200", "38,00 €", "€ 5", "CHF 12"}) {
            const QString text = QString::fromUtf8(amount);
            const bool bySign = !text.startsWith(u'C'); // letters keep their order anyway
            QCOMPARE(shown(amount).contains(u'\u2066' + text + u'\u2069'), bySign);
        }
        // Takes no time with digits without end.
        QVERIFY(shown(std::string(200'000, '7')).size() > 200'000);
        QVERIFY(shown("€1" + std::string(200'000, ',')).size() > 200'000);
    }

    void aClosingThatIsNoSentenceRunsInItsOwnDirection()
    {
        Draft draft = draftOf({courtesy("مرحبًا ليلى.")});
        draft.text = "مرحبًا ليلى.\n\nKind regards,\nFernway";
        const IsolatedDraft shown(draftText(draft, {}));
        QCOMPARE(shown.direction(), Qt::RightToLeft);
        QVERIFY2(shown.text().contains(QStringLiteral("\u2066Kind regards,\u2069\u2028\u2066Fernway\u2069")),
            qPrintable(shown.text()));
    }

    void isolatingChangesNeitherTheTextNorItsCounting()
    {
        const DraftText text
            = draftText(draftOf({courtesy("مرحبًا ليلى."), claim("It costs €38.00.", 0.9, "refund", ""), courtesy("شكرًا.")}),
                sampleView().evidence);
        const IsolatedDraft shown(text);
        QVERIFY(shown.text().size() > text.text.size());
        for (int at = 0; at < text.text.size(); ++at) {
            QCOMPARE(shown.text()[shown.shownAt(at)], text.text[at]);
            QCOMPARE(shown.ownAt(shown.shownAt(at)), at);
        }
        QCOMPARE(shown.ownAt(0), 0);
        QCOMPARE(shown.ownAt(static_cast<int>(shown.text().size())), static_cast<int>(text.text.size()));
        SentenceLayout layout;
        layout.setText(text);
        QCOMPARE(layout.text().text, text.text);
        // Nothing is added where all runs one way.
        const DraftText plain = draftText(sampleDraft(), sampleView().evidence);
        QCOMPARE(IsolatedDraft(plain).text(), plain.text);
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
    static SentencePiece value(const SentenceLayout& layout)
    {
        const auto found = std::ranges::find_if(layout.pieces(), &SentencePiece::isValue);
        return found == layout.pieces().end() ? SentencePiece() : *found;
    }

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
