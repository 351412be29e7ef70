// links: tandem_ui
#include "support/ManualClock.h"
#include "ui/inbox/TicketRowDelegate.h"
#include "ui/support/Look.h"
#include "ui/support/Tickets.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTest>

#include <optional>

namespace tandem::ui {

class TestTicketRowDelegate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look.emplace(); }
    void init() { m_look->reset(); }

    void rowsHaveTheHeightsOfTheDesign()
    {
        QCOMPARE(delegate().height(Density::Comfortable), 76);
        QCOMPARE(delegate().height(Density::Compact), 52);
        QCOMPARE(delegate().height(Density::Dense), 32);
    }

    void partsStandWhereTheAnatomyPutsThem()
    {
        const RowLayout parts = layOut(picturedTickets(m_clock.now())[1], 332);
        QCOMPARE(parts.channel, QRect(12, 9, 18, 18));
        QCOMPARE(parts.urgency, QRect(12, 28, 18, 20));
        QCOMPARE(parts.language, QRect(12, 49, 18, 18));
        QCOMPARE(parts.name.left(), 38);
        QCOMPARE(parts.age.right() + 1, 332 - 12);
        QCOMPARE(parts.sla.right() + 1, 332 - 12);
        QCOMPARE(parts.meter.width(), 28);
        QCOMPARE(parts.chips.first().place.height(), 18);
    }

    void valuesAreNeverElidedAndNeverTouched_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<qreal>("scale");
        for (const int width : {280, 332, 440})
            for (const qreal scale : {0.9, 1.0, 1.5, 2.0})
                QTest::addRow("%d at %.1f", width, scale) << width << scale;
    }

    void valuesAreNeverElidedAndNeverTouched()
    {
        QFETCH(int, width);
        QFETCH(qreal, scale);
        m_look->theme().setTextScale(scale);
        const QFontMetrics meta(m_look->theme().font(TextRole::Meta));
        for (const Density density : {Density::Comfortable, Density::Compact, Density::Dense}) {
            const QRect row(0, 0, width, delegate().height(density));
            for (const TicketSummary& ticket : picturedTickets(m_clock.now())) {
                const RowLayout parts = delegate().layout(row, ticket, m_clock.now(), density);
                QVERIFY(parts.slaReading.has_value());
                QVERIFY(parts.sla.width() >= meta.horizontalAdvance(parts.slaReading->text));
                QVERIFY(parts.age.isEmpty() || parts.age.width() >= meta.horizontalAdvance(parts.ageText));
                QVERIFY(parts.confidence.isEmpty() || parts.confidence.width() >= meta.horizontalAdvance(parts.confidenceText));
                for (const QRect& value : {parts.age, parts.meter, parts.confidence, parts.sla}) {
                    QVERIFY(value.isEmpty() || row.contains(value));
                    for (const QRect& text : {parts.name, parts.subject, parts.preview})
                        QVERIFY(value.isEmpty() || text.isEmpty() || !value.intersects(text));
                    for (const RowLayout::PlacedChip& chip : parts.chips)
                        QVERIFY(!value.intersects(chip.place));
                }
            }
        }
    }

    void nothingClipsAtAnyTextScale_data()
    {
        QTest::addColumn<qreal>("scale");
        for (const qreal scale : {0.9, 1.0, 1.25, 1.5, 2.0})
            QTest::addRow("%.2f", scale) << scale;
    }

    void nothingClipsAtAnyTextScale()
    {
        QFETCH(qreal, scale);
        m_look->theme().setTextScale(scale);
        const QRect row(0, 0, 332, delegate().height(Density::Comfortable));
        const RowLayout parts = delegate().layout(row, picturedTickets(m_clock.now())[3], m_clock.now(), Density::Comfortable);
        const QFontMetrics strong(m_look->theme().font(TextRole::RowStrong));
        QVERIFY(parts.name.height() >= strong.height());
        QVERIFY(parts.subject.height() >= strong.height());
        QVERIFY(parts.sla.height() >= QFontMetrics(m_look->theme().font(TextRole::Meta)).height());
        for (const RowLayout::PlacedChip& chip : parts.chips) {
            QVERIFY(chip.place.height() >= QFontMetrics(m_look->theme().font(TextRole::Chip)).height());
            QVERIFY(row.contains(chip.place));
        }
        QVERIFY(!parts.name.intersects(parts.subject));
        QVERIFY(!parts.subject.intersects(parts.sla));
    }

    void thePreviewGivesWayFirstThenTheChips()
    {
        TicketSummary ticket = picturedTickets(m_clock.now())[3];
        const RowLayout wide = layOut(ticket, 440);
        QCOMPARE(wide.chips.size(), 3);
        QCOMPARE(wide.chips[1].chip.text, QStringLiteral("Leaving"));
        QVERIFY(wide.chips.last().chip.text.contains(QStringLiteral("+1")));
        QVERIFY(!wide.previewText.isEmpty());
        const RowLayout narrow = layOut(ticket, 240);
        QVERIFY(narrow.previewText.isEmpty());
        QCOMPARE(narrow.chips.first().chip.text, QStringLiteral("Sentiment"));
        QVERIFY(narrow.chips.last().chip.text.contains(QStringLiteral("+2")));
    }

    void aReasonIsToldOnceAndLowConfidenceByTheMeter()
    {
        TicketSummary ticket = picturedTickets(m_clock.now())[1];
        ticket.reasons.push_back(EscalationCode::HighStakesAction);
        QCOMPARE(layOut(ticket, 440).chips.size(), 1);
        ticket.confidence.reset();
        const RowLayout parts = layOut(ticket, 440);
        QCOMPARE(parts.chips.size(), 2);
        QCOMPARE(parts.chips[1].chip.text, QStringLiteral("Unsure"));
        QVERIFY(parts.meter.isEmpty());
    }

    void inARightToLeftListTheRowIsItsMirrorImage()
    {
        m_look->theme().setAppearance(Appearance::Light);
        const TicketSummary ticket = picturedTickets(m_clock.now())[0];
        const QImage left = picture(ticket, Qt::LeftToRight);
        const QImage right = picture(ticket, Qt::RightToLeft);
        const Palette& palette = m_look->theme().palette();
        QCOMPARE(left.pixelColor(1, 30), palette.accentText);
        QCOMPARE(right.pixelColor(331 - 1, 30), palette.accentText);
        QVERIFY(right.pixelColor(1, 30) != palette.accentText);
        // The critical square stands in the gutter of either side.
        QVERIFY(holds(left, QRect(12, 28, 18, 20), palette.badFill));
        QVERIFY(holds(right, QRect(332 - 30, 28, 18, 20), palette.badFill));
        // What is late is red at the far end.
        QVERIFY(holds(left, QRect(250, 49, 70, 18), palette.bad));
        QVERIFY(holds(right, QRect(12, 49, 70, 18), palette.bad));
    }

    void anUnreadTicketIsHeavierAndHasADotNeverAnotherColour()
    {
        TicketSummary ticket = picturedTickets(m_clock.now())[0];
        const QColor dot = m_look->theme().palette().accentText;
        QVERIFY(holds(picture(ticket, Qt::LeftToRight), QRect(5, 14, 6, 8), dot));
        ticket.unread = false;
        QVERIFY(!holds(picture(ticket, Qt::LeftToRight), QRect(5, 14, 6, 8), dot));
    }

    void timeLeftIsGreyThenAmberThenRed()
    {
        using std::chrono::minutes;
        const TimePoint now = m_clock.now();
        const auto state
            = [now](int waited, int left) { return slaReading(now, now - minutes(waited), now + minutes(left)).state; };
        QCOMPARE(state(10, 90), SlaState::InTime);
        QCOMPARE(state(74, 26), SlaState::InTime);
        QCOMPARE(state(75, 25), SlaState::Soon);
        QCOMPARE(state(100, -1), SlaState::Late);
        QCOMPARE(slaReading(now, now - minutes(100), now - minutes(12)).text, QStringLiteral("−12 min"));
        QCOMPARE(shortDuration(minutes(102)), QStringLiteral("1 h 42"));
        QCOMPARE(shortDuration(minutes(185)), QStringLiteral("3 h"));
        QCOMPARE(shortDuration(minutes(60 * 50)), QStringLiteral("2 d"));
        QCOMPARE(spokenDuration(minutes(61)), QStringLiteral("1 hour 1 minute"));
    }

private:
    [[nodiscard]] TicketRowDelegate delegate() { return TicketRowDelegate(m_look->theme()); }

    RowLayout layOut(const TicketSummary& ticket, int width)
    {
        const QRect row(0, 0, width, delegate().height(Density::Comfortable));
        return delegate().layout(row, ticket, m_clock.now(), Density::Comfortable);
    }

    QImage picture(const TicketSummary& ticket, Qt::LayoutDirection direction)
    {
        QImage image(332, 76, QImage::Format_RGB32);
        QPainter painter(&image);
        painter.setLayoutDirection(direction);
        delegate().paint(painter, image.rect(), ticket, m_clock.now(), Density::Comfortable,
            {.hovered = false, .selected = true, .focused = false});
        return image;
    }

    static bool holds(const QImage& image, const QRect& part, const QColor& colour)
    {
        for (int y = part.top(); y <= part.bottom(); ++y)
            for (int x = part.left(); x <= part.right(); ++x)
                if (image.pixelColor(x, y) == colour)
                    return true;
        return false;
    }

    std::optional<Look> m_look;
    ManualClock m_clock;
};

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestTicketRowDelegate)
#include "TestTicketRowDelegate.moc"
