// links: tandem_ui
// Right to left: a text runs as its content does and stands where the interface begins its lines.
#include "ui/conversation/ElidedLabel.h"
#include "ui/support/Look.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/CardList.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/TextLabel.h"
#include "ui/widgets/Toast.h"

#include <QPainter>
#include <QTest>

#include <memory>

using namespace tandem::ui;

namespace {

const QString german = QStringLiteral("Lizenz ist abgelaufen.");
const QString arabic = QStringLiteral("فاتورة الشهر الماضي");

// The columns of a picture that hold ink: first and last; −1 when it is blank.
struct Extent {
    int first = -1;
    int last = -1;
};

Extent inkOf(const QImage& picture)
{
    const QColor paper = picture.pixelColor(picture.width() / 2, picture.height() - 1);
    Extent ink;
    for (int x = 0; x < picture.width(); ++x) {
        for (int y = 0; y < picture.height(); ++y) {
            const QColor here = picture.pixelColor(x, y);
            if (std::abs(here.lightness() - paper.lightness()) < 60)
                continue;
            ink.first = ink.first < 0 ? x : ink.first;
            ink.last = x;
            break;
        }
    }
    return ink;
}

// Pixels of ink in a column.
int heightAt(const QImage& picture, int x)
{
    const QColor paper = picture.pixelColor(picture.width() / 2, picture.height() - 1);
    int height = 0;
    for (int y = 0; y < picture.height(); ++y)
        height += std::abs(picture.pixelColor(x, y).lightness() - paper.lightness()) >= 60 ? 1 : 0;
    return height;
}

QImage pictured(const QString& text, const QFont& font, Qt::LayoutDirection around)
{
    QImage image(120, 24, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setFont(font);
    painter.setLayoutDirection(around);
    paintLine(painter, image.rect(), text);
    return image;
}

} // namespace

class TestOwnDirection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_look.reset(); }
    void cleanup() { m_look.reset(); }

    void theFirstStrongCharacterDecides_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("around");
        QTest::addColumn<int>("direction");
        const int left = Qt::LeftToRight;
        const int right = Qt::RightToLeft;
        QTest::newRow("german in arabic") << german << right << left;
        QTest::newRow("arabic in german") << arabic << left << right;
        QTest::newRow("digits follow the interface") << QStringLiteral("12:30 – 14") << right << right;
        QTest::newRow("an isolated value decides nothing") << QStringLiteral("\u2066ABC-1\u2069 · ") + arabic << left << right;
        QTest::newRow("an isolated value alone") << QStringLiteral("\u2066ABC-1\u2069 · 12") << right << right;
        QTest::newRow("a closing without an opening") << QStringLiteral("\u2069\u2069 abc") << right << left;
        QTest::newRow("empty") << QString() << right << right;
    }
    void theFirstStrongCharacterDecides()
    {
        QFETCH(QString, text);
        QFETCH(int, around);
        QFETCH(int, direction);
        QCOMPARE(static_cast<int>(directionOf(text, static_cast<Qt::LayoutDirection>(around))), direction);
    }

    void labelsBeginWhereTheInterfaceDoes_data()
    {
        QTest::addColumn<bool>("mirrored");
        QTest::addColumn<QString>("text");
        QTest::newRow("german") << false << german;
        QTest::newRow("german in arabic") << true << german;
        QTest::newRow("arabic") << true << arabic;
        QTest::newRow("arabic in german") << false << arabic;
    }
    void labelsBeginWhereTheInterfaceDoes()
    {
        QFETCH(bool, mirrored);
        QFETCH(QString, text);
        QApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
        TextLabel plain(TextRole::Row);
        ElidedLabel elided(TextRole::Row);
        TextLabel wrapped(TextRole::Row);
        wrapped.setWordWrap(true);
        for (TextLabel* label : {&plain, static_cast<TextLabel*>(&elided), &wrapped}) {
            label->setText(text);
            label->resize(400, 40);
            const Extent ink = inkOf(label->grab().toImage());
            QVERIFY(ink.first >= 0);
            const bool atRight = ink.first > 200 && ink.last > 390;
            const bool atLeft = ink.last < 200 && ink.first < 10;
            QVERIFY2(mirrored ? atRight : atLeft, qPrintable(QStringLiteral("%1…%2").arg(ink.first).arg(ink.last)));
        }
    }

    // A full stop and an ellipsis are low: the column at the text's own end is.
    void aSentenceEndsWhereItsLanguageDoes()
    {
        for (const Qt::LayoutDirection around : {Qt::LeftToRight, Qt::RightToLeft}) {
            QApplication::setLayoutDirection(around);
            TextLabel label(TextRole::Row);
            label.setText(german);
            label.resize(300, 24);
            const QImage shown = label.grab().toImage();
            QVERIFY(heightAt(shown, inkOf(shown).last) <= 4);
            QVERIFY(heightAt(shown, inkOf(shown).first) > 4);
        }
    }

    void aLongSubjectElidesAtItsOwnEnd()
    {
        const QString latin = QStringLiteral("Zertifikat läuft heute ab und niemand kommt mehr hinein");
        const QFont font = m_look.theme().font(TextRole::Row);
        const QString cut = elidedLine(QFontMetrics(font), latin, 120);
        QVERIFY(cut.startsWith(QStringLiteral("Zertifikat")) && cut.endsWith(QChar(0x2026)));
        for (const Qt::LayoutDirection around : {Qt::LeftToRight, Qt::RightToLeft}) {
            const QImage german = pictured(latin, font, around);
            QVERIFY(heightAt(german, inkOf(german).last) <= 4);
            const QImage arab = pictured(arabic + u' ' + arabic + u' ' + arabic, font, around);
            QVERIFY(heightAt(arab, inkOf(arab).first) <= 4);
        }
    }

    void keyCapsAreNotMirrored()
    {
        const auto cap = [this](Qt::LayoutDirection around) {
            QImage image(24, 24, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.setLayoutDirection(around);
            paintKeyCap(painter, m_look.theme(), image.rect(), QStringLiteral("["));
            return image;
        };
        QCOMPARE(cap(Qt::RightToLeft), cap(Qt::LeftToRight));
    }

    void stripsToastsAndCardsAreMirrored()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        Banner banner(BannerKind::Offline);
        banner.resize(600, 40);
        banner.say(QStringLiteral("Offline."), QStringLiteral("Kurz."), {});
        QVERIFY(inkOf(banner.grab().toImage()).first > 300);

        QWidget page;
        page.resize(700, 300);
        Toast toast(&page);
        toast.show({.text = QStringLiteral("Kurz.")});
        const Extent ink = inkOf(toast.grab(toast.rect().adjusted(8, 8, -8, -8)).toImage());
        QVERIFY2(ink.first > toast.width() / 2, qPrintable(QString::number(ink.first)));

        CardList cards;
        cards.resize(300, 200);
        CardList::Card card;
        card.id = QStringLiteral("1");
        card.title = QStringLiteral("Kurz.");
        cards.setCards({card});
        const Extent title = inkOf(cards.viewport()->grab(QRect(8, 2, 284, 34)).toImage());
        QVERIFY2(title.first > 150, qPrintable(QString::number(title.first)));
    }

    void cuttingALineTakesNoTimeForItsLength()
    {
        const QString endless(10 << 20, u'i');
        const QString cut = elidedLine(QFontMetrics(m_look.theme().font(TextRole::Row)), endless, 300);
        QVERIFY(cut.size() < 200 && cut.endsWith(QChar(0x2026)));
    }

private:
    Look m_look;
};

QTEST_MAIN(TestOwnDirection)
#include "TestOwnDirection.moc"
