-- +goose Up
ALTER TABLE things_18 ADD COLUMN name VARCHAR(50);
CREATE INDEX things_18_name ON things_18 (name);

-- +goose Down
DELETE FROM things_18;
