-- migrate:up
ALTER TABLE orders CHANGE state status ENUM('new','paid','sent','back') NOT NULL DEFAULT 'new';

-- migrate:down
ALTER TABLE orders CHANGE status state ENUM('new','paid','sent') NOT NULL DEFAULT 'new';
