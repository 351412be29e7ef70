// links: tandem_ui
#include "ui/shell/ConnectionStrip.h"
#include "ui/support/Look.h"
#include "ui/widgets/Banner.h"

#include <QSignalSpy>
#include <QTest>

using namespace tandem::ui;

class TestConnectionStrip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itSaysWhatIsWrongAndWhatWaits_data()
    {
        QTest::addColumn<ConnectionState>("state");
        QTest::addColumn<QList<int>>("counts"); // waiting, refused, of another sign-in
        QTest::addColumn<QStringList>("said");
        const QString offline = QStringLiteral("Offline. 3 waiting, sent once on return");
        const QString ofAnother = QStringLiteral("Not sent. 2 in the outbox, written under another sign-in");
        QTest::newRow("all is well") << ConnectionState::Online << QList{1, 0, 0} << QStringList();
        QTest::newRow("offline") << ConnectionState::Offline << QList{3, 0, 0} << QStringList{offline};
        QTest::newRow("another sign-in") << ConnectionState::Online << QList{0, 0, 2} << QStringList{ofAnother};
        QTest::newRow("both") << ConnectionState::Offline << QList{3, 0, 2} << QStringList{offline, ofAnother};
        QTest::newRow("not taken") << ConnectionState::Online << QList{0, 1, 0}
                                   << QStringList{QStringLiteral("Not taken. 1 of your messages stays in the outbox")};
        QTest::newRow("not signed in") << ConnectionState::Refused << QList{4, 0, 0}
                                       << QStringList{QStringLiteral("Not signed in. 4 waiting, sent once you are signed in")};
    }
    void itSaysWhatIsWrongAndWhatWaits()
    {
        QFETCH(ConnectionState, state);
        QFETCH(QList<int>, counts);
        QFETCH(QStringList, said);
        Look look;
        QWidget window;
        ConnectionStrip strip(&window);
        window.show();
        strip.follow(ConnectionState::Offline, QStringLiteral("desk.example"), {1, 1, 1}); // none of it stays
        strip.follow(state, QStringLiteral("desk.example"), {counts[0], counts[1], counts[2]});
        QStringList shown;
        for (const Banner* banner : strip.findChildren<Banner*>()) {
            if (banner->isVisible())
                shown << banner->accessibleName();
        }
        QCOMPARE(shown, said);
        QCOMPARE(strip.isVisible(), !said.isEmpty());
    }
};

QTEST_MAIN(TestConnectionStrip)
#include "TestConnectionStrip.moc"
