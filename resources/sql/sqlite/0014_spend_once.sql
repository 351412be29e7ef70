-- What was booked under a name, so that it is not booked again. name: provider/batch/entry.
CREATE TABLE spend_once (
    name TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) WITHOUT ROWID;
