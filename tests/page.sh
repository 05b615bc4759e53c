#!/bin/bash
# The report in a real browser: it reads as it was written, loads nothing, and is dark where its reader
# is. The pictures stay in the build, to be looked at.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-page.XXXXXX")
trap 'rm -rf "$work"' EXIT
PATH=$build/bin:$PATH
pictures=$build/page
mkdir -p "$pictures" "$work/plugins" && cd "$work" || exit 1

browse() { # OPTION..
	timeout 120 chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars \
		--user-data-dir="$work/profile" --window-size=1200,2000 "$@" "file://$work/page.html" 2>"$work/log"
}

project() { # two that run, one that fails, one that is gone, three that wait
	local name

	for name in 01_CreateAuthors 02_AddAras 03_CreateBooks 07_AddYear; do
		cp "$build/tests/plugins/$name.so" plugins/ || return
	done
	cp "$build/tests/plugins/02_Fails.so" plugins/05_Fails.so || return
	mkdir -p migrations && printf '%s\n' '-- description: books get a shelf, and lose their year' '-- migrate:up' \
		'ALTER TABLE books DROP COLUMN year;' 'ALTER TABLE books' \
		"	ADD COLUMN shelf VARCHAR(20) NOT NULL DEFAULT '<b>none</b>';" >migrations/08_Shelves.sql
	glim -q build || return
	echo '{ "db": { "default": { "driver": "sqlite", "schema": "shop.db" } } }' >config.json
	glim -q init && ! glim -q run --by '<b>ana</b> & co' && rm plugins/03_CreateBooks.so &&
		sqlite3 shop.db "UPDATE glim_migrations SET duration_us = 655000000, description =
			'</td><script>document.title = 1</script>' WHERE name = 'AddAras'" &&
		glim report --sql -o page.html
}

reads_as_written() {
	browse --dump-dom >dom.html || return
	grep -q '<title>glim: shop.db on SQLite' dom.html &&
		[ "$(grep -c '<tr>' dom.html)" = "$(grep -c '<tr>' page.html)" ] &&
		[ "$(grep -c '<rect' dom.html)" = 4 ] && grep -q '&lt;script&gt;document.title' dom.html
}

pending_is_shown() {
	grep -q "ADD COLUMN shelf VARCHAR(20) NOT NULL DEFAULT '&lt;b&gt;none" dom.html &&
		grep -q '<b class="drifted">drop-column</b>' dom.html
}

loads_nothing() {
	! grep -E 'src=|href=|url\(|@import|<script' page.html
}

shows_itself() { # MODE OPTION..
	local mode=$1
	shift
	browse --screenshot="$pictures/$mode.png" "$@" && [ "$(stat -c %s "$pictures/$mode.png")" -gt 20000 ]
}

modes_differ() {
	! cmp -s "$pictures/light.png" "$pictures/dark.png"
}

check "a project with everything" project
check "the browser reads what was written" reads_as_written
check "what is pending is there with its statements" pending_is_shown
check "nothing is loaded" loads_nothing
check "light" shows_itself light
check "dark" shows_itself dark --blink-settings=preferredColorScheme=0
check "dark is not light" modes_differ
report_end
