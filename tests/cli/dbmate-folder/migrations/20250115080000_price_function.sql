-- migrate:up
CREATE FUNCTION with_tax(price DECIMAL(10,2)) RETURNS DECIMAL(10,2) DETERMINISTIC
RETURN ROUND(price * 1.19, 2);

-- migrate:down
DROP FUNCTION with_tax;
