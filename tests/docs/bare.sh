# shellcheck shell=bash
# A folder with a history, and the migration that the one of docs/sql.md depends on.
mkdir -p migrations
printf -- '-- migrate:up\nCREATE TABLE crates (id INTEGER PRIMARY KEY);\n' >migrations/20260101_AddCrates.sql
glim -q migration:init && glim -q migration:build && glim migration:run
