# shellcheck shell=bash
# One of the users has an address that does not fit.
# shellcheck source=tests/docs/emails.sh disable=SC2154 # of tests/docs.sh
. "$here/emails.sh"
sqlite3 glim.db "UPDATE users SET email = replace(hex(zeroblob(150)), '00', 'xy') || '@example.com' WHERE id = 81233"
