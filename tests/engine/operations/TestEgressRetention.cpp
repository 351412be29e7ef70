// links: tandem_operations tandem_store
#include "operations/EgressRetention.h"

#include "support/TemporaryStore.h"

using namespace tandem;

// Texts that were sent are kept for their time and not longer.
class TestEgressRetention : public QObject {
    Q_OBJECT

    struct Desk {
        ManualClock clock;
        TemporaryStore store{clock};
        EgressRetention retention{*store, clock, std::chrono::days(30)};

        void send(int from, int count)
        {
            succeed(store->write([&](Transaction& transaction) -> Status {
                for (int i = from; i < from + count; ++i) {
                    EgressEntry entry;
                    entry.id = EgressId("e" + std::to_string(i));
                    entry.at = clock.now();
                    entry.body = "text";
                    TRY(transaction.egress().append(entry));
                }
                return {};
            }));
        }
        bool hasText(const char* id)
        {
            return valueOf(readResult(*store, [&](Transaction& transaction) {
                return transaction.egress().get(EgressId(id));
            })).body.has_value();
        }
    };

private Q_SLOTS:
    void everythingThatIsTooOldGoesAndNothingElse()
    {
        Desk desk;
        desk.send(0, 1001); // more than are forgotten at once
        desk.clock.advance(std::chrono::days(1));
        desk.send(1001, 1);
        desk.clock.advance(std::chrono::days(29));
        QCOMPARE(valueOf(desk.retention.forgetOld()), 0);
        desk.clock.advance(Milliseconds(1));
        QCOMPARE(valueOf(desk.retention.forgetOld()), 1001);
        QVERIFY(!desk.hasText("e0") && !desk.hasText("e1000") && desk.hasText("e1001"));
        QCOMPARE(valueOf(desk.retention.forgetOld()), 0);
    }

    void theThreadForgetsAtItsStart()
    {
        Desk desk;
        desk.send(0, 1);
        desk.clock.advance(std::chrono::days(31));
        desk.retention.start();
        QTRY_VERIFY(!desk.hasText("e0"));
        desk.retention.stop();
    }
};

QTEST_GUILESS_MAIN(TestEgressRetention)
#include "TestEgressRetention.moc"
