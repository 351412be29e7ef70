-- What the engine decided about tickets and everything that it knew then. Rows are never changed, so that any of them can be decided
-- again, by this policy or another.

-- policy: settings, models: fingerprints, both as JSON. id: a hash of both. A new row only when one of them is another.
CREATE TABLE decision_basis (
    id TEXT PRIMARY KEY NOT NULL,
    policy TEXT NOT NULL,
    models TEXT NOT NULL
) WITHOUT ROWID;

-- sequence counts a ticket's decisions from 1. A decision goes with its ticket.
CREATE TABLE decision (
    ticket TEXT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    basis TEXT NOT NULL REFERENCES decision_basis (id),
    sealed_inputs BLOB NOT NULL,
    sealed_outcome BLOB NOT NULL
);
CREATE UNIQUE INDEX decision_ticket ON decision (ticket, sequence);
