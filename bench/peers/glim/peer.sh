# glim, as it is built here.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
glim=$GLIM_BUILD/bin/glim

peer_install() {
	:
}

peer_version() {
	"$glim" version | sed -n '1s/^glim //p'
}

peer_refuses() { # WORK
	case $1 in
	batch) "$glim" help run | grep -q -- '--batch' || echo "has no --batch yet" ;;
	esac
}

plugin_compile() { # SOURCE OPTION..
	"${CC:-cc}" -O2 -fPIC -shared -fvisibility=hidden -Wl,-z,defs -Wl,-Bsymbolic \
		-Wl,-z,noseparate-code -s -I"$TOP/include" -o plugin.so "$@"
}

# A plugin is compiled once and then numbered: the bytes differ, the code does not.
plugins_write() { # COUNT
	if [ -e "$BENCH/peers/glim/$WORK.c" ]; then
		plugin_compile "$BENCH/peers/glim/$WORK.c" -I"$BENCH/floor" -lcrypto
		mv plugin.so "plugins/20260000000001_$WORK.so"
		return
	fi
	cat >plugin.c <<-END
		#include <glim/migration.h>
		const char description[] = "bench migration NUMBER00";
		int run(glim_ctx *ctx)
		{
			return glim_exec(ctx, "$UP");
		}
		int rollback(glim_ctx *ctx)
		{
			return glim_exec(ctx, "$DOWN");
		}
	END
	plugin_compile plugin.c
	stamp "plugins/2026NUMBER00_BenchNUMBER00.so" "$1" <plugin.so
}

connection_write() {
	case $DATABASE in
	sqlite) echo "\"driver\": \"sqlite\", \"schema\": \"$BENCH_FILE\"" ;;
	*)
		echo "\"driver\": \"$DATABASE\", \"host\": \"$BENCH_HOST\", \"port\": $BENCH_PORT,"
		echo "\"schema\": \"$BENCH_SCHEMA\", \"user\": \"$BENCH_USER\","
		echo "\"password\": \"$BENCH_PASSWORD\""
		;;
	esac
}

config_write() {
	cat >config.json <<-END
		{ "extensions": { "migration": { "db": "default", "plugins": ["plugins"] } },
		"db": { "default": { $(connection_write) } } }
	END
}

glim_folder() { # COUNT
	mkdir -p plugins
	config_write
	plugins_write "$1"
	"$glim" migration:init
}

peer_setup() { # COUNT
	glim_folder "$1"
}

peer_applied() { # COUNT
	"$glim" migration:baseline "$(printf 'Bench%08d' "$1")" --reason bench --yes
}

peer_up() {
	command=("$glim" migration:run)
	[ "$WORK" != batch ] || command+=(--batch "$SIZE")
}

peer_status() {
	command=("$glim" migration:status)
}

peer_down() {
	command=("$glim" migration:rollback --yes)
}
