# The least that a program in C can do: floor/. It reads what glim's own history and folder hold.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
. "$BENCH/peers/glim/peer.sh"

peer_install() {
	:
}

peer_version() {
	echo "of this source tree"
}

peer_refuses() {
	[ -x "$BENCH_BIN/floor-$DATABASE" ] || echo "there is no floor for it yet"
}

peer_setup() { # COUNT
	case $WORK in
	idle) glim_folder "$1" ;;
	esac
}

floor_command() { # WORK
	command=("$BENCH_BIN/floor-$DATABASE" "$1" "$SIZE" plugins)
}

peer_up() {
	case $WORK in
	batch) floor_command rows-batch ;;
	*) floor_command "$WORK" ;;
	esac
}

peer_status() {
	floor_command status
}

peer_down() {
	floor_command "$WORK-down"
}
