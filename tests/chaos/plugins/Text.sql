-- description: SQL and no code, which runs without a process of its own
-- migrate:up
CREATE TABLE text_a (id INTEGER PRIMARY KEY, label VARCHAR(20));
UPDATE counters SET n = n + 1 WHERE name = 'Text';
INSERT INTO text_a VALUES (1, 'a;b');
CREATE INDEX text_i ON text_a (label);
INSERT INTO text_a VALUES (2, 'c');
ALTER TABLE text_a RENAME TO text_b;
INSERT INTO text_b VALUES (3, 'd');

-- migrate:down
DROP TABLE text_b;
UPDATE counters SET n = 0, downs = downs + 1 WHERE name = 'Text';
DROP TABLE IF EXISTS text_a;
