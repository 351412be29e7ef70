-- Tickets that tell of the same.

-- The first ticket's id names a group. customers, begin_at and end_at: NULL while it is no possible incident.
CREATE TABLE ticket_group (
    id TEXT PRIMARY KEY NOT NULL,
    size INTEGER NOT NULL,
    customers INTEGER,
    begin_at INTEGER,
    end_at INTEGER
) WITHOUT ROWID;
ALTER TABLE ticket ADD COLUMN ticket_group TEXT;
CREATE INDEX ticket_by_group ON ticket (ticket_group, status) WHERE ticket_group IS NOT NULL;

-- What a ticket is compared by while it is recent. Goes with the ticket, and by itself after some days.
CREATE TABLE fingerprint (
    ticket TEXT PRIMARY KEY NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    at INTEGER NOT NULL,
    report INTEGER NOT NULL,
    sealed_vector BLOB NOT NULL,
    sealed_words BLOB NOT NULL
);
CREATE INDEX fingerprint_at ON fingerprint (at);
