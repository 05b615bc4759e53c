-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION note_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE users SET note = CASE WHEN id = NEW.user_id THEN 'in; team' ELSE note END;
    RETURN NEW;
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER ledger_late BEFORE INSERT ON members FOR EACH ROW EXECUTE FUNCTION note_team();

-- +goose Down
DROP TRIGGER ledger_late ON members;
DROP FUNCTION note_team();
