-- migrate:up
ALTER TABLE products MODIFY price DECIMAL(12,4) NOT NULL DEFAULT 0;

-- migrate:down
ALTER TABLE products MODIFY price DECIMAL(10,2) NOT NULL DEFAULT 0;
