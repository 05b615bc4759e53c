-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER member_out AFTER DELETE ON members FOR EACH ROW
BEGIN
    -- one less;
    UPDATE teams SET members = members - 1 WHERE id = OLD.team_id;
END;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TRIGGER member_out;
-- +goose StatementEnd
