-- migrate:up
CREATE TABLE shelves (id INT PRIMARY KEY);
CREATE TABLE crates (shelf INT REFERENCES shelves DEFERRABLE INITIALLY DEFERRED);
INSERT INTO crates VALUES (1);
-- migrate:down
DROP TABLE crates, shelves;
