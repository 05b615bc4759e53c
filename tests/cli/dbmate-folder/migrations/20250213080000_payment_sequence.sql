-- migrate:up
CREATE SEQUENCE payment_number START WITH 100 INCREMENT BY 1;

-- migrate:down
DROP SEQUENCE payment_number;
