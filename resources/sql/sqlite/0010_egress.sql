-- What left this machine, to whom and for which ticket. Rows stay, also when their ticket goes; they hold no text.
CREATE TABLE egress (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    ticket TEXT NOT NULL,
    host TEXT NOT NULL,
    method TEXT NOT NULL,
    bytes_out INTEGER NOT NULL,
    body_hash TEXT NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER NOT NULL,
    bytes_in INTEGER NOT NULL,
    settled_at INTEGER
);
CREATE INDEX egress_ticket ON egress (ticket, sequence);
CREATE INDEX egress_at ON egress (at, host, outcome, bytes_out, bytes_in);

-- The redacted text that was sent. It goes with its ticket, or after a time.
CREATE TABLE egress_body (
    egress TEXT PRIMARY KEY NOT NULL REFERENCES egress (id) ON DELETE CASCADE,
    ticket TEXT REFERENCES ticket (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    sealed_body BLOB NOT NULL
);
CREATE INDEX egress_body_at ON egress_body (at);
CREATE INDEX egress_body_ticket ON egress_body (ticket);
