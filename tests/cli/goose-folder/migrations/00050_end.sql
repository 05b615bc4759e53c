-- +goose Up
INSERT INTO last_words (id, words) VALUES (1, 'that''s it;');

-- +goose Down
DELETE FROM last_words;
