#!/bin/sh
# need.sh THING.. - makes sure that tools and libraries are there; on Debian it installs what is
# missing. A THING names what is needed and the package that brings it:
#
#     bin:PROGRAM:PACKAGE    lib:SONAME:PACKAGE    pc:PKG_CONFIG_MODULE:PACKAGE    hdr:HEADER:PACKAGE
#     rt:CLANG_RUNTIME:PACKAGE    perl:MODULE:PACKAGE    ruby:FEATURE:PACKAGE    python:MODULE:PACKAGE
#
# The thing itself is looked for, so what was built by hand counts too. Ask only for packages that
# start no service. GLIM_APT=no only says what is missing. Exit: 0 all is there, 1 it is not.
set -eu

has() {
	kind=${1%%:*} name=${1#*:}
	name=${name%:*}
	case $kind in
	bin) command -v "$name" >/dev/null 2>&1 || [ -x "/usr/sbin/$name" ] ||
		[ -n "$(find /usr/lib/postgresql/*/bin -name "$name" 2>/dev/null)" ] ;;
	lib) PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -q "^[[:space:]]*$name " ;;
	pc) "${PKG_CONFIG:-pkg-config}" --exists "$name" 2>/dev/null ;;
	rt) [ -n "$(ls "$(clang -print-runtime-dir 2>/dev/null)/libclang_rt.$name-"* 2>/dev/null)" ] ;;
	hdr) printf '#include <%s>\n' "$name" | ${CC:-cc} -E -x c - >/dev/null 2>&1 ;;
	perl) perl "-M$name" -e 1 >/dev/null 2>&1 ;;
	ruby) ruby -r "$name" -e 1 >/dev/null 2>&1 ;;
	python) python3 -c "import $name" >/dev/null 2>&1 ;;
	*) echo "need.sh: what is '$1'?" >&2 && exit 2 ;;
	esac
}

packages_missing() {
	for thing in "$@"; do
		has "$thing" || printf '%s\n' "${thing##*:}"
	done | sort -u | tr '\n' ' ' | sed 's/ $//'
}

cannot_install() {
	printf 'glim: missing: %s\n  %s\n' "$missing" "$1" >&2
	exit 1
}

missing=$(packages_missing "$@")
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends $missing"
command -v apt-get >/dev/null 2>&1 ||
	cannot_install "Install what your system calls these Debian packages."
[ "${GLIM_APT:-yes}" != no ] || cannot_install "On Debian 12: sudo $install"

if [ "$(id -u)" -eq 0 ]; then
	sudo=
elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
	sudo=sudo
else
	cannot_install "Ask an administrator to run: $install"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# A server's package would make a database and start it: the tests make their own.
clusters=/etc/postgresql-common/createcluster.d
case " $missing " in
*" postgresql-"*)
	trap 'rm -f "$log"; $sudo rm -f "$clusters/glim.conf"' EXIT
	$sudo mkdir -p "$clusters"
	echo "create_main_cluster = false" | $sudo tee "$clusters/glim.conf" >/dev/null
	;;
esac

# This one has no such switch. It is kept from starting, and from starting with the machine.
policy=/usr/sbin/policy-rc.d
case " $missing " in
*" pgbouncer "*)
	[ -e "$policy" ] || {
		trap 'rm -f "$log"; $sudo rm -f "$clusters/glim.conf" "$policy"' EXIT
		printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
		$sudo chmod 755 "$policy"
	}
	disable="update-rc.d pgbouncer disable"
	;;
esac

run_apt() {
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" \
		</dev/null >"$log" 2>&1
}

echo "glim: installing $missing" >&2
# shellcheck disable=SC2086 # a list of words
run_apt install -y --no-install-recommends $missing || {
	run_apt update && run_apt install -y --no-install-recommends $missing
} || {
	tail -20 "$log" >&2
	cannot_install "apt-get failed. Try: sudo apt-get update && sudo $install"
}

# shellcheck disable=SC2086 # a list of words
[ -z "${disable:-}" ] || $sudo $disable >/dev/null 2>&1 || true

missing=$(packages_missing "$@")
[ -z "$missing" ] || cannot_install "They were installed, but what they bring was not found."
