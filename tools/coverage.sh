#!/bin/bash
# coverage.sh BUILD - runs the tests of a build made with --coverage and prints what they reached.
set -u
cd "$(dirname "$0")/.." || exit 1
find "$1" -name '*.gcda' -delete
tools/check.sh "$1" unit abi db cli >"$1/check.log" 2>&1 ||
	{ echo "not every test passed: $1/check.log"; head -n 40 "$1/logs/failures.txt"; }
gcovr --root . --object-directory "$1/obj" --filter 'runner/' --exclude-unreachable-branches \
	--gcov-ignore-parse-errors --print-summary "$1/obj" |
	tee "$1/coverage.txt"
