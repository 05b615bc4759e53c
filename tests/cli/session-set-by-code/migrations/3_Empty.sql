-- migrate:up
DELETE FROM t;
CREATE TABLE t2 (label TEXT);
INSERT INTO t2 VALUES ('ü');
-- migrate:down
DROP TABLE t2;
