// links: tandem_ui
#include "ui/support/Look.h"
#include "ui/widgets/TextLabel.h"

#include <QTest>

#include <memory>

using namespace tandem::ui;

class TestTextLabel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_look.reset(); }

    void aSelectionShows()
    {
        const auto label = made(QStringLiteral("Elena Marchetti"));
        const QImage before = label->grab().toImage();
        label->setSelection(0, 5);
        QCOMPARE(label->selectedText(), QStringLiteral("Elena"));
        QVERIFY(label->grab().toImage() != before);
    }

    void aTextOfTheOtherDirectionStandsWhereTheInterfaceBegins()
    {
        const auto latin = made(QStringLiteral("Elena Marchetti"));
        QVERIFY(inkStart(*latin) < 100);
        const auto arabic = made(QStringLiteral("ليلى منصور"));
        QVERIFY(inkStart(*arabic) < 100);
        arabic->setLayoutDirection(Qt::RightToLeft);
        QVERIFY(inkStart(*arabic) > 200);
        arabic->setLayoutDirection(Qt::LeftToRight);
        QVERIFY(inkStart(*arabic) < 100);
        latin->setLayoutDirection(Qt::RightToLeft);
        QVERIFY(inkStart(*latin) > 200);
    }

private:
    static std::unique_ptr<TextLabel> made(const QString& text)
    {
        auto label = std::make_unique<TextLabel>(TextRole::Row);
        label->setText(text);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->resize(400, 30);
        return label;
    }

    // x of the first column that is not background.
    static int inkStart(TextLabel& label)
    {
        label.grab(); // settles what a change of direction asks for
        const QImage image = label.grab().toImage();
        const QRgb back = image.pixel(image.width() - 1, 0);
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y) {
                if (image.pixel(x, y) != back)
                    return x;
            }
        }
        return -1;
    }

    Look m_look;
};

QTEST_MAIN(TestTextLabel)
#include "TestTextLabel.moc"
