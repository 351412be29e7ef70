#pragma once

namespace tandem::ui {

// Makes a TicketListView a list to screen readers, with one child for each row that is seen. Once per program is enough; more do
// no harm.
void installTicketListAccessibility();

} // namespace tandem::ui
