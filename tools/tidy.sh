#!/bin/sh
# tidy.sh FILE.. - clang-tidy without its chatter about what it did not show.
# shellcheck disable=SC2046 # many words
# shellcheck disable=SC2046 # a list of flags
said=$(clang-tidy --quiet "$@" -- -std=gnu11 -D_GNU_SOURCE -Irunner -Iinclude -Itests \
	$(pkg-config --cflags libmariadb libpq) 2>&1)
status=$?
printf '%s\n' "$said" | grep -vE '^[0-9]+ warnings? .*generated|^Suppressed|^Use -header-filter|^$'
exit "$status"
