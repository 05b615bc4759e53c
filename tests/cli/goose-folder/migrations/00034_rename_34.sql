-- +goose Up
CREATE TABLE draft_34 (
    id INTEGER NOT NULL PRIMARY KEY,
    a INTEGER,
    b INTEGER
);
ALTER TABLE draft_34 RENAME TO final_34;

-- +goose Down
DROP TABLE final_34;
