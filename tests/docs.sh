#!/bin/bash
# docs.sh [CHAPTER..] - every block of docs/*.md is typed, written to its file or compared with what it
# was taken from; tests/docs/README.md has how. A block that nothing covers fails.
#   GLIM_ACCEPT=yes    writes what came out into the chapter: read the change before you commit it
#   GLIM_TEST_MYSQL_*  a server, for the projects that ask for one
set -u
. "$(dirname "$0")/report.sh"
here=$top/tests/docs
docs=$top/docs
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-docs.XXXXXX")
trap 'drop_schemas; rm -rf "$work"' EXIT
PATH=$build/bin:$PATH

# ---- Blocks: NNN.text, and a line of `blocks` for each: NNN, first and last line, project, fence ----

blocks_of() { # CHAPTER INTO
	awk -v into="$2" '
		/^<!-- test: .* -->$/ { project = $0; gsub(/^<!-- test: | -->$/, "", project)
			project = project == "-" ? "" : project " line " NR }
		!inside && /^```/ { inside = NR; fence = substr($0, 4); next }
		inside && /^```$/ {
			name = sprintf("%03d", ++n)
			printf "%s", text >(into "/" name ".text")
			print name "\t" inside + 1 "\t" NR - 1 "\t" (project ? project : "-") "\t" (fence ? fence : "-")
			inside = 0; text = ""
			next
		}
		inside { text = text $0 "\n" }' "$docs/$1" >"$2/blocks"
}

no_hidden_block() { # CHAPTER: an indented one has no fence that a rule could name
	awk '/^```/ { inside = !inside } !inside && /^    [^ ]/ && before == "" { print FILENAME ":" NR ": " $0; bad = 1 }
		{ before = $0 } END { exit bad }' "$docs/$1"
}

# ---- Projects: <!-- test: in FOLDER [as STATE] [on mysql] -->, and <!-- test: - --> leaves it ----

project_enter() { # INTO WORDS..
	local into=$1 folder=$3 state='' database=sqlite
	shift 3
	while [ $# -ge 2 ]; do
		case $1 in
		as) state=$2 ;;
		on) database=$2 ;;
		esac
		shift 2
	done
	has_server "$database" || { echo "no server"; return 77; }
	export DATABASE=$database SCHEMA=glim_docs_$$_${into##*/}
	SCHEMA=${SCHEMA//[^a-zA-Z0-9_]/_}
	echo "$into/srv/$folder" >"$into/place"
	[ -z "$state" ] && [ -d "$into/srv/$folder" ] && return
	rm -rf "${into:?}/srv/$folder" && mkdir -p "$into/srv/$folder" || return
	[ "$database" = sqlite ] || schema_make || return
	# shellcheck disable=SC1090 # one of tests/docs/*.sh
	[ -z "$state" ] || (project_go "$into" && . "$here/$state.sh")
}

has_server() { # DATABASE
	[ "$1" = sqlite ] || [ -n "${GLIM_TEST_MYSQL_SOCKET:-}" ]
}

mysql_do() { # SQL
	mariadb --no-defaults --socket="$GLIM_TEST_MYSQL_SOCKET" -u"$GLIM_TEST_MYSQL_USER" \
		-p"$GLIM_TEST_MYSQL_PASSWORD" -e "$1"
}

schema_make() {
	mysql_do "DROP DATABASE IF EXISTS $SCHEMA; CREATE DATABASE $SCHEMA" && echo "$SCHEMA" >>"$work/schemas"
}

drop_schemas() {
	[ ! -e "$work/schemas" ] || sort -u "$work/schemas" | while read -r schema; do
		mysql_do "DROP DATABASE IF EXISTS $schema"
	done
}

project_go() { # INTO
	cd "$(cat "$1/place")" || return
	unset CI GLIM_BY GLIM_CONFIG DATABASE_URL
	export HOME=$1 TZ=UTC LC_ALL=C.UTF-8 GOCACHE=$build/go-cache
	export MYSQL_UNIX_PORT=${GLIM_TEST_MYSQL_SOCKET:-} MYSQL_PWD=${GLIM_TEST_MYSQL_PASSWORD:-}
	PATH=$here/bin:$PATH
}

# ---- What is done with a block ----

# The commands behind `$ `, each printed and followed by its answer.
type_block() { # INTO FILE
	local line last=0

	project_go "$1" || return
	while IFS= read -r line <&3; do
		[ "${line#\$ }" != "$line" ] || continue
		printf '%s\n' "$line"
		line=${line#\$ }
		while [ "${line%\\}" != "$line" ] && IFS= read -r more <&3; do
			printf '%s\n' "$more"
			line=${line%\\}${more#> }
		done
		line=${line//\/srv\//$1/srv/}
		(exit "$last")
		eval "$line" 2>&1 </dev/null 3<&-
		last=$?
	done 3<"$2"
	pwd >"$1/place"
}

export -f type_block project_go
export here build

# What differs from one place to the next by its place only.
as_in_the_text() { # INTO
	sed -e "s#$1/srv/#/srv/#g" -e "s#\b$(id -un)@$(uname -n)\b#ana@db1#g" -e "s#${SCHEMA:-no schema}#shop#g" \
		-e "s#${GLIM_TEST_MYSQL_SOCKET:-no server}#/run/mysqld/mysqld.sock#g" \
		-e "s# as ${GLIM_TEST_MYSQL_USER:-nobody}@# as deploy@#g"
}

# What differs from one run to the next.
varying() {
	sed -E -e 's/[0-9][0-9.]* (us|ms|s)\b/<duration>/g' \
		-e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}[.0-9]*Z?/<date>/g' \
		-e 's/"([a-z_]*_us)": ?[0-9]+/"\1":<number>/g' -e 's/sha256:[0-9a-f]+/sha256:<hash>/g' \
		-e 's/\b[0-9a-f]{64}\b/<hash>/g' -e 's/(plugin|it was) [0-9a-f]{12}\b/\1 <hash>/g' \
		-e 's/\b20[0-9]{12}_/<number>_/g' -e 's/(process|connection) [0-9]+/\1 <number>/g' \
		-e 's/(libsqlite3|libmariadb|libpq) [0-9.]+/\1 <any>/g' -e 's/(SQLite|MariaDB) [0-9]+\.[0-9.]+/\1 <any>/g' \
		-e 's/[0-9]+ rows of step/<number> rows of step/' -e 's/about [0-9]+ rows, [0-9.]+ MiB/about <number> rows, <any> MiB/g'
}

typed() { # INTO NNN
	varying <"$1/$2.text" >"$1/$2.expected"
	timeout --kill-after=5 60 bash -uc 'type_block "$@"' - "$1" "$1/$2.text" | as_in_the_text "$1" >"$1/$2.said"
	awk -f "$top/tests/match.awk" "$1/$2.expected" "$1/$2.said"
}

# A number that `migration:new` gave stands in the text as it was when that was written.
written() { # INTO NNN FILE
	local file=$3 stem

	project_go "$1" || return
	stem=${file##*/}
	if [[ $stem =~ ^20[0-9]{12}_ ]]; then
		set -- "$1" "$2" "${file%/*}"/20????????????_"${stem#*_}"
		[ ! -e "$3" ] || file=$3
	fi
	mkdir -p "$(dirname "$file")" && cp "$1/$2.text" "$file"
}

run_here() { # INTO NNN
	project_go "$1" && bash -e "$1/$2.text"
}

# ---- Rules for blocks outside of a project: tests/docs/rules ----

by() { # CHAPTER INTO NNN SCRIPT..: others run it, and name the chapter
	local chapter=$1 script
	shift 3
	for script in "$@"; do
		grep -qF "docs/$chapter" "$top/$script" || { echo "$script does not name docs/$chapter"; return 1; }
	done
}

same_as() { # CHAPTER INTO NNN FILE: these lines, together and in this order, in a comment or not
	local file=$4

	awk '{ sub(/^#? */, "") } NR == FNR { want[++n] = $0; next }
		{ have[++m] = $0 }
		END { for (at = 0; at + n <= m; at++) { for (i = 1; i <= n && have[at + i] == want[i]; i++);
			if (i > n) exit 0 } print "these lines are not in it"; exit 1 }' "$2/$3.text" "$top/$file"
}

# Each line is one that a case of the command line expects, or the chapter's own words for what
# varies in it.
said_in() { # CHAPTER INTO NNN CASE
	local case=$top/tests/cli/$4 line

	while IFS= read -r line; do
		cat "$case"/std* | varying | grep -qxF -- "$(varying <<<"$line")" ||
			{ echo "not in ${case##*/}: $line"; return 1; }
	done <"$2/$3.text"
}

# Lines that need a machine of their own are held to what they name.
names_are_known() { # CHAPTER INTO NNN
	local word bad=0

	for word in $(grep -oE '\bmake [a-z-]+' "$2/$3.text" | cut -d' ' -f2); do
		grep -qE "^$word:" "$top/Makefile" || { echo "no target $word"; bad=1; }
	done
	for word in $(grep -oE '\bglim(-[a-z]+)?_[*]?' "$2/$3.text" | tr -d '_*' | sort -u); do
		grep -qx "Package: $word" "$top/debian/control" || { echo "no package $word"; bad=1; }
	done
	for word in $(grep -oE '\bdeploy/[A-Za-z0-9@._-]+' "$2/$3.text"); do
		[ -e "$top/$word" ] || { echo "no file $word"; bad=1; }
	done
	for word in $(grep -oE 'job/[a-z0-9-]+' "$2/$3.text" | cut -d/ -f2); do
		grep -qx "  name: $word" "$top/deploy/kubernetes-job.yaml" || { echo "no job $word"; bad=1; }
	done
	return $bad
}

is_yaml() { # CHAPTER INTO NNN
	python3 -c 'import sys, yaml; list(yaml.safe_load_all(open(sys.argv[1])))' "$2/$3.text" && options_are_known "$2/$3.text"
}

# The commands of a workflow, here and one after the other.
runs_steps() { # INTO NNN
	project_go "$1" && python3 -c 'import sys, yaml
for job in yaml.safe_load(open(sys.argv[1]))["jobs"].values():
    print(*[step["run"] for step in job["steps"] if "run" in step], sep="\n")' "$1/$2.text" >"$1/steps" &&
		[ -s "$1/steps" ] && bash -ex "$1/steps"
}

# Settings of a connection, taken by the program.
in_a_connection() { # CHAPTER INTO NNN DRIVER
	printf '{ "db": { "default": { "driver": "%s", "host": "db1", "schema": "shop", "user": "ana", %s } } }' \
		"$4" "$(cat "$2/$3.text")" >"$2/$3.json" &&
		chmod 600 "$2/$3.json" && glim config --config "$2/$3.json"
}

# Lines of the progress, held to those of a test by their last part, whatever the numbers.
ends_in() { # CHAPTER INTO NNN FILE
	local line file=$work/${4##*/}

	tr -d '\n\t' <"$top/$4" | sed -E -e 's/" *"//g' -e 's/[0-9]+/N/g' >"$file.$3"
	while IFS= read -r line; do
		line=$(sed -E -e 's/[0-9]+/N/g' -e 's/.*  //' <<<"$line")
		grep -qF -- "$line" "$file.$3" || { echo "not in $4: $line"; return 1; }
	done <"$2/$3.text"
}

is_json_lines() { # CHAPTER INTO NNN
	jq -e . "$2/$3.text" >/dev/null
}

by_rule() { # CHAPTER INTO NNN FENCE
	local rule

	rule=$(awk -F'\t' -v chapter="$1" -v number="$3" -v fence="$4" '
		$1 == chapter && ($2 == fence || $2 == "*") && ($3 == "*" || $3 == number + 0) { print $4; exit }' \
		<(rules))
	[ -n "$rule" ] || { echo "no rule for it, in no project"; return 1; }
	echo "$1	$4	$rule" >>"$2/used"
	# shellcheck disable=SC2086 # a function and its arguments
	set -- "$1" "$2" "$3" $rule
	"$4" "$1" "$2" "$3" "${@:5}"
}

rules() { # the columns parted by one tab
	grep -vE '^(#|$)' "$here/rules" | sed -E 's/ *\| */\t/g'
}

# ---- Commands in the text ----

helps() {
	local verb

	for verb in $(glim help | sed -n '/^Commands/,/^$/s/^  \(migration:\)\?\([a-z]\+\) .*/\2/p'); do
		glim help "$verb" >"$work/help.$verb"
	done
}

# Each glim command: its verb is one, and its options are of that verb.
options_are_known() { # FILE
	local line verb option bad=0

	while IFS= read -r line; do
		verb=$(sed -E 's/^glim (migration:)?//; s/^(--db [a-z]+ |-q )//; s/^migration://; s/ .*//' <<<"$line")
		[[ $verb =~ ^[a-z]+$ ]] || continue
		[ -e "$work/help.$verb" ] || glim "$verb" 2>&1 | grep -q 'did you mean' || { echo "no command: $line"; bad=1; continue; }
		[ -e "$work/help.$verb" ] || continue
		for option in $(grep -oE -- '(^| )--[a-z-]+' <<<"$line"); do
			grep -qE -- "$option\b" "$work/help.$verb" || { echo "no $option: $line"; bad=1; }
		done
	done < <(grep -oE '(`|^\$ |  |run: )glim [a-z][^`|&;>#]*' "$1" | sed -E 's/^(`|\$ |  |run: )//')
	return $bad
}

# ---- Chapters ----

verdict() { # CHAPTER INTO WHAT WORD LOG
	echo "$4" >>"$2/words"
	[ "$4" != failed ] || { echo "FAILED: $3"; sed 's/^/    /' "$5"; }
	[ "$4" != skipped ] || echo "skipped: $3: $(cat "$5")"
}

judge() { # CHAPTER INTO WHAT COMMAND..
	local chapter=$1 into=$2 what=$3 word=passed
	shift 3
	("$@") >"$into/log" 2>&1
	case $? in
	0) ;;
	77) word=skipped ;;
	*) word=failed ;;
	esac
	verdict "$chapter" "$into" "$what" "$word" "$into/log"
	[ "$word" = passed ]
}

block() { # CHAPTER INTO NNN PROJECT FENCE
	if [ "$4" = - ]; then
		by_rule "$1" "$2" "$3" "$5"
		return
	fi
	case $5 in
	console) typed "$2" "$3" ;;
	sh) run_here "$2" "$3" ;;
	yaml\ *) written "$2" "$3" "${5##* }" && is_yaml "$1" "$2" "$3" && runs_steps "$2" "$3" ;;
	*\ *[./]*) written "$2" "$3" "${5##* }" ;;
	*) by_rule "$1" "$2" "$3" "$5" ;;
	esac
}

chapter() { # CHAPTER
	local into=$work/${1%.md} number first last project fence entered='' there=0

	mkdir -p "$into" && blocks_of "$1" "$into"
	judge "$1" "$into" "docs/$1: blocks are fenced" no_hidden_block "$1"
	judge "$1" "$into" "docs/$1: commands and options" options_are_known "$docs/$1"
	while IFS=$'\t' read -r number first last project fence <&4; do
		if [ "$project" != - ] && [ "$project" != "$entered" ]; then
			entered=$project
			# shellcheck disable=SC2086 # words
			project_enter "$into" $project >"$into/state.log" 2>&1
			there=$?
		fi
		if [ "$project" != - ] && [ $there != 0 ]; then
			judge "$1" "$into" "docs/$1:$first" sh -c 'cat "$1"; exit "$2"' - "$into/state.log" $there
		else
			judge "$1" "$into" "docs/$1:$first" block "$1" "$into" "$number" "$project" "$fence" ||
				accept "$1" "$into" "$number" "$first" "$last"
		fi
	done 4<"$into/blocks"
	accepted "$1" "$into"
}

# Blocks are replaced from the last to the first, so that the lines stay what they are.
accept() { # CHAPTER INTO NNN FIRST LAST
	[ "${GLIM_ACCEPT:-no}" != yes ] || [ ! -e "$2/$3.said" ] || echo "$4 $5 $2/$3.said" >>"$2/accepted"
}

accepted() { # CHAPTER INTO
	local first last said

	[ -e "$2/accepted" ] || return 0
	tac "$2/accepted" | while read -r first last said; do
		{ head -n $((first - 1)) "$docs/$1"; cat "$said"; tail -n +$((last + 1)) "$docs/$1"; } >"$2/new"
		cp "$2/new" "$docs/$1"
	done
}

# ---- All of it ----

no_rule_is_left_over() {
	local chapter fence number rule

	rules | while IFS=$'\t' read -r chapter fence number rule; do
		grep -hF "$chapter	" "$work"/*/used | grep -qF "	$rule" ||
			{ echo "covers nothing: $chapter $fence $number $rule"; exit 1; }
	done
}

all_in_the_index() {
	local chapter

	for chapter in "$docs"/[a-z]*.md; do
		grep -qF "(${chapter##*/})" "$docs/README.md" || { echo "not in docs/README.md: $chapter"; return 1; }
	done
}

links_lead_somewhere() {
	local file link

	for file in "$docs"/*.md; do
		for link in $(grep -oE '\]\([^)#]+' "$file" | cut -c3- | grep -v '^http'); do
			[ -e "$docs/$link" ] || { echo "${file##*/}: $link"; return 1; }
		done
	done
}

helps
jobs=$(nproc)
whole=no
if [ $# = 0 ]; then
	whole=yes
	cd "$docs" && set -- *.md
fi
for name in "$@"; do
	while [ "$(jobs -pr | wc -l)" -ge "$jobs" ]; do
		wait -n
	done
	chapter "${name%.md}.md" &
done
wait
[ $whole = no ] || check "rules that cover nothing" no_rule_is_left_over
check "every chapter in the index" all_in_the_index
check "links" links_lead_somewhere
count() { cat "$work"/*/words | grep -c "^$1$"; }
passed=$((passed + $(count passed))) failed=$((failed + $(count failed))) skipped=$((skipped + $(count skipped)))
report_end
