-- migrate:up
CREATE TABLE crates (id INTEGER PRIMARY KEY);
INSERT INTO crates VALUES (1), (2);

-- migrate:down
DROP TABLE crates;
