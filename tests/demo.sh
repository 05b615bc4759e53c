#!/bin/bash
# make demo twice, and in a folder with a blank in its name.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim demo.XXXXXX")
trap 'rm -rf "$work"' EXIT

demo() {
	make --no-print-directory -C "$1" demo GLIM_APT=no CFLAGS=-O0
}

copy_of_the_sources() {
	cp -R "$top/Makefile" "$top/include" "$top/runner" "$top/plugins" "$top/migrations" \
		"$top/tools" "$work" && mkdir "$work/tests" && cp "$top/tests/match.awk" "$work/tests"
}

check "a copy in a folder with a blank" copy_of_the_sources
check "make demo" demo "$work"
check "make demo again" demo "$work"
check "make with nothing to do compiles nothing" \
	sh -c '! make -C "$1" GLIM_APT=no CFLAGS=-O0 | grep -E "CC|LINK|MODULE"' - "$work"
report_end
