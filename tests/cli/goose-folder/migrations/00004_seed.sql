-- +goose Up
INSERT INTO users (id, name) VALUES (1, 'Ana');
INSERT INTO users (id, name) VALUES (2, 'Bo''s; -- not a comment');

-- +goose Down
DELETE FROM users;
