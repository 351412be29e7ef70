-- What people say that tickets are about: the category head learns from it.

-- evidence: 'set' by a person, or 'confirmed' by one who resolved the ticket and left its category. vector: of the ticket's text by
-- that model, so that learning again need not embed again. A label goes with its ticket.
CREATE TABLE category_label (
    ticket TEXT PRIMARY KEY NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    evidence TEXT NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    model TEXT NOT NULL DEFAULT '',
    sealed_vector BLOB
);
CREATE INDEX category_label_evidence ON category_label (evidence);
