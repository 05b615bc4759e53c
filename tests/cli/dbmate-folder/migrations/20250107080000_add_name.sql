-- migrate:up
ALTER TABLE users ADD COLUMN name VARCHAR(100) NULL AFTER email;

-- migrate:down
ALTER TABLE users DROP COLUMN name;
