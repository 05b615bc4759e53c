-- migrate:up
ALTER TABLE payments ADD CONSTRAINT payment_of FOREIGN KEY (order_id) REFERENCES orders (id) ON UPDATE CASCADE;

-- migrate:down
ALTER TABLE payments DROP FOREIGN KEY payment_of;
