-- +goose NO TRANSACTION
-- +goose Up
CREATE VIEW view_21 AS SELECT u.id, u.name FROM users u WHERE u.id IN (SELECT user_id FROM members);

-- +goose Down
DROP VIEW view_21;
