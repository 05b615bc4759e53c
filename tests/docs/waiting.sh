# shellcheck shell=bash
# A release whose migration is not applied yet.
mkdir -p migrations
printf -- '-- migrate:up\nCREATE TABLE crates (id INTEGER PRIMARY KEY);\n' >migrations/20260101_Crates.sql
glim -q migration:init && glim -q migration:build && rm -r migrations
