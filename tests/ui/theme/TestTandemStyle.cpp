// links: tandem_ui
#include "ui/support/Look.h"

#include <QCheckBox>
#include <QDir>
#include <QFocusFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <memory>
#include <optional>

namespace tandem::ui {

class TestTandemStyle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look.emplace(); }
    void init() { m_look->reset(); }

    void theApplicationTakesTheThemesColoursAndFollowsThem()
    {
        QCOMPARE(QApplication::palette().color(QPalette::Window), lightPalette().window);
        QWidget widget;
        widget.show();
        m_look->theme().setAppearance(Appearance::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), darkPalette().window);
        QTRY_COMPARE(widget.palette().color(QPalette::Base), darkPalette().base);
        QCOMPARE(QApplication::palette().color(QPalette::Highlight), darkPalette().select());
    }

    void textGrowsWithTheScaleAndLinesNeverClip()
    {
        QCOMPARE(m_look->theme().font(TextRole::Row).pixelSize(), 13);
        QCOMPARE(m_look->theme().lineHeight(TextRole::Row), 18);
        QCOMPARE(m_look->theme().font(TextRole::Message, true).pixelSize(), 15);
        m_look->theme().setTextScale(2);
        QCOMPARE(m_look->theme().font(TextRole::Row).pixelSize(), 26);
        QVERIFY(m_look->theme().lineHeight(TextRole::Row) >= 36);
        m_look->theme().setTextScale(7);
        QCOMPARE(m_look->theme().textScale(), 2.0);
    }

    void controlsHaveTheHeightsOfTheDesign()
    {
        QCOMPARE(QPushButton(QStringLiteral("Save")).sizeHint().height(), 28);
        QCOMPARE(QLineEdit().sizeHint().height(), 28);
    }

    void theRingShowsForTheKeyboardAndNotForTheMouse()
    {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* first = new QPushButton(QStringLiteral("First"));
        auto* second = new QPushButton(QStringLiteral("Second"));
        column->addWidget(first);
        column->addWidget(second);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const auto ringed = [&window]() -> QWidget* {
            const auto* frame = window.findChild<QFocusFrame*>();
            return frame == nullptr || !frame->isVisible() ? nullptr : frame->widget();
        };
        second->setFocus(Qt::MouseFocusReason);
        QCOMPARE(ringed(), nullptr);
        first->setFocus(Qt::TabFocusReason);
        QCOMPARE(ringed(), first);
        second->setFocus(Qt::TabFocusReason);
        QCOMPARE(ringed(), second);
        first->setFocus(Qt::MouseFocusReason);
        QCOMPARE(ringed(), nullptr);
    }

    void everyIconIsDrawnInTheColourAskedFor()
    {
        const QStringList files = QDir(QStringLiteral(TANDEM_RESOURCES "/icons")).entryList({QStringLiteral("*.svg")});
        QVERIFY(files.size() >= 57);
        for (const QString& file : files) {
            const QImage image = m_look->theme().icons().pixmap(file.chopped(4), 48, QColor(200, 30, 40), 2).toImage();
            QCOMPARE(image.size(), QSize(96, 96));
            int painted = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    painted += image.pixelColor(x, y) == QColor(200, 30, 40) ? 1 : 0;
            QVERIFY2(painted > 40, qPrintable(file));
            // A stroke that touches the edge would be cut.
            for (int i = 0; i < 96; ++i)
                QVERIFY2(qAlpha(image.pixel(i, 0)) + qAlpha(image.pixel(0, i)) + qAlpha(image.pixel(i, 95))
                            + qAlpha(image.pixel(95, i))
                        == 0,
                    qPrintable(file));
        }
    }

    void anUnknownIconIsEmptyAndWarnsOnce()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("The icon no-such-icon")));
        QVERIFY(m_look->theme().icons().pixmap(QStringLiteral("no-such-icon"), 16, Qt::black, 1).isNull());
        QVERIFY(m_look->theme().icons().pixmap(QStringLiteral("no-such-icon"), 16, Qt::black, 1).isNull());
    }

    void aCheckedBoxIsFilledWithTheAccent()
    {
        QCheckBox box(QStringLiteral("On"));
        box.setChecked(true);
        box.resize(box.sizeHint());
        const QImage on = box.grab().toImage();
        box.setChecked(false);
        const QImage off = box.grab().toImage();
        const QPoint inside(3, box.height() / 2 + 4);
        QCOMPARE(on.pixelColor(inside), lightPalette().accent);
        QVERIFY(off.pixelColor(inside) != lightPalette().accent);
    }

private:
    std::optional<Look> m_look;
};

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestTandemStyle)
#include "TestTandemStyle.moc"
