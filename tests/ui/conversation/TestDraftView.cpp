// links: tandem_ui
#include "ui/conversation/DraftView.h"
#include "ui/conversation/SampleTicket.h"
#include "ui/support/Look.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace tandem;
using namespace tandem::ui;

class TestDraftView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_look.reset();
        m_view = std::make_unique<DraftView>();
        m_view->resize(2400, 60);
        m_view->setDraft(sampleDraft(), sampleView().evidence);
        m_view->show();
    }

    void cleanup() { m_view.reset(); }

    void linesTellTheSupport()
    {
        const QImage image = grabbed();
        const Palette& palette = m_look.theme().palette();
        QCOMPARE(lineColour(image, 1), palette.okFill);
        QCOMPARE(lineColour(image, 2), palette.okFill);
        QCOMPARE(lineColour(image, 3), palette.badFill);
        QVERIFY(lineColour(image, 0) != palette.okFill && lineColour(image, 0) != palette.badFill);
    }

    void aWeakSentenceIsDashed()
    {
        const QImage image = grabbed();
        const SentencePiece piece = firstPiece(5);
        const int y = static_cast<int>(std::round(piece.baseline + 5));
        int dashes = 0;
        int gaps = 0;
        for (int x = static_cast<int>(piece.rect.left()) + 1; x < static_cast<int>(piece.rect.right()) - 1; ++x)
            (image.pixelColor(x, y) == m_look.theme().palette().warnFill ? dashes : gaps)++;
        QVERIFY2(dashes > gaps && gaps > dashes / 4, qPrintable(QStringLiteral("%1 on, %2 off").arg(dashes).arg(gaps)));
    }

    void theFaultyValueHasAFillAndNoLine()
    {
        const QImage image = grabbed();
        const auto& pieces = m_view->layoutOfSentences().pieces();
        const auto value = std::ranges::find_if(pieces, &SentencePiece::isValue);
        QVERIFY(value != pieces.end());
        const int middle = static_cast<int>(value->rect.center().x());
        QVERIFY(image.pixelColor(middle, static_cast<int>(std::round(value->baseline + 6))) != m_look.theme().palette().badFill);
        QCOMPARE(image.pixelColor(static_cast<int>(value->rect.left()) - 1, static_cast<int>(value->baseline) - 5),
            m_look.theme().palette().badSoft);
    }

    void theSelectedSentenceIsFilled()
    {
        m_view->select(2);
        const SentencePiece piece = firstPiece(2);
        const QImage image = grabbed();
        QCOMPARE(image.pixelColor(static_cast<int>(piece.rect.center().x()), static_cast<int>(piece.baseline) - 14),
            m_look.theme().palette().accentSoft);
    }

    void bracketsMoveAndStayAtTheEnds()
    {
        QSignalSpy moved(m_view.get(), &DraftView::sentenceSelected);
        QTest::keyClick(m_view.get(), Qt::Key_BracketRight);
        QCOMPARE(m_view->selected(), 0);
        for (int i = 0; i < 10; ++i)
            QTest::keyClick(m_view.get(), Qt::Key_BracketRight);
        QCOMPARE(m_view->selected(), 5);
        QTest::keyClick(m_view.get(), Qt::Key_BracketLeft);
        QCOMPARE(m_view->selected(), 4);
        QCOMPARE(moved.count(), 7);
    }

    void enterAsksForTheSource()
    {
        QSignalSpy asked(m_view.get(), &DraftView::sourceRequested);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(asked.count(), 0);
        m_view->select(2);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().toInt(), 2);
    }

    void aClickSelects()
    {
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, firstPiece(3).rect.center().toPoint());
        QCOMPARE(m_view->selected(), 3);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, QPoint(m_view->width() - 2, 40));
        QCOMPARE(m_view->selected(), 3);
    }

    void sentencesAreReadAloud()
    {
        QAccessibleInterface* view = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(view != nullptr);
        QCOMPARE(view->childCount(), 6);
        const QString said = view->child(3)->text(QAccessible::Name);
        QVERIFY2(
            said.startsWith(QStringLiteral("Sentence 4 of 6, unsupported, €38.00 is not in the evidence")), qPrintable(said));
        QVERIFY(view->child(2)->text(QAccessible::Name).contains(QStringLiteral("source 2: Refund policy")));
        m_view->select(2);
        QVERIFY(view->child(2)->state().selected);
        QVERIFY(m_view->accessibleDescription().contains(QStringLiteral("supported")));
    }

    void hugeTypeStaysInside()
    {
        m_look.theme().setTextScale(2);
        m_view->resize(600, m_view->heightForWidth(600));
        for (const SentencePiece& piece : m_view->layoutOfSentences().pieces()) {
            QVERIFY(piece.rect.right() <= 600.5);
            QVERIFY(piece.rect.bottom() <= m_view->height() + 0.5);
            QVERIFY(piece.rect.height() >= 47);
        }
    }

private:
    QImage grabbed() { return m_view->grab().toImage(); }

    SentencePiece firstPiece(int sentence)
    {
        const auto& pieces = m_view->layoutOfSentences().pieces();
        return *std::ranges::find(pieces, sentence, &SentencePiece::sentence);
    }

    QColor lineColour(const QImage& image, int sentence)
    {
        const SentencePiece piece = firstPiece(sentence);
        return image.pixelColor(static_cast<int>(piece.rect.left()) + 6, static_cast<int>(std::round(piece.baseline + 5)));
    }

    Look m_look;
    std::unique_ptr<DraftView> m_view;
};

QTEST_MAIN(TestDraftView)
#include "TestDraftView.moc"
