-- migrate:up
INSERT INTO crates VALUES (5);
-- migrate:down
DELETE FROM crates WHERE id = 5;
