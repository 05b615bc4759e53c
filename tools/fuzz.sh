#!/bin/bash
# fuzz.sh BUILD [SECONDS] - builds each tests/fuzz/NAME.c with libFuzzer and the sanitizers, and
# feeds it for so long (20). What breaks it stays in BUILD/NAME.*; the inputs it learned in
# BUILD/corpus/NAME.
set -u
cd "$(dirname "$0")/.." || exit 1
build=$1 seconds=${2:-20}
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
flags='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'
passed=0 failed=0

library() {
	make --no-print-directory -s -j"$(nproc)" B="$build" CC=clang WERROR=-w \
		CFLAGS="$flags -fsanitize=fuzzer-no-link" LDFLAGS="$flags" "$build/obj/libglim.a"
}

target() { # NAME
	# shellcheck disable=SC2046,SC2086 # lists of flags
	clang -std=gnu11 -D_GNU_SOURCE -Irunner -Iinclude $flags -fsanitize=fuzzer -o "$build/$1" \
		"tests/fuzz/$1.c" "$build/obj/libglim.a" $(pkg-config --libs jansson libelf) -ldl -pthread
}

feed() { # NAME
	mkdir -p "$build/corpus/$1"
	"$build/$1" -max_total_time="$seconds" -artifact_prefix="$build/$1." -print_final_stats=0 \
		-verbosity=0 "$build/corpus/$1" >"$build/$1.log" 2>&1 || {
		tail -30 "$build/$1.log"
		return 1
	}
}

library || exit 1
for source in tests/fuzz/*.c; do
	name=$(basename "$source" .c)
	if target "$name" && feed "$name"; then
		passed=$((passed + 1))
		echo "fuzz/$name: $seconds s without a fault"
	else
		failed=$((failed + 1))
		echo "FAILED: fuzz/$name"
	fi
done
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
