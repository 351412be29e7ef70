#include "ui/shell/ReplyChecker.h"

#include "ui/connector/Connector.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/widgets/Strings.h"

namespace tandem::ui {

ReplyChecker::ReplyChecker(Connector& connector, TicketColumn& column, QObject* parent)
    : QObject(parent)
{
    connect(
        &column, &TicketColumn::checkRequested, this, [this, &connector, &column](const TicketId& ticket, const QString& text) {
            connector.ask(
                this,
                [actor = connector.actor(), ticket, reply = utf8(text)](
                    Desk& desk) { return desk.reviews.check(actor, ticket, reply, {}); },
                [&column, ticket, text](const Result<ReplyCheck>& check) {
                    if (check)
                        column.showCheck(ticket, text, *check);
                });
        });
}

} // namespace tandem::ui
