# What the measurements were made on. Sourced.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
load() {
	cut -d' ' -f1-3 /proc/loadavg
}

processor() {
	sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1
}

memory() {
	awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo
}

system() {
	(. /etc/os-release && echo "$PRETTY_NAME, Linux $(uname -r)")
}

# What a commit cannot be faster than here.
sync_time() {
	dd if=/dev/zero of="$BENCH_WORK/sync" bs=4k count=200 oflag=dsync 2>&1 |
		awk -F'[ ,]+' '/copied/ { for (i = 1; i < NF; i++) if ($(i + 1) == "s") printf "%.2f ms", $i * 5 }'
	rm -f "$BENCH_WORK/sync"
}

file_system() {
	df --output=fstype "$BENCH_WORK" | tail -n 1
}
