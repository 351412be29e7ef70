// links: tandem_ui
#include "ui/conversation/SampleTicket.h"
#include "ui/conversation/TicketHeader.h"
#include "ui/support/Look.h"
#include "ui/widgets/IconButton.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <functional>

namespace tandem::ui {

// What can be done with a ticket as a whole: its category.
class TestTicketHeader : public QObject {
    Q_OBJECT

    // Opens the menu behind "More actions", shows it to `look`, and closes it.
    static void openMenu(TicketHeader& header, const std::function<void(QMenu&)>& look)
    {
        QTimer::singleShot(0, &header, [&header, &look] {
            auto* menu = header.findChild<QMenu*>();
            if (menu != nullptr) {
                look(*menu);
                menu->close();
            }
        });
        for (IconButton* button : header.findChildren<IconButton*>()) {
            if (button->accessibleName().startsWith(QStringLiteral("More actions")))
                button->click();
        }
    }
    static QMenu* categories(const QMenu& menu)
    {
        for (QAction* action : menu.actions()) {
            if (action->text() == QStringLiteral("Category"))
                return action->menu();
        }
        return nullptr;
    }

    Look m_look;

private Q_SLOTS:
    void init() { m_look.reset(); }

    void theCategoryIsSetFromTheMenu()
    {
        TicketHeader header;
        TicketView view = sampleView();
        view.ticket.classification.emplace();
        view.ticket.classification->category = Category::BillingInquiry;
        header.setTicket(view, ActorId("ivo"));
        const QSignalSpy asked(&header, &TicketHeader::categoryRequested);
        bool seen = false;
        openMenu(header, [&](QMenu& menu) {
            const QMenu* choices = categories(menu);
            QVERIFY(choices != nullptr && choices->isEnabled());
            QCOMPARE(choices->actions().size(), qsizetype(categoryCount));
            int checked = 0;
            for (QAction* action : choices->actions()) {
                checked += action->isChecked() ? 1 : 0;
                QCOMPARE(action->isChecked(), action->text() == QStringLiteral("Billing"));
            }
            QCOMPARE(checked, 1);
            choices->actions().at(3)->trigger();
            seen = true;
        });
        QVERIFY(seen);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.front().front().value<Category>(), Category::BugReport);
    }

    void aTicketThatIsNotReadYetHasNoCategoryToSet()
    {
        TicketHeader header;
        TicketView view = sampleView();
        view.ticket.classification.reset();
        header.setTicket(view, ActorId("ivo"));
        bool seen = false;
        openMenu(header, [&](QMenu& menu) {
            QVERIFY(categories(menu) != nullptr && !categories(menu)->isEnabled());
            seen = true;
        });
        QVERIFY(seen);
    }
};

} // namespace tandem::ui

using tandem::ui::TestTicketHeader;
QTEST_MAIN(TestTicketHeader)
#include "TestTicketHeader.moc"
