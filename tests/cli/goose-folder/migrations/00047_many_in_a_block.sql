-- +goose Up
-- +goose StatementBegin
INSERT INTO users (id, name) VALUES (3, 'Cy');
-- +goose StatementEnd

-- +goose Down
DELETE FROM users WHERE id = 3;
