-- migrate:up
INSERT INTO crates VALUES (4);

-- migrate:down
DELETE FROM crates WHERE id = 4;
