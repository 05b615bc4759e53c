-- migrate:up
DO $$ BEGIN EXECUTE 'SET search_path = tenant, public'; END $$;
-- migrate:down
DELETE FROM t;
