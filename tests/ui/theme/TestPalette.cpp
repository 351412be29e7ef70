// links: tandem_ui
#include "ui/theme/Palette.h"

#include <QTest>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    const double red = linear(colour.red() / 255.0);
    const double green = linear(colour.green() / 255.0);
    const double blue = linear(colour.blue() / 255.0);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// WCAG 2.1 contrast ratio.
double contrast(const QColor& a, const QColor& b)
{
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

// The lowest over the surfaces a text may stand on.
double lowest(const QColor& ink, const Palette& palette)
{
    double least = 21;
    for (const QColor& surface : {palette.window, palette.surface, palette.base, palette.hover, palette.select()})
        least = std::min(least, contrast(ink, surface));
    return least;
}

} // namespace

// The ratios of the table of colour tokens, computed from the tokens.
class TestPalette : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inkStandsOutFromEverySurfaceItMayLieOn_data()
    {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("ratio");
        const auto row = [](const char* name, QColor Palette::* token, double light, double dark) {
            QTest::addRow("%s light", name) << lightPalette().*token << false << light;
            QTest::addRow("%s dark", name) << darkPalette().*token << true << dark;
        };
        row("text", &Palette::text, 14.3, 11.0);
        row("text2", &Palette::text2, 7.28, 6.90);
        row("text3", &Palette::text3, 5.16, 4.72);
        row("accentText", &Palette::accentText, 6.02, 6.14);
        row("ok", &Palette::ok, 4.85, 6.20);
        row("warn", &Palette::warn, 5.44, 6.44);
        row("bad", &Palette::bad, 5.37, 5.74);
    }

    void inkStandsOutFromEverySurfaceItMayLieOn()
    {
        QFETCH(QColor, ink);
        QFETCH(bool, dark);
        QFETCH(double, ratio);
        const double computed = lowest(ink, dark ? darkPalette() : lightPalette());
        QVERIFY2(computed >= 4.5, qPrintable(QString::number(computed)));
        QVERIFY2(std::abs(computed - ratio) < 0.06, qPrintable(QString::number(computed)));
    }

    void pairsKeepTheirRatio_data()
    {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("ratio");
        const Palette& light = lightPalette();
        const Palette& dark = darkPalette();
        QTest::newRow("filled button light") << light.onAccent << light.accent << 6.32;
        QTest::newRow("filled button dark") << dark.onAccent << dark.accent << 4.82;
        QTest::newRow("ok on soft light") << light.ok << light.okSoft << 4.97;
        QTest::newRow("ok on soft dark") << dark.ok << dark.okSoft << 6.39;
        QTest::newRow("warn on soft light") << light.warn << light.warnSoft << 5.65;
        QTest::newRow("warn on soft dark") << dark.warn << dark.warnSoft << 6.71;
        QTest::newRow("bad on soft light") << light.bad << light.badSoft << 5.38;
        QTest::newRow("bad on soft dark") << dark.bad << dark.badSoft << 6.29;
        QTest::newRow("note light") << light.noteText << light.note << 10.67;
        QTest::newRow("note dark") << dark.noteText << dark.note << 10.20;
        QTest::newRow("lit light") << light.text << light.lit << 14.0;
        QTest::newRow("lit dark") << dark.text << dark.lit << 7.26;
        QTest::newRow("meta on sunken light") << light.text3 << light.sunken << 5.05;
    }

    void pairsKeepTheirRatio()
    {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        QFETCH(double, ratio);
        const double computed = contrast(ink, ground);
        QVERIFY2(computed >= 4.5, qPrintable(QString::number(computed)));
        QVERIFY2(std::abs(computed - ratio) < 0.06, qPrintable(QString::number(computed)));
    }

    void linesAndBarsReachThreeToOne()
    {
        for (const Palette* palette : {&lightPalette(), &darkPalette()})
            for (const QColor& bar : {palette->okFill, palette->warnFill, palette->badFill, palette->lineStrong})
                for (const QColor& ground : {palette->base, palette->surface, palette->window, palette->select()})
                    QVERIFY2(contrast(bar, ground) >= 3.0, qPrintable(bar.name() + QStringLiteral(" on ") + ground.name()));
    }

    void focusRingsReachThreeToOne()
    {
        QVERIFY(lowest(lightPalette().accent, lightPalette()) >= 3.0);
        // On a selected row the ring takes the accent's text colour instead.
        const Palette& dark = darkPalette();
        for (const QColor& ground : {dark.window, dark.surface, dark.base})
            QVERIFY(contrast(dark.accent, ground) >= 3.0);
        QVERIFY(contrast(dark.accentText, dark.select()) >= 3.0);
    }

    void highContrastStrengthensLinesAndMeta()
    {
        const Palette strong = highContrast(lightPalette());
        QVERIFY(lowest(strong.line, strong) >= 3.0);
        QVERIFY(lowest(strong.text3, strong) >= 7.0);
    }
};

} // namespace tandem::ui

QTEST_GUILESS_MAIN(tandem::ui::TestPalette)
#include "TestPalette.moc"
