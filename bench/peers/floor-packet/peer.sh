# The floor with all of a migration in one packet.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
. "$BENCH/peers/floor/peer.sh"

peer_refuses() { # WORK
	case $1:$DATABASE in
	rows:sqlite) echo "there are no round trips to save" ;;
	rows:*) ;;
	*) echo "only for rows" ;;
	esac
}

peer_up() {
	floor_command rows-packet
}

peer_down() {
	floor_command rows-down
}
