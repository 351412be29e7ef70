// links: tandem_ui
#include "ui/support/Look.h"
#include "ui/widgets/Toast.h"

#include <QSignalSpy>
#include <QTest>

using namespace tandem::ui;

class TestToast : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewMessageTakesThePlaceOfTheOneBefore()
    {
        QWidget page;
        Toast toast(&page);
        page.show();
        toast.show({.text = QStringLiteral("Sent.")});
        toast.show({.text = QStringLiteral("Resolved.")});
        QCOMPARE(toast.accessibleName(), QStringLiteral("Resolved."));
    }

    void aProblemIsNotCoveredByWhatWentWell()
    {
        QWidget page;
        Toast toast(&page);
        page.show();
        toast.show({.kind = ToastKind::Problem, .text = QStringLiteral("The reason was not kept."), .durationMs = 50});
        toast.show({.text = QStringLiteral("Sent.")});
        QCOMPARE(toast.accessibleName(), QStringLiteral("The reason was not kept."));
        QSignalSpy ended(&toast, &Toast::ended);
        QVERIFY(ended.wait(5000));
        QCOMPARE(toast.accessibleName(), QStringLiteral("Sent."));
        QVERIFY(toast.isVisible());
        toast.show({.kind = ToastKind::Problem, .text = QStringLiteral("Another problem.")});
        QCOMPARE(toast.accessibleName(), QStringLiteral("Another problem."));
    }

private:
    Look m_look;
};

QTEST_MAIN(TestToast)
#include "TestToast.moc"
