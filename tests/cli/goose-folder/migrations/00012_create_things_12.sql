-- A comment before anything

-- +goose Up
CREATE TABLE things_12 (
    id INTEGER PRIMARY KEY,
    team_id INTEGER NOT NULL,
    label VARCHAR(32) NOT NULL DEFAULT 'x12',
    size DECIMAL(8,2)
);

-- +goose Down
DROP TABLE things_12;
