-- migrate:up
ALTER TABLE measures DETACH PARTITION measures_1 CONCURRENTLY;
-- migrate:down
ALTER TABLE measures ATTACH PARTITION measures_1 FOR VALUES IN (1);
