-- migrate:up
/*!50100 ALTER TABLE audits ADD COLUMN who VARCHAR(20) NOT NULL DEFAULT 'x;y' */;

-- migrate:down
ALTER TABLE audits DROP COLUMN who;
