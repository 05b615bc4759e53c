#!/bin/bash
# Manual pages, help and code say the same; the pages are sound.
set -u
. "$(dirname "$0")/report.sh"
PATH=$build/bin:$PATH
man=$build/share/man

verbs() {
	glim help | sed -n '/^Commands/,/^$/s/^  \(migration:\)\?\([a-z]\+\) .*/\2/p'
}

text_of() { # PAGE: as it is read, without hyphenation and bold
	mandoc -T ascii -O width=78 "$man/$1" | col -b
}

options_of_help() { # VERB: its own
	glim help "$1" | sed -n '/^Options$/,/^$/p' | grep -oE -- '--[a-z-]+' | sort -u
}

options_of_page() { # VERB
	text_of "man1/glim-$1.1" | sed -n '/^OPTIONS/,/^EXIT/p' | grep -E '^ +(-., )?--' |
		grep -oE -- '--[a-z-]+' | sort -u
}

page_for_each_command() {
	diff <(verbs | sort) \
		<(cd "$man/man1" && printf '%s\n' glim-*.1 | sed 's/glim-\(.*\)\.1/\1/' | sort)
}

same_options() {
	local verb

	for verb in $(verbs); do
		diff <(options_of_help "$verb") <(options_of_page "$verb") || { echo "of $verb"; return 1; }
	done
}

all_settings() { # each key that `glim config` shows has a line in glim-config(5)
	local key

	for key in $(glim help config | sed -n '/^extensions/,/^Found/s/^  \([a-z_]\+\).*/\1/p'); do
		text_of man5/glim-config.5 | grep -qE "^ +([a-z_]+, )?$key(,| |\$)" ||
			{ echo "no $key"; return 1; }
	done
}

all_errors() {
	local slug

	for slug in $(glim help errors | sed -n 's/^\([a-z-]*\) (exit .*/\1/p'); do
		text_of man7/glim-errors.7 | grep -qi "^error:$slug (exit" || { echo "no $slug"; return 1; }
		glim help "error:$slug" | head -1 | grep -q "^$slug (exit" || { echo "error:$slug"; return 1; }
	done
}

all_calls() { # each name that the headers of C and C++ give to a migration
	local name

	for name in $(cat "$top"/include/glim/{migration,model,cplusplus}.h | grep -oE '^(static inline .*[ *]|#define )(glim_[a-z_]+|GLIM_[A-Z_]+)\(' |
		grep -oE '(glim|GLIM)_[A-Za-z_]+' | sort -u); do
		grep -q "$name" "$man/man3/glim-plugin.3" || { echo "no $name"; return 1; }
	done
}

pages_are_sound() {
	local page

	for page in "$man"/man?/*; do
		mandoc -T lint -W warning "$page" | grep -v 'missing date' && return 1
		! grep -nE '^\.[^A-Z\\]' "$page" | grep -vE '\.(nf|fi|ft .)$' || return
	done
	return 0
}

no_dates() {
	! grep -rlE '20[2-9][0-9]-[0-9]{2}-[0-9]{2} [0-9]{2}:' "$man/man1" "$man/man5" "$man/man7"
}

check "a page for each command" page_for_each_command
check "the same options in help and pages" same_options
check "every setting in glim-config(5)" all_settings
check "every error in glim-errors(7), and by error:SLUG" all_errors
check "every call of the headers in glim-plugin(3)" all_calls
check "pages without warnings" pages_are_sound
check "pages without dates" no_dates
report_end
