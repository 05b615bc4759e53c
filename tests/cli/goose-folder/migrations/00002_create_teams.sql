-- +goose Up
CREATE TABLE teams (
    id INTEGER PRIMARY KEY,
    title VARCHAR(80) NOT NULL
);

-- +goose Down
DROP TABLE teams;
