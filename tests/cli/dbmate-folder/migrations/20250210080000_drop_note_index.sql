-- migrate:up
ALTER TABLE notes DROP KEY notes_body;

-- migrate:down
ALTER TABLE notes ADD FULLTEXT KEY notes_body (body);
