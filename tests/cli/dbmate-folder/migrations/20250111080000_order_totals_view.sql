-- migrate:up
CREATE VIEW order_totals AS
SELECT l.order_id, SUM(l.quantity * p.price) AS total
FROM order_lines l JOIN products p ON p.id = l.product_id
GROUP BY l.order_id;

-- migrate:down
DROP VIEW order_totals;
