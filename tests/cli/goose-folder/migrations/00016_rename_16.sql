-- +goose Up
CREATE TABLE draft_16 (
    id INTEGER NOT NULL PRIMARY KEY,
    a INTEGER,
    b INTEGER
);
ALTER TABLE draft_16 RENAME TO final_16;

-- +goose Down
DROP TABLE final_16;
