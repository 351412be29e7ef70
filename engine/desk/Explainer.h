#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Explanation.h"
#include "model/Ids.h"

namespace tandem {

// Why tickets were read as they were. Thread-safe, synchronous.
class Explainer {
public:
    Explainer() = default;
    Explainer(const Explainer&) = delete;
    Explainer& operator=(const Explainer&) = delete;
    virtual ~Explainer() = default;

    // Reads the ticket's newest message of the customer anew, by the models of now, and says what each prediction rests on.
    // Nothing is stored. Forbidden for customers and services, whom the desk does not show how it works on a ticket. Unavailable
    // and retryable while the models load.
    virtual Result<Explanation> explain(const Actor& actor, const TicketId& id) = 0;
};

} // namespace tandem
