-- migrate:up
INSERT INTO crates VALUES (3);
CREATE INDEX CONCURRENTLY crates_by_id ON crates (id);
DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$;
-- migrate:down
DROP INDEX crates_by_id;
DELETE FROM crates WHERE id = 3;
