# The floor with the rows of a history: record, step and log, as glim keeps them.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
. "$BENCH/peers/floor-journal/peer.sh"

peer_up() {
	floor_command tables-history
}

peer_down() {
	floor_command tables-down-history
}
