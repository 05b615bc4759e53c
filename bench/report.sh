# RESULTS.md: what was measured on, and the tables that table.awk makes of the samples. Sourced.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
versions() {
	local peer

	for peer in $PEERS; do
		echo "- $peer: $(in_peer "$peer" peer_version 2>/dev/null | head -n 1)"
	done
}

# One line for each work, for they need not have been measured at the same time.
runs() {
	awk -F'\t' '$1 == "run" { printf "| %s | %s | %s | %s | %s | %s | %s |\n", $2, $3, $4, $5, $6, $7, $8 }' \
		"$BENCH_SAMPLES"
}

report() {
	cat <<-END
		# Results of \`make bench\`

		Written by the program; [README.md](README.md) says what each work includes.

		- $(processor), $(nproc) cores, $(memory); $(system)
		- priority: nice $(nice), the server's too
		- disk of servers and files: $(file_system), a synchronous write of 4 KiB takes $(sync_time)
	END
	awk -F'\t' '$1 == "database" && !seen[$2]++ { print "- " $3 }' "$BENCH_SAMPLES"
	printf '\n| measured | database | at (UTC) | took | load before | load after (1, 5, 15 min) | glim |\n'
	printf '|---|---|---|---|---|---|---|\n'
	runs
	echo
	awk -v order="$PEERS server" -f "$BENCH/table.awk" "$BENCH/targets" "$BENCH_SAMPLES"
	printf '\n## Versions\n\n'
	versions
}
