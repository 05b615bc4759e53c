-- migrate:up
ALTER TABLE users ADD COLUMN settings JSON NULL;
UPDATE users SET settings = '{"news": true, "; ": 1}';

-- migrate:down
ALTER TABLE users DROP COLUMN settings;
