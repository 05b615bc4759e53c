-- +goose Up
ALTER TABLE things_12 ADD COLUMN name VARCHAR(50);
CREATE INDEX things_12_name ON things_12 (name);

-- +goose Down
DELETE FROM things_12;
