-- +goose Up
CREATE TABLE ledger_39 (
    id INTEGER NOT NULL PRIMARY KEY,
    cents INTEGER NOT NULL CHECK (cents >= 0),
    kind VARCHAR(8) NOT NULL DEFAULT 'in'
);
INSERT INTO ledger_39 (id, cents) VALUES (1, 3900);

-- +goose Down
DROP TABLE ledger_39;
