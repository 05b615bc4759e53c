-- +goose Up
ALTER TABLE things_30 ADD COLUMN name VARCHAR(50);
CREATE INDEX things_30_name ON things_30 (name);

-- +goose Down
DELETE FROM things_30;
