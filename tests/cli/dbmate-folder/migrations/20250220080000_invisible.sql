-- migrate:up
ALTER TABLE audits ADD COLUMN secret INT INVISIBLE;

-- migrate:down
ALTER TABLE audits DROP COLUMN secret;
