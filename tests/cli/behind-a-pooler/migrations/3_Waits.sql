-- migrate:up
INSERT INTO crates SELECT 3 FROM pg_sleep(1);

-- migrate:down
DELETE FROM crates WHERE id = 3;
