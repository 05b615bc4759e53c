-- +goose Up
INSERT INTO things_30 (id, team_id, label) VALUES
  (1, 1, 'one'), -- the first;
  (2, 2, 'two');
/* and
   again; */
UPDATE things_30 SET name = 'n;m' WHERE id = 2;

-- +goose Down
DELETE FROM things_30;
