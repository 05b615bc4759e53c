-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION count_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE teams SET members = members + 1 WHERE id = NEW.team_id;
    RETURN NULL;
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER member_in AFTER INSERT ON members FOR EACH ROW EXECUTE FUNCTION count_in();

-- +goose Down
DROP TRIGGER member_in ON members;
DROP FUNCTION count_in();
