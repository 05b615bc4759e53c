# How peers come from their registries, each into a folder of its own below $BENCH_CACHE. Sourced.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
jdbc_drivers=(org.mariadb.jdbc:mariadb-java-client:3.5.1 org.xerial:sqlite-jdbc:3.47.1.0
	org.postgresql:postgresql:42.7.4)

need() { # THING..
	"$TOP/tools/need.sh" "$@"
}

npm_install() { # FOLDER PACKAGE@VERSION..
	need bin:npm:npm || return
	mkdir -p "$BENCH_CACHE/$1" && cd "$BENCH_CACHE/$1" || return
	[ -f package.json ] || echo '{ "private": true }' >package.json
	npm install --no-audit --no-fund --save-exact "${@:2}"
}

go_install() { # PACKAGE@VERSION TAGS
	need bin:go:golang-go || return
	GOBIN=$BENCH_CACHE/go/bin GOFLAGS=-trimpath CGO_ENABLED=1 go install -tags "$2" "$1"
}

go_version() { # PROGRAM
	go version -m "$1" | awk '$1 == "mod" { print $3 }'
}

python_packages=(alembic==1.20.1 sqlalchemy==2.1.9 django==5.2.19 mysqlclient==2.3.2
	psycopg2-binary==2.9.13)

python_install() {
	[ ! -x "$BENCH_CACHE/python/bin/alembic" ] || return 0
	need bin:python3:python3 python:ensurepip:python3-venv bin:python3-config:python3-dev \
		pc:libmariadb:libmariadb-dev || return
	python3 -m venv "$BENCH_CACHE/python" &&
		"$BENCH_CACHE/python/bin/pip" install -q --disable-pip-version-check "${python_packages[@]}"
}

python_version() { # PACKAGE..
	"$BENCH_CACHE/python/bin/python" -c 'import sys; from importlib.metadata import version
print(", ".join(f"{name} {version(name)}" for name in sys.argv[1:]))' "$@"
}

# With :alone it comes without what it says that it needs.
maven_dependency() { # GROUP:ARTIFACT:VERSION[:alone]
	local IFS=: group artifact version alone
	read -r group artifact version alone <<<"$1"
	echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId>"
	echo "<version>$version</version>"
	[ -z "$alone" ] || echo "<exclusions><exclusion><groupId>*</groupId>" \
		"<artifactId>*</artifactId></exclusion></exclusions>"
	echo "</dependency>"
}

maven_install() { # FOLDER GROUP:ARTIFACT:VERSION[:alone]..
	local folder=$BENCH_CACHE/$1 artifact

	need bin:java:default-jre-headless bin:mvn:maven || return
	mkdir -p "$folder"
	{
		echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
		echo '<groupId>bench</groupId><artifactId>bench</artifactId><version>1</version>'
		echo '<packaging>pom</packaging><dependencies>'
		for artifact in "${@:2}"; do
			maven_dependency "$artifact"
		done
		echo '</dependencies></project>'
	} >"$folder/pom.xml"
	rm -f "$folder"/*.jar
	mvn -q -B -f "$folder/pom.xml" -DoutputDirectory="$folder" \
		org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies
}

# A peer that was installed before stays; one that cannot be had leaves its reason.
install_peer() { # PEER
	local mark=$BENCH_CACHE/$1.installed log=$BENCH_CACHE/$1.log

	! cmp -s "$BENCH/peers/$1/peer.sh" "$mark" || return 0
	mkdir -p "$BENCH_CACHE"
	echo "installing $1" >&2
	if (. "$BENCH/peers/$1/peer.sh" && peer_install) >"$log" 2>&1 </dev/null; then
		cp "$BENCH/peers/$1/peer.sh" "$mark"
	else
		record missing "$1" "$(tail -n 1 "$log" | sed "s|$TOP/||g" | cut -c1-160)"
		return 1
	fi
}
