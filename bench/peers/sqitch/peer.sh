# Sqitch, as Debian has it; it starts the database's own client for every script.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
peer_install() {
	need bin:sqitch:sqitch bin:sqlite3:sqlite3 perl:DBD::mysql:libdbd-mysql-perl \
		perl:DBD::SQLite:libdbd-sqlite3-perl perl:DBD::Pg:libdbd-pg-perl
}

peer_version() {
	sqitch --version | sed 's/.* //'
}

peer_refuses() { # WORK
	case $1:$SIZE in
	batch:*) echo "has no common commit" ;;
	idle:10000* | status:10000*) echo "its history is a chain that only it can write, at 30 ms a change" ;;
	esac
}

sqitch_target() {
	case $DATABASE in
	sqlite) echo "db:sqlite:$BENCH_FILE" ;;
	postgresql) echo "db:pg://$BENCH_ACCOUNT@$BENCH_PLACE" ;;
	*) echo "db:mysql://$BENCH_ACCOUNT@$BENCH_PLACE" ;;
	esac
}

sqitch_engine() {
	case $DATABASE in
	postgresql) echo pg ;;
	*) echo "$DATABASE" ;;
	esac
}

peer_setup() { # COUNT
	mkdir -p deploy revert
	cat >sqitch.conf <<-END
		[core]
		engine = $(sqitch_engine)
		[user]
		name = Bench
		email = bench@example.org
		[engine "$(sqitch_engine)"]
		target = $(sqitch_target)
		registry = $([ "$DATABASE" = mysql ] && echo glim_bench_sqitch_registry || echo sqitch)
		client = $(command -v "$([ "$DATABASE" = mysql ] && echo mariadb || echo sqlite3)")
	END
	{
		printf '%%syntax-version=1.0.0\n%%project=bench\n\n'
		seq -f "n%08.0f 2026-01-01T00:00:00Z Bench <bench@example.org> # n" "$1"
	} >sqitch.plan
	# Two scripts that are equal it takes for one.
	printf '%s\n' "-- NUMBER00" "BEGIN; $UP; COMMIT;" | stamp deploy/nNUMBER00.sql "$1"
	echo "BEGIN; $DOWN; COMMIT;" | stamp revert/nNUMBER00.sql "$1"
}

peer_applied() {
	sqitch deploy --log-only
}

peer_up() {
	command=(sqitch deploy)
}

peer_status() {
	command=(sqitch status)
}

peer_down() {
	command=(sqitch revert -y)
}
