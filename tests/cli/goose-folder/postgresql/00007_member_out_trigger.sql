-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION count_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- one less;
    UPDATE teams SET members = members - 1 WHERE id = OLD.team_id;
    RETURN NULL;
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER member_out AFTER DELETE ON members FOR EACH ROW EXECUTE FUNCTION count_out();

-- +goose Down
DROP TRIGGER member_out ON members;
DROP FUNCTION count_out();
