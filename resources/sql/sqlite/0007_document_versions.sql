-- What an article said before it was changed. Articles alone: a resolution's earlier text may hold what was taken out of it since.
CREATE TABLE document_version (
    sequence INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    category TEXT NOT NULL,
    audience TEXT NOT NULL,
    plan TEXT NOT NULL,
    supersedes TEXT NOT NULL,
    valid_from INTEGER,
    valid_until INTEGER,
    superseded INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    content_hash TEXT NOT NULL
);
CREATE INDEX document_version_document ON document_version (document, sequence);
