#!/bin/bash
# The completions, each in its real shell: what it would put on the line.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-completion.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PATH=$build/bin:$PATH HOME=$work TERM=dumb XDG_DATA_DIRS=$build/share:/usr/share
unset GLIM_CONFIG
mkdir -p "$work/plugins" "$work/migrations" "$work/other"
touch "$work/plugins/1_AddUserMigration.so" "$work/plugins/2_AddCrates.so" \
	"$work/migrations/3_AddTrees.c" "$work/other/AddBoats.so"
chmod 755 "$work" "$work/plugins" "$work/other"
echo '{ "db": { "default": { "driver": "sqlite", "schema": "a.db" },
	"live": { "driver": "sqlite", "schema": "${NOT_SET}" } } }' >"$work/config.json"
cp "$work/config.json" "$work/other.json"
cd "$work" || exit 1

# Each prints what a line and Tab, twice, leave on the terminal. Behind them comes a mark, with which
# the command that is then run means nothing.

in_bash() { # LINE
	cat >"$work/rc" <<-'END'
		bind 'set enable-bracketed-paste off'
		bind 'set show-all-if-ambiguous on'
		. /usr/share/bash-completion/bash_completion
	END
	printf '%s\t\t@\nexit\n' "$1" |
		timeout 60 script -qec "bash --noprofile --rcfile $work/rc -i" /dev/null | tr -d '\r\a'
}

in_zsh() { # LINE
	echo "fpath=($build/share/zsh/vendor-completions \$fpath); autoload -U compinit; compinit -u -D
		LISTMAX=1000; stty columns 200" >"$work/zrc"
	TERM=xterm timeout 60 zsh -f "$top/tests/completion.zsh" "$1" ". $work/zrc" "zsh -f -i"
}

in_fish() { # LINE
	fish --no-config -c "set -p fish_complete_path $build/share/fish/vendor_completions.d; complete -C '$1'" |
		cut -f1
}

says() { # SHELL LINE CANDIDATE..
	local shell=$1 line=$2 said candidate
	shift 2
	said=$("in_$shell" "$line")
	for candidate in "$@"; do
		printf '%s\n' "$said" | grep -qF -- "$candidate" && continue
		echo "for \"$line\" no $candidate, but:"
		printf '%s\n' "$said"
		return 1
	done
}

says_not() { # SHELL LINE WORD
	! "in_$1" "$2" | grep -F -- "$3"
}

for shell in bash zsh fish; do
	check "$shell: a command" says "$shell" "glim migration:rol" migration:rollback
	check "$shell: commands" says "$shell" "glim migration:r" run redo rollback
	check "$shell: a bare verb" says "$shell" "glim rollb" rollback
	check "$shell: a name" says "$shell" "glim migration:run AddU" AddUserMigration
	check "$shell: names" says "$shell" "glim run --to " AddUserMigration AddCrates
	check "$shell: names of another configuration's plugins" \
		says "$shell" "glim --plugins other rollback A" AddBoats
	check "$shell: no name for what takes none" says_not "$shell" "glim migration:new A" AddUserMigration
	check "$shell: sources" says "$shell" "glim migration:build 3" 3_AddTrees
	check "$shell: an option of the command" says "$shell" "glim migration:status --pen" --pending
	check "$shell: an option of any command" says "$shell" "glim migration:status --no-i" --no-input
	check "$shell: no option of another command" says_not "$shell" "glim migration:status --conf" --confirm
	check "$shell: aliases" says "$shell" "glim --db " default live
	check "$shell: the words of an option" says "$shell" "glim run --color " always never
	check "$shell: files" says "$shell" "glim --config oth" other.json
	check "$shell: topics" says "$shell" "glim help exit" exit-codes
	check "$shell: errors" says "$shell" "glim help error:lo" error:locked
done
check "a value behind an equal sign" [ "$(glim __complete run --name=AddC)" = --name=AddCrates ]
check "a mistake in config.json says nothing" \
	[ "$(echo '{' >bad.json; glim __complete --config bad.json run "" 2>&1)" = "" ]
check "no word at all" [ "$(glim __complete 2>&1)" = "" ]
check "the script of bash is sound" bash -n "$build/share/bash-completion/completions/glim"
check "the script of zsh is sound" zsh -n "$build/share/zsh/vendor-completions/_glim"
check "the script of fish is sound" fish -n "$build/share/fish/vendor_completions.d/glim.fish"
report_end
