# Many rows through code that SQL does not have: back into their own table (`rewrite`), and into a
# new one (`copy`). The text-book way, a row at a time, is measured on a hundredth of the rows.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
people_email="' Some.User' || n || '+news@' || CASE n % 3 WHEN 0 THEN 'GoogleMail.com'
	WHEN 1 THEN 'Example.org' ELSE 'shop.example.net' END || ' '"

people_create() { # ROWS
	sql "CREATE TABLE people (id BIGINT PRIMARY KEY, email VARCHAR(120) NOT NULL,
			normal VARCHAR(120), hash CHAR(64));
		CREATE TABLE people_new (id BIGINT PRIMARY KEY, normal VARCHAR(120), hash CHAR(64));
		INSERT INTO people (id, email) $(numbers "$1" "n, $people_email")"
}

people_sum() { # TABLE
	sql "SELECT COUNT(hash), SUM(LENGTH(normal)), MIN(hash), MAX(hash) FROM $1"
}

# The floor comes first and says what has to come out; the server's own SQL is another rule.
check_people() { # TABLE
	local got want expected=$BENCH_WORK/people.$DATABASE

	got=$(people_sum "$1")
	[ "$ROWS" = "$SIZE" ] || expected+=.part
	[ -e "$expected" ] || echo "$got" >"$expected"
	want=$(cat "$expected")
	[ "$got" = "$want" ] || echo "left $got, not $want" | tr '\t' ' '
}

by_row() { # PEER
	[[ $1 = *-by-row ]]
}

# Those of the peers that have a way to do it; SQL-only tools have none.
data_contenders() {
	local peer way

	for peer in $PEERS; do
		for way in "$peer" "$peer-by-row"; do
			! { [ "$way" = floor ] || compgen -G "$BENCH/peers/$way/$WORK.*" >/dev/null; } || echo "$way"
		done
	done
	[ "$DATABASE" = postgresql ] || echo server
}

# A row at a time takes minutes: the time of a part is multiplied.
data_sample() { # PEER
	local SCALE=1 ROWS=$SIZE

	! by_row "$1" || SCALE=100
	ROWS=$((SIZE / SCALE))
	peer_prepare "$1" "$ROWS" || { refused[$WORK $1]="set-up failed" && return; }
	in_peer "$1" people_create "$ROWS"
	sample "$WORK" "$1" up
}

data() { # WORK
	local peers peer

	WORK=$1 SIZE=$PEOPLE
	works_begin
	peers=$(data_contenders)
	for _ in $(seq "$RUNS"); do
		for peer in $peers; do
			enough "$WORK" "$peer" || data_sample "$peer"
			peer_clear "$peer"
		done
	done
}

work_data() {
	local UP=none DOWN=none

	data rewrite
	data copy
}
