-- migrate:up
ALTER TABLE products ADD COLUMN slug VARCHAR(440) GENERATED ALWAYS AS (LOWER(REPLACE(title, ' ', '-'))) STORED;

-- migrate:down
ALTER TABLE products DROP COLUMN slug;
