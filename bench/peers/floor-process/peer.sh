# The floor with each migration's code in a process of its own: what isolation costs at least.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
. "$BENCH/peers/floor/peer.sh"

peer_refuses() { # WORK
	case $1 in
	rows | batch) [ -x "$BENCH_BIN/floor-$DATABASE" ] || echo "there is no floor for it yet" ;;
	*) echo "only for rows and batch" ;;
	esac
}

peer_setup() { # COUNT
	mkdir -p plugins
	plugins_write "$1"
}

peer_up() {
	case $WORK in
	batch) floor_command rows-batch-process ;;
	*) floor_command rows-process ;;
	esac
}

peer_down() {
	floor_command rows-down
}
