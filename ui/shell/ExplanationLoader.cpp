#include "ui/shell/ExplanationLoader.h"

#include "ui/connector/Connector.h"
#include "ui/customer/ReadingBox.h"

namespace tandem::ui {

ExplanationLoader::ExplanationLoader(Connector& connector, ReadingBox& box, QObject* parent)
    : QObject(parent)
{
    connect(&box, &ReadingBox::explanationRequested, this, [this, &connector, &box](const TicketId& ticket) {
        connector.ask(
            this, [actor = connector.actor(), ticket](Desk& desk) { return desk.explainer.explain(actor, ticket); },
            [&box, ticket](const Result<Explanation>& explanation) { box.setExplanation(ticket, explanation); });
    });
}

} // namespace tandem::ui
