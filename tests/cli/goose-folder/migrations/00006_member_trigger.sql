-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER member_in AFTER INSERT ON members FOR EACH ROW
BEGIN
    UPDATE teams SET members = members + 1 WHERE id = NEW.team_id;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER member_in;
