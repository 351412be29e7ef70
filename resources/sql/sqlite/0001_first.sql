-- Columns named sealed_… hold AES-256-GCM values bound to "table.column" and the row's id; everything else is plain on purpose,
-- because it is filtered or sorted by. Times are milliseconds since 1970 in UTC. Enums are stored by their public names.

-- One row of facts about the workspace. key_check is sealed: it proves that the key file is the one the data was sealed with.
CREATE TABLE workspace (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sealed_key_check BLOB,
    sealed_audit_head BLOB,
    knowledge_revision INTEGER NOT NULL DEFAULT 0
);
INSERT INTO workspace (id) VALUES (1);

CREATE TABLE customer (
    id TEXT PRIMARY KEY NOT NULL,
    sealed_external_id BLOB NOT NULL,
    sealed_display_name BLOB NOT NULL,
    sealed_email BLOB NOT NULL,
    tier TEXT NOT NULL,
    tenure_days INTEGER NOT NULL,
    previous_tickets INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE ticket (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    customer TEXT NOT NULL,
    correlation TEXT NOT NULL,
    channel TEXT NOT NULL,
    status TEXT NOT NULL,
    priority TEXT,
    category TEXT,
    confidence REAL,
    urgency TEXT,
    urgency_score REAL,
    sentiment TEXT,
    sentiment_score REAL,
    language TEXT,
    queue TEXT,
    team TEXT,
    cost_usd REAL NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    timings TEXT NOT NULL,
    sealed_subject BLOB NOT NULL,
    sealed_metadata BLOB NOT NULL,
    sealed_classification BLOB,
    sealed_route BLOB,
    sealed_escalation BLOB,
    sealed_draft BLOB
);
CREATE INDEX ticket_created ON ticket (created_at);
CREATE INDEX ticket_customer ON ticket (customer, created_at);
CREATE INDEX ticket_status ON ticket (status, created_at);
CREATE INDEX ticket_queue ON ticket (queue, created_at);
CREATE INDEX ticket_queue_status ON ticket (queue, status, created_at);

CREATE TABLE message (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    ticket TEXT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    sealed_text BLOB NOT NULL
);
CREATE INDEX message_ticket ON message (ticket, at);

CREATE TABLE document (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    sealed_question BLOB NOT NULL,
    language TEXT NOT NULL,
    category TEXT NOT NULL,
    audience TEXT NOT NULL,
    plan TEXT NOT NULL,
    supersedes TEXT NOT NULL,
    valid_from INTEGER,
    valid_until INTEGER,
    superseded INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    model TEXT NOT NULL
);

-- sentences: pairs of 32-bit offsets; vector: 32-bit floats; sentence_vectors: per sentence a 32-bit scale and signed bytes.
CREATE TABLE passage (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    heading TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    sentences BLOB NOT NULL,
    vector BLOB NOT NULL,
    sentence_vectors BLOB NOT NULL
);
CREATE INDEX passage_article ON passage (article);

CREATE TABLE effect (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    ticket TEXT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    sealed_payload BLOB NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    done_at INTEGER,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX effect_due ON effect (done_at, due_at);
CREATE INDEX effect_ticket ON effect (ticket);

CREATE TABLE job (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    ticket TEXT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    due_at INTEGER NOT NULL,
    leased_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    dead_at INTEGER,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX job_due ON job (dead_at, due_at);
CREATE INDEX job_ticket ON job (ticket, leased_until);
CREATE INDEX job_leased ON job (leased_until);

CREATE TABLE approval (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    ticket TEXT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    action TEXT NOT NULL,
    sealed_detail BLOB NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX approval_ticket ON approval (ticket);
CREATE INDEX approval_state ON approval (state, created_at);

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE access_token (
    hash TEXT PRIMARY KEY NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    sealed_display_name BLOB NOT NULL,
    customer TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) WITHOUT ROWID;

-- key_hash is keyed and covers the actor too: callers like to put order numbers or addresses into idempotency keys.
CREATE TABLE idempotent_response (
    key_hash TEXT PRIMARY KEY NOT NULL,
    request_hash TEXT NOT NULL,
    ticket TEXT NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX idempotent_response_age ON idempotent_response (created_at);
