-- +goose Up
CREATE TABLE ledger_42 (
    id INTEGER NOT NULL PRIMARY KEY,
    cents INTEGER NOT NULL CHECK (cents >= 0),
    kind VARCHAR(8) NOT NULL DEFAULT 'in'
);
INSERT INTO ledger_42 (id, cents) VALUES (1, 4200);

-- +goose Down
DROP TABLE ledger_42;
