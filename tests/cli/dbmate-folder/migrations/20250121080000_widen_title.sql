-- migrate:up
ALTER TABLE products MODIFY title VARCHAR(400) NOT NULL;

-- migrate:down
ALTER TABLE products MODIFY title VARCHAR(200) NOT NULL;
