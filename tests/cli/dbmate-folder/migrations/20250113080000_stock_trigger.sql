-- migrate:up
CREATE TRIGGER take_stock AFTER INSERT ON order_lines FOR EACH ROW
BEGIN
  -- what is sold is gone;
  UPDATE products SET stock = stock - NEW.quantity WHERE id = NEW.product_id;
END;

-- migrate:down
DROP TRIGGER take_stock;
