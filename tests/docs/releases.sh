# shellcheck shell=bash
# Two releases of plugins, built elsewhere, for docs/deploying.md.
mkdir -p sources/migrations releases/2026-11-20 releases/2026-11-27 && cd sources || return
for name in 20260201_AddBoxes 20260301_AddLids; do
	printf -- '-- migrate:up\nCREATE TABLE %s (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE %s;\n' \
		"${name#*_Add}" "${name#*_Add}" >"migrations/$name.sql"
done
glim -q migration:init && glim migration:build && cp plugins/*.so ../releases/2026-11-27 &&
	cp plugins/20260201_AddBoxes.sql.so ../releases/2026-11-20 && cd .. && rm -r sources
