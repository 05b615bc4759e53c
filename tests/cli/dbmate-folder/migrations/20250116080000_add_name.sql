-- migrate:up
ALTER TABLE orders ADD COLUMN name VARCHAR(80) NULL;

-- migrate:down
ALTER TABLE orders DROP COLUMN name;
