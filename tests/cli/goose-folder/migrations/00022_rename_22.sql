-- +goose Up
CREATE TABLE draft_22 (
    id INTEGER NOT NULL PRIMARY KEY,
    a INTEGER,
    b INTEGER
);
ALTER TABLE draft_22 RENAME TO final_22;

-- +goose Down
DROP TABLE final_22;
