-- description: tags, in SQL
-- migrate:up
CREATE TABLE tags (id INTEGER, name VARCHAR(80));
INSERT INTO tags VALUES (1, 'ripe;');

-- migrate:down
DROP TABLE tags;
