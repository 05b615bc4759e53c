# Many small migrations, and their way back.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
small_sample() { # PEER
	local reason

	proxy_start
	peer_prepare "$1" "$SIZE" || {
		proxy_stop
		refused[$WORK $1]="set-up failed"
		return
	}
	sample "$WORK" "$1" up || return
	reason=$(in_peer "$1" peer_refuses "$WORK-down")
	if [ "$WORK" = batch ] || [ "$RTT" != 0 ]; then
		return
	elif [ -n "$reason" ]; then
		[ -n "${refused[$WORK-down $1]:-}" ] || refuse "$WORK-down" "$1" "$reason"
	elif ! enough "$WORK-down" "$1"; then
		sample "$WORK-down" "$1" down
	fi
}

small() { # WORK SIZE
	local peers peer

	WORK=$1 SIZE=$2
	works_begin
	peers=$(partakers "$WORK")
	for _ in $(seq "$RUNS"); do
		for peer in $peers; do
			enough "$WORK" "$peer" || small_sample "$peer"
			peer_clear "$peer"
		done
	done
}

rows_text() {
	UP="INSERT INTO bench VALUES (NUMBER00, 'row NUMBER00')"
	DOWN="DELETE FROM bench WHERE id = NUMBER00"
}

work_rows() {
	local UP DOWN

	rows_text
	small rows "$ROWS"
	[ "$DATABASE" != sqlite ] || [ "$MANY" = 0 ] || small rows "$MANY"
}

work_batch() {
	local UP DOWN

	rows_text
	small batch "$ROWS"
}

work_tables() {
	local UP="CREATE TABLE bench_NUMBER00 (id INTEGER PRIMARY KEY, label VARCHAR(80))"
	local DOWN="DROP TABLE bench_NUMBER00"

	small tables "$TABLES"
}

# What a network between runner and server costs.
work_latency() {
	local UP DOWN RUNS=$RUNS

	[ "$DATABASE" != sqlite ] || return 0
	rows_text
	for RTT in 1000 20000; do
		[ "$RTT" = 1000 ] || RUNS=1
		small rows "$TRIPS"
	done
	RTT=0
}
