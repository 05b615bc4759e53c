-- migrate:up
CREATE TABLE payments (
  id BIGINT NOT NULL PRIMARY KEY,
  order_id BIGINT UNSIGNED NOT NULL,
  cents BIGINT NOT NULL,
  paid_on DATE NOT NULL,
  KEY payments_order (order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- migrate:down
DROP TABLE IF EXISTS payments;
