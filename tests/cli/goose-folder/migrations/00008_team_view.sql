-- +goose Up
CREATE VIEW big_teams AS
SELECT id, title FROM teams WHERE members > 10;

-- +goose Down
DROP VIEW big_teams;
