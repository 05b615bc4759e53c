-- migrate:up
DROP TRIGGER take_stock;
CREATE TRIGGER take_stock BEFORE INSERT ON order_lines FOR EACH ROW
IF NEW.quantity > 100 THEN
  SET NEW.quantity = 100;
END IF;

-- migrate:down
DROP TRIGGER take_stock;
CREATE TRIGGER take_stock AFTER INSERT ON order_lines FOR EACH ROW
BEGIN
  UPDATE products SET stock = stock - NEW.quantity WHERE id = NEW.product_id;
END;
