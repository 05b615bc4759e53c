#!/bin/bash
# README and help say the same of the commands, and what they name is there.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-readme.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
PATH=$build/bin:$PATH
readme=$top/README.md

commands_of_readme() {
	grep -oE 'glim (migration:[a-z]+|config|help|completion|version)' "$readme" | cut -d' ' -f2 | sort -u
}

commands_of_help() {
	glim help | grep -oE '^ +(migration:[a-z]+|config|help|completion|version)' | tr -d ' ' | sort -u
}

same_commands() {
	diff <(commands_of_readme) <(commands_of_help)
}

options_are_known() { # each --option that the README gives to glim
	local option missing=0

	for option in $(grep -E 'glim ' "$readme" | grep -oE ' --[a-z-]+' | sort -u); do
		glim help --all 2>/dev/null | grep -qe "$option" || {
			for command in $(commands_of_help); do
				glim help "$command" | grep -qe "$option" && continue 2
			done
			echo "no such option: $option"
			missing=1
		}
	done
	return $missing
}

help_is_narrow() {
	local command

	for command in "" $(commands_of_help); do
		# shellcheck disable=SC2086 # none, or one word
		glim help $command | awk -v of="$command" 'length > 80 { print of ": " $0; bad = 1 }
			END { exit bad }' || return
	done
}

files_are_there() { # what stands in the README as `folder/..`, for the folders of the tree
	local path

	for path in $(grep -oE '`[a-z.]+/[A-Za-z0-9_./-]*`' "$readme" | tr -d '`' | sort -u); do
		[ ! -d "$top/${path%%/*}" ] || [ "${path%%/*}" = build ] || [ -e "$top/$path" ] ||
			{ echo "no such file: $path"; return 1; }
	done
}

targets_are_there() {
	local target

	for target in $(grep -oE '(^|`| )make [a-z-]+' "$readme" | awk '{ print $NF }' | sort -u); do
		grep -qE "^$target:" "$top/Makefile" "$top/plugins/glim.mk" || { echo "no target $target"; return 1; }
	done
}

# The n-th ```console block: its commands are typed, in a folder with these sources, and have to
# answer what stands there.
transcript() { # N SOURCES
	local dir=$work/transcript$1

	mkdir -p "$dir" && cp -R "$2" "$dir/migrations" && cd "$dir" || return
	echo '{ "db": { "default": { "driver": "sqlite", "schema": "shop.db" } } }' >config.json
	{ glim migration:init && glim migration:build && glim migration:sync; } >/dev/null 2>&1 || return
	awk -v n="$1" '/^```console$/ { inside = ++at == n; next } /^```/ { inside = 0 } inside' \
		"$readme" | varying >expected
	grep '^\$ ' expected | while IFS= read -r line; do
		printf '%s\n' "$line"
		eval "${line#\$ }" 2>&1
	done | sed "s#$dir#<dir>#g" >said
	awk -f "$top/tests/match.awk" expected said
}

varying() {
	sed -E -e 's#/srv/shop#<dir>#g' -e 's/[0-9][0-9.]* (us|ms|s)\b/<duration>/g' \
		-e 's/[0-9]+-[0-9]+-[0-9]+ [0-9]+:[0-9]+:[0-9]+/<date>/g' \
		-e 's/ [a-z]+@[a-z]+ / <by> /g' -e 's/SQLite 3[0-9.]+/SQLite <any>/'
}

first_output_early() { # the main job's output stands before line 25
	head -24 "$readme" | grep -q '^Done\.$'
}

check "the same commands in README and help" same_commands
check "the README's options" options_are_known
check "help within 80 columns" help_is_narrow
check "the README's files" files_are_there
check "the README's make targets" targets_are_there
check "the main job's output before line 25" first_output_early
check "the first transcript" transcript 1 "$top/migrations"
check "the error block" transcript 2 "$top/tests/readme/failure/migrations"
check "README of at most 300 lines" test "$(wc -l <"$readme")" -le 300
report_end
