-- migrate:up
SET @limit = 10;
INSERT INTO audits (id, what) VALUES (@limit, 'limit');

-- migrate:down
DELETE FROM audits;
