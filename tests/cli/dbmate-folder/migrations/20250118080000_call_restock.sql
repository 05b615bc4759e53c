-- migrate:up
CALL restock(3);

-- migrate:down
UPDATE products SET stock = 0;
