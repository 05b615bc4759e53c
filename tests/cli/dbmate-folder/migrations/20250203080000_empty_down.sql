-- notes of the clerks
-- (asked for in March)
-- migrate:up
CREATE TABLE notes (id INT PRIMARY KEY, body TEXT);

-- migrate:down
DROP TABLE notes;
