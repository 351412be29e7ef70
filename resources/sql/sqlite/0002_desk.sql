-- What the people at the desk see and do: lists, notes, assignment, decisions, learning.

-- The large parts move out of the ticket's row: lists read many rows and none of these.
CREATE TABLE ticket_analysis (
    ticket TEXT PRIMARY KEY NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    sealed_classification BLOB,
    sealed_route BLOB,
    sealed_escalation BLOB,
    sealed_draft BLOB
);
INSERT INTO ticket_analysis (ticket, sealed_classification, sealed_route, sealed_escalation, sealed_draft)
    SELECT id, sealed_classification, sealed_route, sealed_escalation, sealed_draft FROM ticket
    WHERE coalesce(sealed_classification, sealed_route, sealed_escalation, sealed_draft) IS NOT NULL ORDER BY number;

-- Emptied first: dropping a column rewrites the table, which is then small.
UPDATE ticket SET sealed_classification = NULL, sealed_route = NULL, sealed_escalation = NULL, sealed_draft = NULL;
ALTER TABLE ticket DROP COLUMN sealed_classification;
ALTER TABLE ticket DROP COLUMN sealed_route;
ALTER TABLE ticket DROP COLUMN sealed_escalation;
ALTER TABLE ticket DROP COLUMN sealed_draft;

-- due_at and waiting_since: 9223372036854775807 = none, so that an index has these last. reasons: codes of the escalation with
-- blanks between them. draft_confidence and draft_abstained: NULL without a draft. assignee: '' = nobody.
ALTER TABLE ticket ADD COLUMN high_stakes_action TEXT;
ALTER TABLE ticket ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN reasons TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN draft_confidence REAL;
ALTER TABLE ticket ADD COLUMN draft_abstained INTEGER;
ALTER TABLE ticket ADD COLUMN waiting_since INTEGER NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE ticket ADD COLUMN due_at INTEGER NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE ticket ADD COLUMN sealed_preview BLOB;

-- 0: what was stored before has no high_stakes_action, reasons, draft_confidence and draft_abstained yet; they are under seal.
ALTER TABLE workspace ADD COLUMN plain_copies INTEGER NOT NULL DEFAULT 0;

ALTER TABLE message ADD COLUMN visibility TEXT NOT NULL DEFAULT 'public';
ALTER TABLE message ADD COLUMN actor TEXT NOT NULL DEFAULT '';

-- With the author, so that the newest message of the customer, which tells whether a ticket is unread, is found in the index.
DROP INDEX message_ticket;
CREATE INDEX message_ticket ON message (ticket, at, sequence, author);
UPDATE ticket SET waiting_since
    = coalesce((SELECT min(at) FROM message WHERE message.ticket = ticket.id AND message.author = 'customer'), waiting_since)
    WHERE status IN ('received', 'processing', 'awaiting_review', 'awaiting_approval', 'escalated', 'failed');

-- One index for each order behind each of status, assignee and team: a list merges one range for each status it wants. The
-- columns behind number let the other filters be looked at without reading the ticket. A new ticket has no team yet and costs none
-- of the team's.
DROP INDEX ticket_created;
DROP INDEX ticket_status;
DROP INDEX ticket_queue;
DROP INDEX ticket_queue_status;
CREATE INDEX ticket_status_created ON ticket (status, created_at, number, language, queue);
CREATE INDEX ticket_status_due ON ticket (status, due_at, number, language, queue);
CREATE INDEX ticket_status_waiting ON ticket (status, waiting_since, number, language, queue);
CREATE INDEX ticket_assignee_created ON ticket (assignee, status, created_at, number, language, queue, team);
CREATE INDEX ticket_assignee_due ON ticket (assignee, status, due_at, number, language, queue, team);
CREATE INDEX ticket_assignee_waiting ON ticket (assignee, status, waiting_since, number, language, queue, team);
CREATE INDEX ticket_team_created ON ticket (team, status, created_at, number, language, queue, assignee) WHERE team IS NOT NULL;
CREATE INDEX ticket_team_due ON ticket (team, status, due_at, number, language, queue, assignee) WHERE team IS NOT NULL;
CREATE INDEX ticket_team_waiting ON ticket (team, status, waiting_since, number, language, queue, assignee) WHERE team IS NOT NULL;

-- When a person last looked at a ticket.
CREATE TABLE ticket_seen (
    ticket TEXT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (ticket, actor)
) WITHOUT ROWID;

-- decided_at: NULL while waiting and for what expired without a decision.
ALTER TABLE approval ADD COLUMN sealed_amount BLOB;
ALTER TABLE approval ADD COLUMN sealed_comment BLOB;
ALTER TABLE approval ADD COLUMN decided_at INTEGER;
CREATE INDEX approval_decided ON approval (coalesce(decided_at, expires_at)) WHERE state <> 'waiting';
CREATE INDEX approval_state_decided ON approval (state, coalesce(decided_at, expires_at));

CREATE TABLE learning_candidate (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    ticket TEXT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    sealed_subject BLOB NOT NULL,
    sealed_question BLOB NOT NULL,
    sealed_resolution BLOB NOT NULL,
    category TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    article TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    decided_at INTEGER
);
CREATE INDEX learning_candidate_ticket ON learning_candidate (ticket);
CREATE INDEX learning_candidate_created ON learning_candidate (created_at);
CREATE INDEX learning_candidate_state ON learning_candidate (state, created_at);

CREATE INDEX audit_subject ON audit (subject);
