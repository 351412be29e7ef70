-- Ids of the documents that a reply quotes, what is learned from it, and the document that it becomes, as a JSON array. What was
-- there before is not known to rest on anything.
ALTER TABLE message ADD COLUMN rests_on TEXT NOT NULL DEFAULT '[]';
ALTER TABLE learning_candidate ADD COLUMN rests_on TEXT NOT NULL DEFAULT '[]';
ALTER TABLE document ADD COLUMN rests_on TEXT NOT NULL DEFAULT '[]';
