-- Articles that say the same, or different things of the same. A finding holds for the two texts that were compared.
CREATE TABLE finding (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    rules INTEGER NOT NULL,
    first TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    first_hash TEXT NOT NULL,
    first_passage TEXT NOT NULL,
    first_sentence TEXT NOT NULL,
    first_value TEXT NOT NULL,
    second TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    second_hash TEXT NOT NULL,
    second_passage TEXT NOT NULL,
    second_sentence TEXT NOT NULL,
    second_value TEXT NOT NULL,
    score REAL NOT NULL,
    found_at INTEGER NOT NULL,
    dismissed_by TEXT NOT NULL DEFAULT '',
    dismissed_at INTEGER
);
CREATE INDEX finding_first ON finding (first);
CREATE INDEX finding_second ON finding (second);
CREATE INDEX finding_found ON finding (found_at DESC, id);

-- Which articles were compared with the others, in what state and by which rules.
CREATE TABLE compared_document (
    document TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    mark TEXT NOT NULL
);
