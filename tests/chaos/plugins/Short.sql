-- description: one of many that travel together: built once, it runs under each of its names
-- migrate:up
UPDATE counters SET n = n + 1 WHERE name = 'Short';
INSERT INTO notes SELECT 'Short', SUBSTR(CAST(100 + COUNT(*) AS CHAR(3)), 2, 2) FROM notes WHERE who = 'Short';
-- It has its counter already, so this fails where it is told to.
INSERT INTO counters SELECT 'Short', 0, 0 FROM notes WHERE who = 'stop' AND what IN (SELECT MAX(what) FROM notes WHERE who = 'Short');

-- migrate:down
DELETE FROM notes WHERE who = 'Short' AND what IN (SELECT MAX(what) FROM notes WHERE who = 'Short');
UPDATE counters SET n = n - 1, downs = downs + 1 WHERE name = 'Short';
