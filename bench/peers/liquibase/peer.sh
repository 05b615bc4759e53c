# Liquibase's command line, from Maven Central; 4.33 is the last that is open source.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
liquibase_version=4.33.0

peer_install() {
	maven_install liquibase "org.liquibase:liquibase-core:$liquibase_version" \
		"org.liquibase:liquibase-cli:$liquibase_version:alone" info.picocli:picocli:4.7.7 "${jdbc_drivers[@]}"
}

peer_version() {
	echo "$liquibase_version"
}

peer_refuses() { # WORK
	case $1 in
	batch) echo "has no common commit" ;;
	esac
}

peer_setup() { # COUNT
	echo "--liquibase formatted sql" >changelog.sql
	seq "$1" | awk -v up="$UP" -v down="$DOWN" '{
		text = sprintf("\n--changeset bench:%d\n%s;\n--rollback %s;", $1, up, down)
		gsub("NUMBER00", sprintf("%08d", $1), text)
		print text
	}' >>changelog.sql
}

# All changesets of `idle` are equal, so is their checksum: one is run, the others are copied.
peer_applied() { # COUNT
	liquibase_command update-count --count=1
	"${command[@]}"
	sql "INSERT INTO DATABASECHANGELOG SELECT CAST(n AS CHAR(8)), AUTHOR, FILENAME, DATEEXECUTED,
			n, EXECTYPE, MD5SUM, DESCRIPTION, COMMENTS, TAG, LIQUIBASE, CONTEXTS, LABELS, DEPLOYMENT_ID
		FROM DATABASECHANGELOG, ($(numbers "$1" n)) numbers WHERE n > 1"
}

liquibase_command() { # VERB OPTION..
	command=(java -cp "$BENCH_CACHE/liquibase/*"
		liquibase.integration.commandline.LiquibaseCommandLine --changelog-file=changelog.sql
		"--url=$BENCH_JDBC" "--username=$BENCH_USER" "--password=$BENCH_PASSWORD" "$@")
}

peer_up() {
	liquibase_command update
}

peer_status() {
	liquibase_command status
}

peer_down() {
	liquibase_command rollback-count "--count=$SIZE"
}
