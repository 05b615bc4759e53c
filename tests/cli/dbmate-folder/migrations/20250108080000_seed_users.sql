-- migrate:up
INSERT INTO users (email, name) VALUES ('ana@example.com', 'Ana; the first'), ('bo@example.com', 'Bo''s');

-- migrate:down
DELETE FROM users WHERE email IN ('ana@example.com', 'bo@example.com');
