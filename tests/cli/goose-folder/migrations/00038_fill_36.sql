-- +goose Up
INSERT INTO things_36 (id, team_id, label) VALUES
  (1, 1, 'one'), -- the first;
  (2, 2, 'two');
/* and
   again; */
UPDATE things_36 SET name = 'n;m' WHERE id = 2;

-- +goose Down
DELETE FROM things_36;
