-- migrate:up
CREATE TABLE crates (id INTEGER);
-- migrate:down
DROP TABLE crates;
