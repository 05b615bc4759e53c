# One measurement after the other, each a line of samples.tsv. Sourced.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
PROXY_TRIPS=
declare -A spent=() taken=() refused=()

record() { # KIND FIELD..
	local IFS=$'\t'
	printf '%s\n' "$*" >>"$BENCH_SAMPLES"
}

# What was measured of a work before goes.
samples_drop() { # WORK
	awk -F'\t' -v work="$1" -v database="$DATABASE" '
		BEGIN {
			split("idle:status rows:rows-down tables:tables-down data:rewrite data:copy", with, " ")
			for (i in with) { split(with[i], pair, ":"); of[pair[2]] = pair[1] }
		}
		$1 == "run" && $2 == work && $3 == database { next }
		($1 == "sample" || $1 == "cannot") && $3 == database {
			owner = $5 > 0 ? "latency" : $2 in of ? of[$2] : $2
			if (owner == work) next
		}
		{ print }' "$BENCH_SAMPLES" >"$BENCH_SAMPLES.new" && mv "$BENCH_SAMPLES.new" "$BENCH_SAMPLES"
}

refuse() { # WORK PEER REASON
	refused[$1 $2]=$3
	record cannot "$1" "$DATABASE" "$SIZE" "$RTT" "$2" "$3"
}

works_begin() {
	spent=() taken=() refused=()
}

# Enough runs, or enough time for this one?
enough() { # WORK PEER
	[ -n "${refused[$1 $2]:-}" ] || [ "${taken[$1 $2]:-0}" -ge "$RUNS" ] ||
		[ "${spent[$1 $2]:-0}" -ge "$BUDGET" ]
}

sample() { # WORK PEER VERB
	local log=$BENCH_LOGS/$2-$1-$DATABASE.log line ns cpu kib status wrong

	: >"$log"
	proxy_forget
	line=$(in_peer "$2" timed "$3" "$log") || line="0 0 0 125"
	proxy_stop
	read -r ns cpu kib status <<<"$line"
	spent[$1 $2]=$((${spent[$1 $2]:-0} + ns / 1000000000))
	taken[$1 $2]=$((${taken[$1 $2]:-0} + 1))
	if [ "$status" = 124 ]; then
		refuse "$1" "$2" "not done after $BENCH_LIMIT s"
	elif [ "$status" != 0 ]; then
		refuse "$1" "$2" "fails ($status): $(reason_of "$log")"
	elif [ "$2" != server ] && wrong=$(in_peer "$2" check_work "$1") && [ -n "$wrong" ]; then
		refuse "$1" "$2" "$wrong"
	else
		record sample "$1" "$DATABASE" "$SIZE" "$RTT" "$2" $((ns * ${SCALE:-1})) $((cpu * ${SCALE:-1})) "$kib" "$PROXY_TRIPS"
		return 0
	fi
	return 1
}

# The peers that take part in the works of this round.
partakers() { # WORK
	local peer reason

	for peer in $PEERS; do
		reason=$(in_peer "$peer" peer_refuses "$1")
		if [ -z "$reason" ]; then
			echo "$peer"
		else
			record cannot "$1" "$DATABASE" "$SIZE" "$RTT" "$peer" "$reason"
		fi
	done
}

# Started before a peer is set up, which writes the port down; stopped by what is measured.
proxy_start() {
	PROXY_TRIPS=''
	[ "$RTT" != 0 ] || return 0
	coproc PROXY { exec "$BENCH_BIN/delay" "$server_port" "$RTT"; }
	exec {PROXY_FROM}<&"${PROXY[0]}"
	read -r PROXY_PORT <&"$PROXY_FROM"
}

proxy_forget() {
	[ -z "${PROXY_PORT:-}" ] || kill -USR1 "$PROXY_PID"
}

proxy_stop() {
	local pid=${PROXY_PID:-}

	[ -n "${PROXY_PORT:-}" ] || return 0
	kill "$pid"
	read -r _ PROXY_TRIPS <&"$PROXY_FROM"
	exec {PROXY_FROM}<&-
	wait "$pid" 2>/dev/null
	unset PROXY_PORT
}
