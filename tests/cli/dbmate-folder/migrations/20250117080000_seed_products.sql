-- migrate:up
INSERT INTO products (sku, title, price) VALUES
  ('A-1', 'Apple -- green', 1.50),
  ('B-2', 'Pear /* ripe */', 2.25),
  ('C-3', 'It''s \'quoted\'', 3.00);

-- migrate:down
DELETE FROM products;
