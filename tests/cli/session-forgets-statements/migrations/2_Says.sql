-- migrate:up
INSERT INTO crates VALUES (2);
DEALLOCATE ALL;
-- migrate:down
DEALLOCATE ALL;
DELETE FROM crates WHERE id = 2;
