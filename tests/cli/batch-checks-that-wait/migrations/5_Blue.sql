-- migrate:up
INSERT INTO colours VALUES ('blue');
