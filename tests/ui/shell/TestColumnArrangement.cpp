// links: tandem_ui
// The inbox's columns at the widths of console.md, with plain fields in their place.
#include "ui/shell/InboxColumns.h"
#include "ui/support/Look.h"

#include <QApplication>
#include <QLineEdit>
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
    void theKeyboardGoesWhereTheColumnWent();
    void escapeWorksWhereverTheKeyboardIs();
    void backToTheListPutsTheOverlayAway();
    void theKeyboardStaysWithTheSidePanelAsItChangesItsPlace();
    void aColumnThatStaysKeepsTheKeyboard();

private:
    using Column = InboxColumns::Column;
    [[nodiscard]] QWidget* at(Column column) const { return m_widgets[static_cast<std::size_t>(column)]; }
    [[nodiscard]] bool isShown(Column column) const { return at(column)->isVisible(); }
    // As wide inside as a window of that width, less the rail.
    void makeWindow(int width)
    {
        m_columns->resize(width - 52, 600);
        m_columns->show();
        m_columns->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_columns.get()));
    }

    // Something in a column that takes the keyboard.
    [[nodiscard]] QLineEdit& field(Column column) const { return *at(column)->findChild<QLineEdit*>(); }
    [[nodiscard]] bool holdsKeyboard(Column column) const
    {
        const QWidget* held = QApplication::focusWidget();
        return held != nullptr && held->isVisible() && at(column)->isAncestorOf(held);
    }

    std::optional<Look> m_look;
    std::array<QWidget*, 4> m_widgets{};
    std::unique_ptr<InboxColumns> m_columns;
};

void TestColumnArrangement::init()
{
    for (QWidget*& widget : m_widgets) {
        widget = new QWidget;
        auto* field = new QLineEdit(widget);
        field->setGeometry(10, 10, 100, 24);
    }
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

void TestColumnArrangement::theKeyboardGoesWhereTheColumnWent()
{
    makeWindow(900);
    QTest::mouseClick(&field(Column::List), Qt::LeftButton);
    QVERIFY(holdsKeyboard(Column::List));
    m_columns->bring(Column::Conversation);
    QVERIFY(holdsKeyboard(Column::Conversation));
    m_columns->bring(Column::List);
    QVERIFY(holdsKeyboard(Column::List));
    m_columns->bring(Column::Side);
    QVERIFY(holdsKeyboard(Column::Conversation));
    field(Column::Side).setFocus();
    m_columns->toggleSide();
    QVERIFY(holdsKeyboard(Column::Conversation));
    // Columns that go with the room.
    m_columns->resize(1388, 600);
    field(Column::Views).setFocus();
    m_columns->resize(1000, 600);
    QVERIFY(holdsKeyboard(Column::List));
    // Where a column says who is to have it, that one gets it.
    QLineEdit heart(at(Column::Conversation));
    heart.setGeometry(10, 50, 100, 24);
    heart.show();
    at(Column::Conversation)->setFocusProxy(&heart);
    m_columns->resize(800, 600);
    m_columns->bring(Column::List);
    field(Column::List).setFocus();
    m_columns->bring(Column::Conversation);
    QVERIFY(heart.hasFocus());
    at(Column::Conversation)->setFocusProxy(nullptr);
}

void TestColumnArrangement::escapeWorksWhereverTheKeyboardIs()
{
    makeWindow(900);
    field(Column::List).setFocus();
    m_columns->bring(Column::Conversation);
    m_columns->bring(Column::Side);
    field(Column::Side).setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!isShown(Column::Side));
    QVERIFY(isShown(Column::Conversation));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(isShown(Column::List));
    QVERIFY(holdsKeyboard(Column::List));
}

void TestColumnArrangement::backToTheListPutsTheOverlayAway()
{
    makeWindow(900);
    m_columns->bring(Column::Side);
    field(Column::Side).setFocus();
    m_columns->bring(Column::List);
    QVERIFY(!m_columns->sideLiesOver());
    QVERIFY(!isShown(Column::Side));
    QVERIFY(holdsKeyboard(Column::List));
    m_columns->bring(Column::Conversation);
    QVERIFY(!isShown(Column::Side));
}

void TestColumnArrangement::theKeyboardStaysWithTheSidePanelAsItChangesItsPlace()
{
    makeWindow(1200);
    m_columns->bring(Column::Side);
    field(Column::Side).setFocus();
    m_columns->resize(1388, 600);
    QVERIFY(holdsKeyboard(Column::Side));
    m_columns->resize(1148, 600); // and there is no room for it
    QVERIFY(holdsKeyboard(Column::Conversation));
}

void TestColumnArrangement::aColumnThatStaysKeepsTheKeyboard()
{
    makeWindow(1440);
    field(Column::Conversation).setFocus();
    m_columns->toggleSide();
    QVERIFY(field(Column::Conversation).hasFocus());
    m_columns->resize(1000, 600);
    QVERIFY(field(Column::Conversation).hasFocus());
}

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestColumnArrangement)
#include "TestColumnArrangement.moc"
