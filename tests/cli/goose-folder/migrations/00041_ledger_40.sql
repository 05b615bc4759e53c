-- +goose Up
CREATE TABLE ledger_40 (
    id INTEGER NOT NULL PRIMARY KEY,
    cents INTEGER NOT NULL CHECK (cents >= 0),
    kind VARCHAR(8) NOT NULL DEFAULT 'in'
);
INSERT INTO ledger_40 (id, cents) VALUES (1, 4000);

-- +goose Down
DROP TABLE ledger_40;
