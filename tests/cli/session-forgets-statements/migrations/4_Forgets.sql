-- migrate:up
INSERT INTO crates VALUES (4);
DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$;
-- migrate:down
DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$;
DELETE FROM crates WHERE id = 4;
