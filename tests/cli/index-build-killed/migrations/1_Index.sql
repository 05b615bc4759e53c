-- migrate:up
CREATE INDEX CONCURRENTLY IF NOT EXISTS by_name ON people (name);
-- migrate:down
DROP INDEX CONCURRENTLY by_name;
