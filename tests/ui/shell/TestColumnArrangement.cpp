// links: tandem_ui
// The inbox's columns at the widths of console.md, with plain widgets in their place.
#include "ui/shell/InboxColumns.h"
#include "ui/support/Look.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <optional>

namespace tandem::ui {

class TestColumnArrangement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look.emplace(); }
    void init();

    void aWideWindowShowsAllFour();
    void underTwelveHundredEightyTheSidePanelLiesOverTheConversationOnDemand();
    void theOverlayIsClosedByEscapeAndGoesBackToItsColumnInAWideWindow();
    void underTenHundredEightyTheViewsGo();
    void underNineHundredSixtyListAndConversationTakeTurns();
    void aSidePanelPutAwayStaysAwayInAWideWindow();
    void inARightToLeftDeskTheOverlayLiesAtTheLeft();

private:
    using Column = InboxColumns::Column;
    [[nodiscard]] QWidget* at(Column column) const { return m_widgets[static_cast<std::size_t>(column)]; }
    [[nodiscard]] bool isShown(Column column) const { return at(column)->isVisible(); }
    // As wide inside as a window of that width, less the rail.
    void makeWindow(int width)
    {
        m_columns->resize(width - 52, 600);
        m_columns->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_columns.get()));
    }

    std::optional<Look> m_look;
    std::array<QWidget*, 4> m_widgets{};
    std::unique_ptr<InboxColumns> m_columns;
};

void TestColumnArrangement::init()
{
    for (QWidget*& widget : m_widgets)
        widget = new QWidget;
    m_columns = std::make_unique<InboxColumns>(m_widgets);
}

void TestColumnArrangement::aWideWindowShowsAllFour()
{
    makeWindow(1280);
    for (const Column column : {Column::Views, Column::List, Column::Conversation, Column::Side})
        QVERIFY(isShown(column));
    QVERIFY(m_columns->hasViews());
    QVERIFY(!m_columns->hidesList());
    QVERIFY(at(Column::Conversation)->width() >= 400);
}

void TestColumnArrangement::underTwelveHundredEightyTheSidePanelLiesOverTheConversationOnDemand()
{
    makeWindow(1279);
    QVERIFY(!isShown(Column::Side));
    const int before = at(Column::Conversation)->width();
    m_columns->bring(Column::Side);
    QVERIFY(isShown(Column::Side));
    QVERIFY(m_columns->sideLiesOver());
    QCOMPARE(at(Column::Conversation)->width(), before);
    const QRect side(at(Column::Side)->mapTo(m_columns.get(), QPoint()), at(Column::Side)->size());
    QCOMPARE(side.right(), m_columns->rect().right());
    QCOMPARE(side.height(), m_columns->height());
}

void TestColumnArrangement::theOverlayIsClosedByEscapeAndGoesBackToItsColumnInAWideWindow()
{
    makeWindow(1200);
    m_columns->bring(Column::Side);
    QTest::keyClick(m_columns.get(), Qt::Key_Escape);
    QVERIFY(!isShown(Column::Side));
    m_columns->bring(Column::Side);
    QSignalSpy arranged(m_columns.get(), &InboxColumns::arranged);
    m_columns->resize(1388, 600);
    QVERIFY(!arranged.empty());
    QVERIFY(isShown(Column::Side));
    QVERIFY(!m_columns->sideLiesOver());
    QTRY_VERIFY(at(Column::Side)->mapTo(m_columns.get(), QPoint()).x()
        >= at(Column::Conversation)->mapTo(m_columns.get(), QPoint()).x() + at(Column::Conversation)->width());
}

void TestColumnArrangement::underTenHundredEightyTheViewsGo()
{
    makeWindow(1079);
    QVERIFY(!isShown(Column::Views));
    QVERIFY(!m_columns->hasViews());
    QVERIFY(isShown(Column::List));
    QVERIFY(isShown(Column::Conversation));
    QVERIFY(at(Column::Conversation)->width() >= 480);
}

void TestColumnArrangement::underNineHundredSixtyListAndConversationTakeTurns()
{
    makeWindow(800);
    QVERIFY(isShown(Column::List));
    QVERIFY(!isShown(Column::Conversation));
    QCOMPARE(at(Column::List)->width(), m_columns->width());
    m_columns->bring(Column::Conversation);
    QVERIFY(!isShown(Column::List));
    QVERIFY(isShown(Column::Conversation));
    QVERIFY(m_columns->hidesList());
    m_columns->bring(Column::Side);
    QTest::keyClick(m_columns.get(), Qt::Key_Escape);
    QVERIFY(!isShown(Column::Side));
    QVERIFY(isShown(Column::Conversation));
    QTest::keyClick(m_columns.get(), Qt::Key_Escape);
    QVERIFY(isShown(Column::List));
    QVERIFY(!isShown(Column::Conversation));
    m_columns->resize(1100, 600);
    QVERIFY(isShown(Column::List));
    QVERIFY(isShown(Column::Conversation));
    QVERIFY(at(Column::List)->width() <= 440);
}

void TestColumnArrangement::aSidePanelPutAwayStaysAwayInAWideWindow()
{
    makeWindow(1440);
    m_columns->toggleSide();
    QVERIFY(!isShown(Column::Side));
    m_columns->resize(1500, 600);
    QVERIFY(!isShown(Column::Side));
    m_columns->bring(Column::Side);
    QVERIFY(isShown(Column::Side));
}

void TestColumnArrangement::inARightToLeftDeskTheOverlayLiesAtTheLeft()
{
    m_columns->setLayoutDirection(Qt::RightToLeft);
    makeWindow(1200);
    m_columns->bring(Column::Side);
    QCOMPARE(at(Column::Side)->mapTo(m_columns.get(), QPoint()).x(), 0);
}

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestColumnArrangement)
#include "TestColumnArrangement.moc"
