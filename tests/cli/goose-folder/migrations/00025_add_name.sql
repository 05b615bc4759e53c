-- +goose Up
ALTER TABLE things_24 ADD COLUMN name VARCHAR(50);
CREATE INDEX things_24_name ON things_24 (name);

-- +goose Down
DELETE FROM things_24;
