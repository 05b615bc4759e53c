# table.awk -v order='TOOL ..' TARGETS SAMPLES - the tables of RESULTS.md. A ratio is what the tool took by what glim
# took; in the first table it is glim's by that of the floor and by that of the fastest peer.
BEGIN {
	FS = "\t"
	tool_count = split(order, tools, " ")
	for (i = 1; i <= tool_count; i++) tool_known[tools[i]] = 1
}

FNR == NR {
	if (!/^#/) target[$1, $2, $3, $4] = $5
	next
}

$1 == "sample" || $1 == "cannot" {
	row = $2 SUBSEP $3 SUBSEP $4 SUBSEP $5
	if (!(row in known)) { known[row] = 1; rows[++row_count] = row }
	if (!($6 in tool_known)) { tool_known[$6] = 1; tools[++tool_count] = $6 }
}

$1 == "sample" {
	cell = row SUBSEP $6
	n = ++runs[cell]
	time[cell, n] = $7 + 0
	cpu[cell, n] = $8 + 0
	if ($9 + 0 > peak[cell]) peak[cell] = $9 + 0
	if ($10 != "") { trips[cell] = $10; with_trips = 1 }
}

$1 == "cannot" { why[row, $6] = $7 }
$1 == "missing" && !($2 in gone) { gone[$2] = 1; absent[++absent_count] = "- " $2 ": " $3 }

function median(cell) {
	return median_of(time, cell)
}

function median_of(values, cell,    n, i, j, t, sorted) {
	n = runs[cell]
	for (i = 1; i <= n; i++) {
		t = values[cell, i]
		for (j = i - 1; j > 0 && sorted[j] > t; j--) sorted[j + 1] = sorted[j]
		sorted[j + 1] = t
	}
	return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function spread(cell,    i, low, high) {
	for (i = 1; i <= runs[cell]; i++) {
		if (i == 1 || time[cell, i] < low) low = time[cell, i]
		if (time[cell, i] > high) high = time[cell, i]
	}
	return shown(low) " to " shown(high)
}

function shown(ns) {
	if (ns >= 1e11) return sprintf("%.0f s", ns / 1e9)
	if (ns >= 1e10) return sprintf("%.1f s", ns / 1e9)
	if (ns >= 1e9) return sprintf("%.2f s", ns / 1e9)
	if (ns >= 1e8) return sprintf("%.0f ms", ns / 1e6)
	if (ns >= 1e7) return sprintf("%.1f ms", ns / 1e6)
	return sprintf("%.2f ms", ns / 1e6)
}

function ratio(over, under) {
	return under > 0 ? sprintf("%.2f", over / under) : ""
}

function row_name(row, more,    part) {
	split(row, part, SUBSEP)
	return part[1] " " part[3] (part[4] > 0 ? ", " part[4] / 1000 " ms away" : "") more " | " part[2]
}

function is_peer(tool) {
	return tool !~ /^(glim|floor|server)/ && tool !~ /-by-row$/
}

function fastest(row,    i, best, cell) {
	best = ""
	for (i = 1; i <= tool_count; i++) {
		cell = row SUBSEP tools[i]
		if (is_peer(tools[i]) && runs[cell] && (best == "" || median(cell) < median(row SUBSEP best)))
			best = tools[i]
	}
	return best
}

function goal(row, reference,    part) {
	split(row, part, SUBSEP)
	return target[part[1], part[2], part[4], reference]
}

function verdict(value, limit) {
	if (limit == "" || value == "") return ""
	return " (at most " limit ": " (value + 0 <= limit + 0 ? "met" : "missed") ")"
}

# `batch` is held against the fastest peer that commits each by itself.
function rows_of(row,    part) {
	split(row, part, SUBSEP)
	return "rows" SUBSEP part[2] SUBSEP part[3] SUBSEP part[4]
}

# `us` is glim, or glim-sql, whose migrations are SQL as the peers' are.
function summary_row(row, us,    glim, floor, best, by_floor, by_peer, note, other) {
	glim = median(row SUBSEP us)
	floor = runs[row SUBSEP "floor"] ? median(row SUBSEP "floor") : 0
	best = fastest(row)
	by_floor = ratio(glim, floor)
	by_peer = best == "" ? "" : ratio(glim, median(row SUBSEP best))
	note = by_peer verdict(by_peer, goal(row, "peer"))
	if (goal(row, "rows-peer") != "" && (other = fastest(rows_of(row))) != "") {
		by_peer = ratio(glim, median(rows_of(row) SUBSEP other))
		note = note (note == "" ? "" : "; ") by_peer " of " other ", each durable" verdict(by_peer, goal(row, "rows-peer"))
	}
	printf "| %s | %s | %s | %s | %s | %s | %s |\n", row_name(row, us == "glim" ? "" : ", in SQL"),
		floor ? shown(floor) : "", shown(glim), spread(row SUBSEP us), by_floor verdict(by_floor, goal(row, "floor")),
		best == "" ? "" : best ", " shown(median(row SUBSEP best)), note
}

function heading(first,    i, rule) {
	printf "| %s | database |", first
	for (i = 1; i <= tool_count; i++) { printf " %s |", tools[i]; rule = rule "---:|" }
	printf "\n|---|---|%s\n", rule
}

function note_of(row, tool,    reason) {
	reason = why[row, tool]
	if (reason == "") return ""
	if (!(reason in note_number)) { note_number[reason] = ++note_count; notes[note_count] = reason }
	return "[" note_number[reason] "]"
}

function time_cell(row, tool,    cell, glim) {
	cell = row SUBSEP tool
	if (!runs[cell]) return note_of(row, tool)
	glim = runs[row SUBSEP "glim"] ? median(row SUBSEP "glim") : 0
	return shown(median(cell)) (glim && tool != "glim" ? ", x" ratio(median(cell), glim) : "") \
		(runs[cell] == 1 ? "*" : "") (why[row, tool] != "" ? " " note_of(row, tool) : "")
}

function table(kind,    i, j, cell, text) {
	for (i = 1; i <= row_count; i++) {
		if (kind == "trips" && rows[i] ~ (SUBSEP "0$")) continue
		printf "| %s |", row_name(rows[i])
		for (j = 1; j <= tool_count; j++) {
			cell = rows[i] SUBSEP tools[j]
			text = ""
			if (kind == "time") text = time_cell(rows[i], tools[j])
			else if (kind == "processor" && runs[cell]) text = shown(median_of(cpu, cell))
			else if (kind == "memory" && runs[cell]) text = sprintf("%.1f", peak[cell] / 1024)
			else if (kind == "trips") text = trips[cell]
			printf " %s |", text
		}
		print ""
	}
}

END {
	print "## glim beside the floor and the fastest peer\n"
	print "| work | database | floor | glim | from .. to | by floor | fastest peer | by fastest peer |"
	print "|---|---|---:|---:|---|---|---|---|"
	for (i = 1; i <= row_count; i++) {
		if (runs[rows[i] SUBSEP "glim"]) summary_row(rows[i], "glim")
		if (runs[rows[i] SUBSEP "glim-sql"]) summary_row(rows[i], "glim-sql")
	}
	print "\n## Time\n"
	print "Median, and how many times what glim took; * is a single run.\n"
	heading("work")
	table("time")
	for (i = 1; i <= note_count; i++) printf "%s[%d] %s\n", i == 1 ? "\n" : "\n", i, notes[i]
	print "\n## Processor time\n"
	print "What the tool and its own processes computed, the database server left out (SQLite is in" \
		" it); other load on the machine disturbs it least.\n"
	heading("work")
	table("processor")
	print "\n## Peak memory, MiB\n"
	heading("work")
	table("memory")
	if (with_trips) {
		print "\n## Round trips\n"
		heading("work")
		table("trips")
	}
	if (absent_count) {
		print "\n## Not to be had\n"
		for (i = 1; i <= absent_count; i++) print absent[i]
	}
}
