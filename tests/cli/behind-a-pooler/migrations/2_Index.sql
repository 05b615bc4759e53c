-- migrate:up
CREATE INDEX CONCURRENTLY crates_by_id ON crates (id);

-- migrate:down
DROP INDEX crates_by_id;
