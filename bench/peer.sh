# Peers in their folders: set up, measured, cleared. Sourced.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
stamp() { # PATH COUNT <TEMPLATE
	"$BENCH_BIN/stamp" "$@"
}

# Runs a function of the peer in a shell of its own, in the peer's folder.
in_peer() ( # PEER FUNCTION ARGUMENT..
	database_address "$1"
	mkdir -p "$BENCH_WORK/$1" && cd "$BENCH_WORK/$1" || exit
	. "$BENCH/peers/$1/peer.sh"
	shift
	"$@"
)

reason_of() { # LOG
	grep -v '^[[:space:]]*$' "$1" | tail -n 1 | tr '\t|' '  ' | cut -c1-160
}

peer_prepare() { # PEER COUNT [applied]
	local log=$BENCH_LOGS/$1-$WORK-$DATABASE-setup.log

	rm -rf "${BENCH_WORK:?}/$1"
	if ! {
		in_peer "$1" database_reset && in_peer "$1" peer_setup "$2" &&
			{ [ $# = 2 ] || in_peer "$1" peer_applied "$2"; }
	} >"$log" 2>&1 </dev/null; then
		record cannot "$WORK" "$DATABASE" "$SIZE" "$RTT" "$1" "set-up failed: $(reason_of "$log")"
		return 1
	fi
}

peer_clear() { # PEER
	rm -rf "${BENCH_WORK:?}/$1"
}

timed() { # VERB LOG
	local command times=1

	"peer_$1"
	"$BENCH_BIN/measure" -n "$times" -t "$BENCH_LIMIT" -o "$2" -- "${command[@]}"
}

check_work() { # WORK: says what is wrong
	case $1 in
	rows | batch) check_count "$(sql "SELECT COUNT(*) FROM bench")" "$SIZE" ;;
	rows-down) check_count "$(sql "SELECT COUNT(*) FROM bench")" 0 ;;
	tables) check_count "$(tables_count)" "$SIZE" ;;
	tables-down) check_count "$(tables_count)" 0 ;;
	rewrite) check_people people ;;
	copy) check_people people_new ;;
	esac
}

check_count() { # GOT WANTED
	[ "$1" = "$2" ] || echo "left $1, not $2"
}
