-- migrate:up
INSERT INTO orders (user_id) SELECT id FROM users;
INSERT INTO order_lines (order_id, line, product_id, quantity)
  SELECT o.id, 1, 1, 2 FROM orders o;

-- migrate:down
DELETE FROM order_lines;
DELETE FROM orders;
