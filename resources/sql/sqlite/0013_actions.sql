-- What exactly is proposed, who said yes, and what became of it. sealed_proposal: NULL in rows from before. keys_needed: 0 = done
-- at once, on the proposer's word. execution_reason: a code, never text.
ALTER TABLE approval ADD COLUMN sealed_proposal BLOB;
ALTER TABLE approval ADD COLUMN sealed_keys BLOB;
ALTER TABLE approval ADD COLUMN keys_needed INTEGER NOT NULL DEFAULT 1;
ALTER TABLE approval ADD COLUMN execution TEXT NOT NULL DEFAULT 'none';
ALTER TABLE approval ADD COLUMN execution_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE approval ADD COLUMN executed_at INTEGER;
ALTER TABLE approval ADD COLUMN reversible_until INTEGER;

-- Words of a desk's own choosing, a-z, 0-9, - and _; they go with their ticket.
CREATE TABLE ticket_tag (
    ticket TEXT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (ticket, tag)
) WITHOUT ROWID;
