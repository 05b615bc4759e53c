# shellcheck shell=bash
# A migration whose second statement is wrong.
# shellcheck source=tests/docs/server.sh disable=SC2154 # of tests/docs.sh
. "$here/server.sh"
cat >migrations/20260101_Crates.sql <<'END'
-- migrate:up
CREATE TABLE crates (id INTEGER PRIMARY KEY);
INSERT INTO crate VALUES (1);
-- migrate:down
DROP TABLE crates;
END
glim -q migration:build
