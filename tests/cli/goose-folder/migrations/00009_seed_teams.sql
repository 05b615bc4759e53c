-- +goose Up
INSERT INTO teams (id, title) VALUES (1, 'red'), (2, 'blue');
INSERT INTO members (team_id, user_id) VALUES (1, 1), (1, 2), (2, 1);

-- +goose Down
DELETE FROM members;
DELETE FROM teams;
