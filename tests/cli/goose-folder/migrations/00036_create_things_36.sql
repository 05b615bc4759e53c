-- +goose Up
CREATE TABLE things_36 (
    id INTEGER PRIMARY KEY,
    team_id INTEGER NOT NULL,
    label VARCHAR(56) NOT NULL DEFAULT 'x36',
    size DECIMAL(8,2)
);

-- +goose Down
DROP TABLE things_36;
