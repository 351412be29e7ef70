// links: tandem_ui
#include "ui/support/Look.h"
#include "ui/theme/Crisp.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Marks.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/SlaClock.h"
#include "ui/widgets/Switch.h"
#include "ui/widgets/TextTabs.h"
#include "ui/widgets/Toast.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QRadioButton>
#include <QScrollBar>
#include <QTest>
#include <QVBoxLayout>

#include <functional>
#include <memory>
#include <optional>

namespace tandem::ui {

namespace {

// Paints what a function paints: the painters of widgets/ without a widget of their own.
class Canvas : public QWidget {
public:
    Canvas(QSize size, std::function<void(QPainter&, Theme&)> paint)
        : m_paint(std::move(paint))
    {
        setFixedSize(size * themeOf(this).textScale());
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        m_paint(painter, themeOf(this));
    }

private:
    std::function<void(QPainter&, Theme&)> m_paint;
};

Canvas* chips()
{
    return new Canvas(QSize(328, 48), [](QPainter& painter, Theme& theme) {
        const QList<Chip> all{{QStringLiteral("Refund")}, {QStringLiteral("send → review 811"), ChipKind::Accent},
            {QStringLiteral("matches"), ChipKind::Ok, QStringLiteral("check")},
            {QStringLiteral("contradicts 1"), ChipKind::Warn, QStringLiteral("warning")},
            {QStringLiteral("3 unsupported"), ChipKind::Bad, QStringLiteral("alert")}};
        QPoint at(0, 2);
        for (const Chip& chip : all) {
            QRect place(at, QSize(chipWidth(theme, chip), chipHeight(theme)));
            if (place.right() > theme.scaled(328))
                place.moveTo(0, 2 + chipHeight(theme) + 6);
            paintChip(painter, theme, place, chip);
            at = place.topRight() + QPoint(7, 0);
        }
    });
}

Canvas* signsOfATicket()
{
    return new Canvas(QSize(328, 44), [](QPainter& painter, Theme& theme) {
        int x = 0;
        for (const Urgency urgency : {Urgency::Low, Urgency::Medium, Urgency::High, Urgency::Critical}) {
            paintUrgency(painter, theme, QRect(x, 0, 18, 18), urgency);
            x += 24;
        }
        const TimePoint now{};
        using std::chrono::minutes;
        for (const int left : {190, 46, -12}) {
            const SlaReading reading = slaReading(now, now - minutes(240), now + minutes(left));
            const int width = slaWidth(theme, reading);
            paintSla(painter, theme, QRect(x, 0, width, 18), reading);
            x += width + 10;
        }
        paintMeter(painter, theme, QRect(0, 24, 28, 18), 0.91, 0.75);
        paintMeter(painter, theme, QRect(60, 24, 28, 18), 0.68, 0.75);
        paintBadge(painter, theme, QRect(QPoint(110, 24), badgeSize(theme, QStringLiteral("12"))), QStringLiteral("12"));
        paintKeyCap(
            painter, theme, QRect(QPoint(140, 24), keyCapSize(theme, QStringLiteral("Ctrl K"))), QStringLiteral("Ctrl K"));
        paintAvatar(painter, theme, QRect(200, 16, 28, 28), initials(QStringLiteral("Elena Marchetti")));
        paintAvatar(painter, theme, QRect(236, 16, 28, 28), initials(QStringLiteral("Ivo Kern")), Presence::Writing);
        paintAvatar(painter, theme, QRect(272, 19, 22, 22), initials(QStringLiteral("Mila")), Presence::Away);
    });
}

QHBoxLayout* rowOf(QVBoxLayout* column, std::initializer_list<QWidget*> widgets)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (QWidget* widget : widgets)
        row->addWidget(widget);
    row->addStretch();
    column->addLayout(row);
    return row;
}

Button* withState(Button* button, bool enabled, bool down)
{
    button->setEnabled(enabled);
    button->setDown(down);
    return button;
}

Canvas* everyIcon()
{
    return new Canvas(QSize(328, 160), [](QPainter& painter, Theme& theme) {
        const QStringList files = QDir(QStringLiteral(TANDEM_RESOURCES "/icons")).entryList({QStringLiteral("*.svg")});
        for (int i = 0; i < files.size(); ++i) {
            const QRect place((i % 12) * 27, i / 12 * 30, 27, 30);
            theme.icons().paint(painter, files[i].chopped(4), place, i < 24 ? 20 : 16, theme.palette().text2);
        }
    });
}

QWidget* gallery()
{
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(10);
    auto* accept = new Button(QStringLiteral("Accept"), ButtonKind::Primary);
    accept->setKey(QStringLiteral("Tab"));
    auto* resolve = new Button(QStringLiteral("Resolve"));
    resolve->setIconName(QStringLiteral("check"));
    rowOf(column, {accept, new Button(QStringLiteral("Edit")), resolve, new Button(QStringLiteral("Redo"), ButtonKind::Quiet)});
    rowOf(column,
        {new Button(QStringLiteral("Reject"), ButtonKind::Danger),
            withState(new Button(QStringLiteral("Send"), ButtonKind::Primary), false, false),
            withState(new Button(QStringLiteral("Pressed")), true, true),
            new IconButton(QStringLiteral("alarm"), QStringLiteral("Snooze")),
            new IconButton(QStringLiteral("more"), QStringLiteral("More"))});
    column->addWidget(chips());
    column->addWidget(signsOfATicket());
    auto* tabs = new TextTabs;
    for (const QString& name : {QStringLiteral("Evidence"), QStringLiteral("Customer"), QStringLiteral("History")})
        tabs->addTab(name);
    column->addWidget(tabs);
    auto* empty = new EmptyState;
    empty->say(QStringLiteral("inbox"), QStringLiteral("Nothing waits for you"), QStringLiteral("34 unassigned, oldest 52 min"),
        QStringLiteral("Take the oldest"));
    column->addWidget(empty);
    auto* offline = new Banner(BannerKind::Offline);
    offline->say(QStringLiteral("Offline."), QStringLiteral("3 waiting, sent once on return"), QStringLiteral("Show"));
    column->addWidget(offline);
    auto* error = new Banner(BannerKind::Error);
    error->say(QString(), QStringLiteral("No draft: local model ran out of time"), QStringLiteral("Retry"));
    column->addWidget(error);
    auto* invalid = new QLineEdit(QStringLiteral("1.4"));
    invalid->setProperty("invalid", true);
    auto* combo = new QComboBox;
    combo->addItems({QStringLiteral("Waiting longest"), QStringLiteral("Newest")});
    rowOf(column, {new SearchField(QStringLiteral("Search")), invalid, combo});
    auto* on = new Switch(QStringLiteral("Air gap"));
    on->setChecked(true);
    auto* checked = new QCheckBox(QStringLiteral("On"));
    checked->setChecked(true);
    auto* chosen = new QRadioButton(QStringLiteral("Radio"));
    chosen->setChecked(true);
    rowOf(column, {on, new Switch(QStringLiteral("Sounds")), checked, new QCheckBox(QStringLiteral("Off")), chosen});
    auto* bar = new QScrollBar(Qt::Horizontal);
    bar->setRange(0, 100);
    bar->setValue(30);
    bar->setPageStep(40);
    column->addWidget(bar);
    column->addWidget(everyIcon());
    column->addSpacing(70);
    column->addStretch();
    page->setFixedWidth(themeOf(page).scaled(360));
    return page;
}

} // namespace

// The components as 10-components.png shows them.
class TestGallery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look.emplace(); }

    void everyComponentPaintsInBothAppearancesAndDirections_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("rightToLeft");
        QTest::addColumn<qreal>("scale");
        QTest::newRow("light") << false << false << 1.0;
        QTest::newRow("dark") << true << false << 1.0;
        QTest::newRow("right-to-left") << false << true << 1.0;
        QTest::newRow("large") << false << false << 1.5;
    }

    void everyComponentPaintsInBothAppearancesAndDirections()
    {
        QFETCH(bool, dark);
        QFETCH(bool, rightToLeft);
        QFETCH(qreal, scale);
        m_look->reset();
        m_look->theme().setAppearance(dark ? Appearance::Dark : Appearance::Light);
        m_look->theme().setTextScale(scale);
        QApplication::setLayoutDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
        const std::unique_ptr<QWidget> page(gallery());
        page->resize(page->sizeHint());
        Toast toast(page.get());
        toast.show({.kind = ToastKind::Done,
            .text = QStringLiteral("Reply goes out in 8 s"),
            .action = QStringLiteral("Undo"),
            .keys = {QStringLiteral("Ctrl"), QStringLiteral("Z")}});
        page->show();
        const QImage picture = page->grab().toImage();
        keepPicture(*page, QStringLiteral("components-") + QString::fromLatin1(QTest::currentDataTag()));

        const Palette& palette = m_look->theme().palette();
        QCOMPARE(picture.pixelColor(2, 2), palette.base);
        QVERIFY2(countOf(picture, palette.accent) > 400,
            "The filled button, the switch and the tab's line are painted in the accent.");
        QVERIFY2(countOf(picture, palette.warnSoft) > 2000, "The offline strip is painted.");
        QVERIFY2(countOf(picture, palette.badSoft) > 2000, "The error strip is painted.");
    }

    void aMenuIsPaintedInTheThemesColours()
    {
        m_look->reset();
        QMenu menu;
        menu.addAction(QStringLiteral("Due first"))->setCheckable(true);
        menu.actions().first()->setChecked(true);
        menu.addAction(QStringLiteral("Waiting longest\tW"))->setCheckable(true);
        menu.addSeparator();
        menu.addAction(QStringLiteral("Newest"))->setEnabled(false);
        menu.popup(QPoint(10, 10));
        const QImage picture = menu.grab().toImage();
        keepPicture(menu, QStringLiteral("menu"));
        QVERIFY(countOf(picture, m_look->theme().palette().base) > picture.width() * picture.height() / 2);
        menu.close();
    }

private:
    static int countOf(const QImage& picture, const QColor& colour)
    {
        int count = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                count += picture.pixelColor(x, y) == colour ? 1 : 0;
        return count;
    }

    std::optional<Look> m_look;
};

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestGallery)
#include "TestGallery.moc"
