-- migrate:up
INSERT INTO c VALUES (2, 99);
