-- What people made of drafts. Numbers and names of enums alone: rows stay when their ticket goes.
CREATE TABLE draft_review (
    draft TEXT PRIMARY KEY,
    ticket TEXT NOT NULL,
    category TEXT NOT NULL,
    provider TEXT NOT NULL,
    language TEXT NOT NULL,
    confidence REAL NOT NULL,
    sendable INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    wrong INTEGER NOT NULL,
    changed REAL NOT NULL,
    fault TEXT,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX draft_review_scope ON draft_review (category, provider, sendable, at DESC, confidence, wrong);
