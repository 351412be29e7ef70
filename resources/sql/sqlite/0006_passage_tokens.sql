-- What re-ranking compares a question with, token by token.

-- Empty for a passage that was stored before, or by a model that tells no tokens; importing anew fills it.
ALTER TABLE passage ADD COLUMN token_vectors BLOB NOT NULL DEFAULT x'';
