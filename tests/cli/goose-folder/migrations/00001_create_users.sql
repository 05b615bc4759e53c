-- +goose Up
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name VARCHAR(80) NOT NULL,
    note VARCHAR(80) DEFAULT 'none; yet'
);

-- +goose Down
DROP TABLE users;
