-- +goose Up
CREATE TABLE ledger_44 (
    id INTEGER NOT NULL PRIMARY KEY,
    cents INTEGER NOT NULL CHECK (cents >= 0),
    kind VARCHAR(8) NOT NULL DEFAULT 'in'
);
INSERT INTO ledger_44 (id, cents) VALUES (1, 4400);

-- +goose Down
DROP TABLE ledger_44;
