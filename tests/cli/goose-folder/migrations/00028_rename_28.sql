-- +goose Up
CREATE TABLE draft_28 (
    id INTEGER NOT NULL PRIMARY KEY,
    a INTEGER,
    b INTEGER
);
ALTER TABLE draft_28 RENAME TO final_28;

-- +goose Down
DROP TABLE final_28;
