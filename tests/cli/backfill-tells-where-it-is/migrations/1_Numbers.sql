-- migrate:up
CREATE TABLE numbers (id INTEGER PRIMARY KEY, times INTEGER NOT NULL);
INSERT INTO numbers WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 100)
	SELECT id, 0 FROM n;

-- migrate:down
DROP TABLE numbers;
