#!/bin/bash
# Compares the list in README.md with the `faults:` comments of the tests and the `faults` files of
# the command-line cases. --write fills the list's last column from them.
set -u
cd "$(dirname "$0")/.." || exit 1
list=faults/README.md
last=166
# These have to have a test: plugin files and configuration, which read what others wrote.
required='^([1-9]|[123][0-9]|4[0-4]|9[4-9]|10[0-9]|11[0-2])$'

claims() { # "NUMBER FILE", one a line
	{
		grep -rHoE 'faults: [0-9][0-9 -]*' --include='*.c' --include='*.sh' . |
			grep -v '^./faults/' | sed 's|^\./||; s|:faults: | |'
		for file in cli/*/faults; do
			[ ! -e "$file" ] || sed "s|^|${file%/faults} |" "$file"
		done
	} | awk '{ for (i = 2; i <= NF; i++) {
			n = split($i, ends, "-")
			for (k = ends[1]; k <= ends[n]; k++) print k + 0, $1
		} }' | sort -u
}

# "NUMBER|what stands in the last column"
rows() {
	sed -nE 's/^\| *([0-9]+) \|.*\| *([^|]*[^| ]) *\|$/\1|\2/p' "$list"
}

claimed() { # NUMBER: "a, b"
	printf '%s\n' "$all" | awk -v n="$1" '$1 == n { printf "%s%s", comma, $2; comma = ", " }'
}

wrong() { # WHAT
	echo "FAILED: $1"
	return 1
}

check_number() { # NUMBER
	local row tests

	row=$(printf '%s\n' "$table" | grep "^$1|") || { wrong "$1: not in the list"; return; }
	row=${row#*|}
	tests=$(claimed "$1")
	case $row in
	"not yet: "?*)
		[ -z "$tests" ] || { wrong "$1: 'not yet', but $tests covers it"; return; }
		[[ ! $1 =~ $required ]] || { wrong "$1: has to have a test"; return; }
		;;
	*) [ "$row" = "$tests" ] || { wrong "$1: the list says '$row', the tests '$tests'"; return; } ;;
	esac
}

write_list() {
	local new
	new=$(mktemp)
	while IFS= read -r line; do
		number=$(printf '%s\n' "$line" | sed -nE 's/^\| *([0-9]+) \|.*/\1/p')
		tests=${number:+$(claimed "$number")}
		[ -z "$tests" ] || line=$(printf '%s\n' "$line" | sed -E "s#\| *[^|]*\|\$#| $tests |#")
		printf '%s\n' "$line"
	done <"$list" >"$new"
	cat "$new" >"$list"
	rm -f "$new"
}

all=$(claims)
[ "${1:-}" != --write ] || write_list
table=$(rows)
passed=0 failed=0
for number in $(seq "$last"); do
	if check_number "$number"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
for number in $(printf '%s\n' "$all" | cut -d' ' -f1 | sort -un); do
	if [ "$number" -lt 1 ] || [ "$number" -gt "$last" ]; then
		wrong "a test claims $number, which is no fault's number"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
