# The same a row at a time, as text-books write it.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
. "$BENCH/peers/knex/peer.sh"
way=$BENCH/peers/knex-by-row
