-- +goose Up
ALTER TABLE teams ADD COLUMN members INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE teams DROP COLUMN members;
