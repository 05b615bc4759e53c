#!/bin/bash
# The Debian packages: the same bytes from two folders, lintian has nothing to say, and in a bare
# Debian they are installed, used and purged. Needs root, debootstrap and a mirror: `make deb-check`.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-packages.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
mirror=${GLIM_DEBIAN_MIRROR:-http://deb.debian.org/debian}
export DEBIAN_FRONTEND=noninteractive

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
		inside glim version -v | grep -q 'driver mysql: .*cannot'
}

drivers_installed() {
	inside sh -c 'apt-get install -q -y --no-install-recommends /debs/glim-mysql_*.deb \
			/debs/glim-postgresql_*.deb' &&
		inside glim version -v | grep -qi 'driver mysql: .*3\.' &&
		inside glim version -v | grep -qi 'driver postgresql: .*15'
}

used() { # as a team would, by an account of no rights
	inside sh -c 'apt-get install -q -y --no-install-recommends /debs/glim-dev_*.deb gcc libc6-dev make \
			pkgconf man-db && useradd -m ana' &&
		inside setpriv --reuid=ana --regid=ana --init-groups env HOME=/home/ana sh -ec '
			mkdir -p /home/ana/shop && cd /home/ana/shop
			glim migration:init
			glim migration:new CreateUsers
			sed -i "s|return 0;|return glim_exec(ctx, \"CREATE TABLE users (id INTEGER)\");|;T;:a;n;ba" migrations/*.c
			glim migration:build
			glim migration:run
			glim migration:status --check
			glim migration:report -o report.html
			glim migration:dump | grep "CREATE TABLE users"
			man -P cat glim-run | grep migration:run
			pkg-config --modversion glim'
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
if [ "$(id -u)" = 0 ]; then
	check "a bare Debian" bare_debian
	check "glim installed alone" installed
	check "the other drivers installed" drivers_installed
	check "migrations written, built and run" used
	check "purged: nothing is left" purged
else
	skip "installing in a bare Debian" "needs root"
fi
report_end
