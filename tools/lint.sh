#!/bin/bash
# lint.sh BUILD - formatting, both compilers, clang-tidy, cppcheck, shellcheck. Stops at nothing, so
# that one run shows all; exits 1 if anything was found.
set -u
cd "$(dirname "$0")/.." || exit 1
build=$1
found=0
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
jobs=$(nproc)

sources() { # PATTERN..
	git ls-files -co --exclude-standard -- "$@"
}

lint() { # NAME COMMAND..
	local name=$1 began=$SECONDS
	shift
	echo "== $name"
	"$@" || { found=1; echo "FAILED: $name"; }
	echo "$name: $((SECONDS - began)) s"
}

formatted() {
	sources '*.c' '*.h' '*.cc' '*.cpp' | xargs -d '\n' clang-format --dry-run -Werror
}

compiled() { # COMPILER
	make --no-print-directory -s -j"$jobs" B="$build/$1" CC="$1" tests
}

includes() { # HEADER COMPILER..
	local header=$1
	shift
	echo "#include <glim/$header>" | "$@" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -Iinclude -
}

headers_stand_alone() {
	local header

	for header in migration.h model.h data.h; do
		includes "$header" gcc -std=c11 -x c && includes "$header" clang -std=c17 -x c &&
			includes "$header" g++ -std=c++17 -x c++ &&
			includes "$header" clang++ -std=c++20 -x c++ || return
	done
}

# Not the plugins that break rules on purpose, nor what is compiled with a header that is generated.
tidy() {
	sources 'runner/*.c' 'migrations/*.c' 'tests/*.c' |
		grep -vE '^tests/(main\.c|faults/|cli/|hostile/)' |
		xargs -d '\n' -n 4 -P "$jobs" tools/tidy.sh
}

cpp_check() {
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
		--suppress=missingInclude --suppress=unknownMacro --suppress=incorrectLogicOperator \
		--error-exitcode=1 -j "$jobs" \
		-D_GNU_SOURCE -D__linux__ -Irunner -Iinclude runner migrations
}

go_formatted() {
	sources '*.go' | xargs -d '\n' gofmt -l | { ! grep .; }
}

shell_check() {
	sources '*.sh' '.ci/run' | xargs -d '\n' shellcheck
}

lint "clang-format" formatted
lint "gofmt" go_formatted
lint "gcc" compiled gcc
lint "clang" compiled clang
lint "public headers" headers_stand_alone
lint "clang-tidy" tidy
lint "cppcheck" cpp_check
lint "shellcheck" shell_check
exit $found
