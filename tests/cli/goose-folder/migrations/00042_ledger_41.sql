-- +goose Up
CREATE TABLE ledger_41 (
    id INTEGER NOT NULL PRIMARY KEY,
    cents INTEGER NOT NULL CHECK (cents >= 0),
    kind VARCHAR(8) NOT NULL DEFAULT 'in'
);
INSERT INTO ledger_41 (id, cents) VALUES (1, 4100);

-- +goose Down
DROP TABLE ledger_41;
