#pragma once

#include "base/Error.h"

namespace tandem {

struct SqliteSession;

// Tickets of version 1 have sealed parts whose plain columns came with version 2: fills these in, once a workspace. A ticket that
// cannot be opened is left as it is; reading it says why.
Status fillPlainCopies(SqliteSession& session);

} // namespace tandem
