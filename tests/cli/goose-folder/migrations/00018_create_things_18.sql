-- +goose Up
CREATE TABLE things_18 (
    id INTEGER PRIMARY KEY,
    team_id INTEGER NOT NULL,
    label VARCHAR(38) NOT NULL DEFAULT 'x18',
    size DECIMAL(8,2)
);

-- +goose Down
DROP TABLE things_18;
