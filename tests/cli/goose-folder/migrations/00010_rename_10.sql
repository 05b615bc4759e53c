-- +goose Up
CREATE TABLE draft_10 (
    id INTEGER NOT NULL PRIMARY KEY,
    a INTEGER,
    b INTEGER
);
ALTER TABLE draft_10 RENAME TO final_10;

-- +goose Down
DROP TABLE final_10;
