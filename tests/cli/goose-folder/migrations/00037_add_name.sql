-- +goose Up
ALTER TABLE things_36 ADD COLUMN name VARCHAR(50);
CREATE INDEX things_36_name ON things_36 (name);

-- +goose Down
DELETE FROM things_36;
