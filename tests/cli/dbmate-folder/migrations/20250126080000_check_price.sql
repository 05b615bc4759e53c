-- migrate:up
ALTER TABLE products ADD CONSTRAINT price_positive CHECK (price >= 0);

-- migrate:down
ALTER TABLE products DROP CONSTRAINT price_positive;
