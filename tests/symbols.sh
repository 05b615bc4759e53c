#!/bin/bash
# What the built files export and need, and which words the sources must not have.
set -u
. "$(dirname "$0")/report.sh"

exports() { # FILE
	nm -D --defined-only --format=posix "$1" | cut -d' ' -f1 | sort | tr '\n' ' '
}

exports_only() { # FILE NAMES
	[ "$(exports "$1")" = "$2" ] || { echo "exports: $(exports "$1")"; return 1; }
}

needs_only() { # FILE LIBRARIES..
	local file=$1 library
	shift
	readelf -d "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | while read -r library; do
		case " $* " in
		*" ${library%%.so*} "*) ;;
		*) echo "needs $library" && exit 1 ;;
		esac
	done
}

hardened() { # FILE
	readelf -lW "$1" | grep -q GNU_RELRO && readelf -dW "$1" | grep -q 'BIND_NOW\|NOW' &&
		! readelf -lW "$1" | grep 'GNU_STACK' | grep -q E
}

no_database_words() {
	! grep -rniE 'mysql|mariadb|sqlite|postgres' "$top/runner" --include='*.[ch]' |
		grep -vE '^[^:]*/runner/(driver|dialect)/'
}

no_driver_in_use() { # the drivers' own words, where only a name is meant
	! grep -rn 'rdynamic\|export-dynamic' "$top/Makefile"
}

check "glim exports nothing" exports_only "$build/bin/glim" ""
check "glim links no client library and no libcrypto" \
	needs_only "$build/bin/glim" libjansson libelf libc ld-linux-x86-64 libasan libubsan
check "glim is hardened" hardened "$build/bin/glim"
check "glim-guest exports nothing" exports_only "$build/lib/glim/glim-guest" ""
check "glim-guest links libc only" \
	needs_only "$build/lib/glim/glim-guest" libc ld-linux-x86-64 libasan libubsan
check "glim-guest is hardened" hardened "$build/lib/glim/glim-guest"
for module in "$build"/lib/glim/drivers/*.so; do
	check "${module##*/} exports its driver only" exports_only "$module" "glim_module "
done
check "only drivers and dialects name a database" no_database_words
check "the runner is not linked to export" no_driver_in_use
report_end
