# shellcheck shell=bash
# A runner that was killed while a procedure ran.
# shellcheck source=tests/docs/server.sh disable=SC2154 # of tests/docs.sh
. "$here/server.sh"
mysql_do "USE $SCHEMA; CREATE TABLE crates (id INTEGER PRIMARY KEY);
delimiter //
CREATE PROCEDURE fill() BEGIN INSERT INTO crates VALUES (1), (2), (3); COMMIT; DO SLEEP(1); END//" || return
printf -- '-- migrate:up\nCALL fill();\n' >migrations/20260101_Fill.sql
glim -q migration:build && killed_at 'SLEEP\|CALL'
