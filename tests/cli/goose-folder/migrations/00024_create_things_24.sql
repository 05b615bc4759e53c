-- +goose Up
CREATE TABLE things_24 (
    id INTEGER PRIMARY KEY,
    team_id INTEGER NOT NULL,
    label VARCHAR(44) NOT NULL DEFAULT 'x24',
    size DECIMAL(8,2)
);

-- +goose Down
DROP TABLE things_24;
