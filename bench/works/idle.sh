# `run` and `status` where all is applied.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
idle_size() {
	local here=() peer

	works_begin
	for peer in $(partakers idle); do
		if [ -n "${slow[$peer]:-}" ]; then
			refuse idle "$peer" "took ${slow[$peer]} at a tenth of it"
			refuse status "$peer" "took ${slow[$peer]} at a tenth of it"
		elif peer_prepare "$peer" "$SIZE" applied; then
			here+=("$peer")
		fi
	done
	for _ in $(seq "$RUNS"); do
		for peer in "${here[@]}"; do
			enough idle "$peer" || sample idle "$peer" up
			enough status "$peer" || sample status "$peer" status
		done
	done
	for peer in "${here[@]}"; do
		find_slow "$peer"
		peer_clear "$peer"
	done
}

# One that takes long because of what is applied, and not because it starts slowly, is not asked for
# ten times as much.
find_slow() { # PEER
	local seconds=$((${spent[idle $1]:-0} / ${taken[idle $1]:-1}))

	: "${first[$1]:=$seconds}"
	[ "$seconds" -lt 5 ] || [ "$seconds" -lt $((2 * first[$1])) ] || slow[$1]="$seconds s"
}

work_idle() {
	local UP="UPDATE bench SET label = 'x' WHERE id = 0" DOWN="UPDATE bench SET label = 'x' WHERE id = 0"
	local -A slow=() first=()

	for SIZE in $SIZES; do
		idle_size
	done
}
