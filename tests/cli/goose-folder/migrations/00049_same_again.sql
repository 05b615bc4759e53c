-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE last_words (id INTEGER NOT NULL PRIMARY KEY, words VARCHAR(20));

-- a comment between

CREATE INDEX last_words_words ON last_words (words);

-- +goose Down
DROP TABLE last_words;
