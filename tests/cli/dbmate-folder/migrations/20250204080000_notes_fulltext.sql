-- migrate:up transaction:false
ALTER TABLE notes ADD FULLTEXT KEY notes_body (body);

-- migrate:down transaction:false
ALTER TABLE notes DROP KEY notes_body;
