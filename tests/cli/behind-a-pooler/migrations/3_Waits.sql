-- migrate:up
INSERT INTO crates SELECT 3 + count(*) FROM gate;

-- migrate:down
DELETE FROM crates WHERE id = 3;
