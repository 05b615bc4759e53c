#!/bin/bash
# The Debian packages: the same bytes from two folders, lintian has nothing to say, and in a bare
# Debian they are installed, used and purged, and the image of deploy/ is built from them. Needs root,
# debootstrap, buildah and a mirror: `make deb-check`.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-packages.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
mirror=${GLIM_DEBIAN_MIRROR:-http://deb.debian.org/debian}
export DEBIAN_FRONTEND=noninteractive DEBFULLNAME='Those who build' DEBEMAIL=builders@packages.debian.org

built_twice() {
	local copy="$work/another folder/tree"

	"$top/tools/deb.sh" "$work/one" && mkdir -p "$copy" &&
		git -C "$top" ls-files -co --exclude-standard -z |
		(cd "$top" && xargs -0 cp --parents -t "$copy") && cp -r "$top/.git" "$copy/.git" &&
		TMPDIR=$work "$copy/tools/deb.sh" "$work/two"
}

same_bytes() {
	local one

	for one in "$work"/one/*.deb; do
		cmp "$one" "$work/two/${one##*/}" || return
	done
}

says_who_built() {
	dpkg-deb -f "$work"/one/glim_*.deb Maintainer | grep -qxF "$DEBFULLNAME <$DEBEMAIL>" &&
		grep -qxF "Changed-By: $DEBFULLNAME <$DEBEMAIL>" "$work"/one/*.changes
}

lintian_is_content() {
	lintian --allow-root --fail-on error,warning,info --tag-display-limit 0 "$work"/one/*.changes
}

# With processes and mounts of its own, which end with it.
inside() { # COMMAND..
	# shellcheck disable=SC2016 # for the inner shell
	unshare --mount --pid --fork sh -c 'root=$1; shift; mount -t proc proc "$root/proc" &&
		mount -t tmpfs tmpfs "$root/dev/shm" && exec chroot "$root" env -i HOME=/root LC_ALL=C.UTF-8 \
		PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"' sh "$root" "$@"
}

bare_debian() {
	unshare --mount debootstrap --variant=minbase bookworm "$root" "$mirror" && mkdir -p "$root/dev/shm" "$root/debs" &&
		cp /etc/resolv.conf "$root/etc/resolv.conf" && cp "$work"/one/*.deb "$root/debs" &&
		inside apt-get -q update && inside find / -xdev -path /proc -prune -o -print | sort >"$work/before"
}

installed() {
	inside sh -c 'apt-get install -q -y --no-install-recommends /debs/glim_*.deb' &&
		inside glim version -v | grep -q 'driver sqlite: .*3\.' &&
		inside glim version -v | grep -q 'driver mysql: .*install the package glim-mysql,' &&
		inside sh -c 'useradd -m ana && cd /home/ana && glim -q migration:init &&
			glim migration:new Any --lang sql && ! glim migration:build' |&
		grep 'apt-get install glim-dev$' && inside rm -r /home/ana
}

drivers_installed() {
	inside sh -c 'apt-get install -q -y --no-install-recommends /debs/glim-mysql_*.deb \
			/debs/glim-postgresql_*.deb' &&
		inside glim version -v | grep -qi 'driver mysql: .*3\.' &&
		inside glim version -v | grep -qi 'driver postgresql: .*15'
}

as_ana() { # COMMANDS
	inside setpriv --reuid=ana --regid=ana --init-groups env HOME=/home/ana sh -ec "mkdir -p /home/ana/shop
		cd /home/ana/shop
		$1"
}

used() { # as somebody new would, by an account of no rights: SQL, then C
	inside sh -c 'apt-get install -q -y --no-install-recommends /debs/glim-dev_*.deb &&
		mkdir -p /home/ana && chown ana /home/ana' && as_ana '
			glim migration:init
			glim migration:new add_email --lang sql
			cat >"$(echo migrations/*_add_email.sql)" <<-END
				-- description: users, who have an email
				-- migrate:up
				CREATE TABLE users (id INTEGER PRIMARY KEY);
				ALTER TABLE users ADD COLUMN email VARCHAR(80);
				-- migrate:down
				DROP TABLE users;
			END
			glim migration:build
			glim migration:plan --sql | grep -x "ALTER TABLE users ADD COLUMN email VARCHAR(80);"
			glim migration:run
			glim migration:status --check
			glim migration:report -o report.html && grep -q "users, who have an email" report.html
			glim migration:new AddAras
			sed -i "s|return glim_flush(ctx);|return glim_exec(ctx, \"INSERT INTO users VALUES (5, NULL)\");|;T;:a;n;ba" \
				migrations/*_AddAras.c
			grep -q "INSERT INTO users" migrations/*_AddAras.c
			glim migration:build
			glim migration:run
			glim migration:rollback --count 1
			glim migration:dump | grep "CREATE TABLE users"'
}

read_about() {
	inside sh -c 'apt-get install -q -y --no-install-recommends man-db pkgconf' &&
		as_ana 'man -P cat glim-run | grep migration:run; pkg-config --modversion glim'
}

# Where no registry is at hand, debootstrap makes what Debian's own image is made of.
image() { # ARGUMENTS..
	buildah --root "$work/images" --runroot "$work/containers" --storage-driver vfs "$@"
}

base_image() {
	local container

	container=$(image from scratch) && image copy -q "$container" "$root" / &&
		image commit -q --rm "$container" docker.io/library/debian:12-slim
}

image_built() {
	image build --isolation chroot --pull-never -t glim -f "$top/deploy/Dockerfile" "$work/one"
}

# What the Dockerfile says of an image of a team's own, word by word.
team_image_built() {
	mkdir -p "$work/team/migrations" && cp "$work"/one/*.deb "$work/team" &&
		echo '{ "db": { "default": { "driver": "sqlite", "schema": "/tmp/shop.db" } } }' >"$work/team/config.json" &&
		printf -- '-- migrate:up\nCREATE TABLE users (id INTEGER);\n' >"$work/team/migrations/1_Users.sql" &&
		sed -n '/own image/,/^FROM/s/^#     //p' "$top/deploy/Dockerfile" >"$work/team/Dockerfile" &&
		image build --isolation chroot --pull-never -t team "$work/team"
}

image_works() {
	local container

	container=$(image from --pull-never team) &&
		image run --isolation chroot "$container" -- sh -ec 'test "$(id -u)" = 10001
			glim migration:init
			glim migration:run
			glim migration:status --check'
}

# The folders of completions and modules, too; what other packages brought is theirs.
purged() {
	inside sh -c 'apt-get purge -q -y glim glim-mysql glim-postgresql glim-dev && apt-get autoremove -q -y --purge' &&
		inside find / -xdev -path /proc -prune -o -path /debs -prune -o -path /home -prune -o \
			-path /var/log -prune -o -path /var/cache -prune -o -name '*glim*' -print >"$work/left"
	! grep . "$work/left"
}

check "packages from two folders" built_twice
check "the same bytes" same_bytes
check "lintian" lintian_is_content
check "its maintainers are who built it" says_who_built
if [ "$(id -u)" = 0 ]; then
	check "a bare Debian" bare_debian
	check "an image of it" base_image
	check "glim installed alone" installed
	check "the other drivers installed" drivers_installed
	check "migrations written, planned, built, run and reported" used
	check "the manual is there, and pkg-config knows it" read_about
	check "purged: nothing is left" purged
	check "deploy/Dockerfile builds" image_built
	check "a team's own image builds" team_image_built
	check "it migrates, as nobody in particular" image_works
else
	skip "installing in a bare Debian" "needs root"
fi
report_end
