-- +goose Up
CREATE TABLE things_30 (
    id INTEGER PRIMARY KEY,
    team_id INTEGER NOT NULL,
    label VARCHAR(50) NOT NULL DEFAULT 'x30',
    size DECIMAL(8,2)
);

-- +goose Down
DROP TABLE things_30;
