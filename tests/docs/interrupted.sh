# shellcheck shell=bash
# A runner that was killed in its second step.
# shellcheck source=tests/docs/server.sh disable=SC2154 # of tests/docs.sh
. "$here/server.sh"
cat >migrations/20260101_Crates.sql <<'END'
-- migrate:up
CREATE TABLE crates (id INTEGER PRIMARY KEY, label VARCHAR(80));
INSERT INTO crates SELECT 1, SLEEP(1);
CREATE INDEX crates_by_label ON crates (label);
-- migrate:down
DROP TABLE crates;
END
glim -q migration:build && killed_at SLEEP
