#!/bin/bash
# fuzz.sh BUILD [SECONDS [NAME..]] - builds each tests/fuzz/NAME.c with libFuzzer and the sanitizers
# and feeds it for so long (180), as many at a time as there are processors. It begins with what is
# in tests/fuzz/seeds/NAME. What breaks it stays in BUILD/NAME.*; the inputs it learned in
# BUILD/corpus/NAME.
set -u
cd "$(dirname "$0")/.." || exit 1
build=$1 seconds=${2:-180}
shift $(($# < 2 ? $# : 2))
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
flags='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'
guest=$(printf '%s\n' runner/guest/*.c | sed -e '/main\.c$/d' -e "s|^|$build/obj/|; s|c$|o|")
objects=("$build/obj/libglim.a")

library() {
	mkdir -p "$build"
	# shellcheck disable=SC2086 # a list of files
	make --no-print-directory -s -j"$(nproc)" B="$build" CC=clang WERROR=-w \
		CFLAGS="$flags -fsanitize=fuzzer-no-link" LDFLAGS="$flags" "${objects[@]}" $guest \
		>"$build/build.log" 2>&1 || {
		cat "$build/build.log"
		return 1
	}
}

target() { # NAME
	# shellcheck disable=SC2046,SC2086 # lists of flags and files
	clang -std=gnu11 -D_GNU_SOURCE -Irunner -Iinclude $flags -fsanitize=fuzzer -o "$build/$1" \
		"tests/fuzz/$1.c" $([ "$1" != guest ] || echo $guest) "${objects[@]}" \
		$(pkg-config --libs jansson libelf) -ldl -pthread
}

feed() { # NAME
	mkdir -p "$build/corpus/$1" "$build/seeds"
	local seeds=tests/fuzz/seeds/$1
	[ -d "$seeds" ] || seeds=$build/seeds
	"$build/$1" -max_total_time="$seconds" -max_len=4096 -timeout=20 -verbosity=0 \
		-artifact_prefix="$build/$1." -print_final_stats=1 "$build/corpus/$1" "$seeds" \
		>"$build/$1.log" 2>&1
}

fuzz() { # NAME
	local runs

	if target "$1" && feed "$1"; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$1.log")
		echo "fuzz/$1: $seconds s, $runs inputs without a fault"
		touch "$build/$1.passed"
	else
		tail -n 30 "$build/$1.log"
		echo "FAILED: fuzz/$1"
	fi
}

[ $# != 0 ] || { set -- tests/fuzz/*.c && set -- "${@##*/}" && set -- "${@%.c}"; }
library || exit 1
for name in "$@"; do
	while [ "$(jobs -pr | wc -l)" -ge "$(nproc)" ]; do
		wait -n
	done
	rm -f "$build/$name.passed"
	fuzz "$name" &
done
wait

passed=0
for name in "$@"; do
	[ ! -e "$build/$name.passed" ] || passed=$((passed + 1))
done
echo "$passed passed, $(($# - passed)) failed, 0 skipped"
[ "$passed" = $# ]
