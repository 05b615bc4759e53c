-- migrate:up
CALL rename_all();

-- migrate:down
UPDATE users SET name = NULL;
