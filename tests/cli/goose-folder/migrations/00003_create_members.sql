-- +goose Up
CREATE TABLE members (
    team_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    since DATE,
    PRIMARY KEY (team_id, user_id),
    FOREIGN KEY (team_id) REFERENCES teams (id),
    FOREIGN KEY (user_id) REFERENCES users (id)
);

-- +goose Down
DROP TABLE members;
