-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER ledger_late BEFORE INSERT ON members FOR EACH ROW
BEGIN
    UPDATE users SET note = CASE WHEN id = NEW.user_id THEN 'in; team' ELSE note END;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER ledger_late;
