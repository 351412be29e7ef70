#pragma once

#include "ui/conversation/TicketColumn.h"
#include "ui/shell/MainWindow.h"
#include "ui/support/CarelessDesk.h"
#include "ui/support/Passes.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace tandem::ui {

// The console's window over a desk that hands out one mail as it is.
struct MailWindow {
    std::unique_ptr<CarelessDesk> desk;
    std::unique_ptr<MainWindow> window;

    void close()
    {
        window.reset();
        desk.reset();
    }

    // Shows the window on another ticket and then opens this one, which counts in `passes`.
    void open(Theme& theme, const QTemporaryDir& directory, TicketView view, Passes& passes)
    {
        const TicketId id = view.ticket.id;
        desk = std::make_unique<CarelessDesk>();
        desk->put(written("first", "Nothing of interest.", "Plain Name"));
        desk->put(std::move(view));
        window = std::make_unique<MainWindow>(*desk, theme, directory.filePath(QStringLiteral("waiting.json")));
        window->show();
        auto* column = window->findChild<TicketColumn*>();
        QTRY_VERIFY(!column->ticket().empty());
        QTest::qWait(50);
        pass(passes, [&] { window->openTicket(id); });
        QVERIFY(turn(passes, 20000, [&] { return column->ticket() == id; }));
        turn(passes, 50, [] { return false; });
    }
};

} // namespace tandem::ui
