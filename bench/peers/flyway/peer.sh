# Flyway's command line, from Maven Central.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
flyway_version=11.20.3

peer_install() {
	maven_install flyway "org.flywaydb:flyway-commandline:$flyway_version" \
		"org.flywaydb:flyway-mysql:$flyway_version" \
		"org.flywaydb:flyway-database-postgresql:$flyway_version" \
		com.fasterxml.jackson.core:jackson-core:2.19.1 \
		com.fasterxml.jackson.core:jackson-annotations:2.19.1 "${jdbc_drivers[@]}"
}

peer_version() {
	echo "$flyway_version"
}

peer_refuses() { # WORK
	case $1 in
	*-down) echo "undo is in the paid editions only" ;;
	batch) echo "-group is not for MariaDB" ;;
	esac
}

peer_setup() { # COUNT
	mkdir -p db
	echo "$UP;" | stamp db/V2026NUMBER00__bench.sql "$1"
}

# The first row is the baseline, for there is a table already. All files of `idle` are equal, so is their checksum: one is run, the others are copied from it.
peer_applied() { # COUNT
	flyway_command migrate -target=202600000001
	"${command[@]}"
	sql "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
			installed_by, installed_on, execution_time, success)
		SELECT n + 1, CAST(202600000000 + n AS CHAR(12)), description, type, 'V' || CAST(202600000000 + n AS CHAR(12)) || '__bench.sql',
			checksum, installed_by, installed_on, execution_time, success
		FROM flyway_schema_history, ($(numbers "$1" n)) numbers 
		WHERE version = '202600000001' AND n > 1"
}

flyway_command() { # VERB OPTION..
	command=(java -cp "$BENCH_CACHE/flyway/*" org.flywaydb.commandline.Main "-url=$BENCH_JDBC"
		"-user=$BENCH_USER" "-password=$BENCH_PASSWORD" "-locations=filesystem:db"
		-baselineOnMigrate=true -baselineVersion=0 "${@:2}" "$1")
}

peer_up() {
	flyway_command migrate
}

peer_status() {
	flyway_command info
}
