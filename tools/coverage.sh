#!/bin/bash
# coverage.sh BUILD - runs the tests of a build made with --coverage and prints what they reached.
# What was reached is printed after a failure too, but it fails then.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
passed=yes
find "$1" -name '*.gcda' -delete
tools/check.sh "$1" unit abi db cli >"$1/check.log" 2>&1 ||
	{ passed=no; echo "not every test passed: $1/check.log"; head -n 40 "$1/logs/failures.txt"; }
gcovr --root . --object-directory "$1/obj" --filter 'runner/' --exclude-unreachable-branches \
	--gcov-ignore-parse-errors --print-summary "$1/obj" |
	tee "$1/coverage.txt" && [ "$passed" = yes ]
