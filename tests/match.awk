# awk -f match.awk EXPECTED ACTUAL - compares line by line; exit 1, and both texts, if they differ.
# In EXPECTED:  ...  alone on a line stands for any number of lines; <duration> <date> <number>
# <hash> <by> <any> stand for what varies; two blanks or more for as many as a column takes. A line
# that glim says only of what takes longer than a second may stand anywhere: a machine may be slow.
function regex(line) {
	gsub(/[][\\.^$*+?(){}|]/, "\\\\&", line)
	gsub(/<duration>/, "[0-9][0-9.]* (us|ms|s|min|h)( [0-9]+ (s|min))?", line)
	gsub(/<date>/, "[0-9]+-[0-9]+-[0-9]+[ T][0-9]+:[0-9]+:[0-9]+[.0-9]*Z?", line)
	gsub(/<number>/, "[0-9]+", line)
	gsub(/<hash>/, "[0-9a-f]+", line)
	gsub(/<by>/, "[^ ]+@[^ ]+", line)
	gsub(/<any>/, ".*", line)
	gsub(/   */, "   *", line)
	return "^" line "$"
}

function is_of_slowness(line) {
	return line ~ /^glim: ([^ ]+: [0-9]+ s(, step [0-9]+)?, )?waiting for /
}

function matches(e, a) {
	for (; e <= expected; e++) {
		if (want[e] == "...") {
			for (; a <= actual + 1; a++)
				if (matches(e + 1, a))
					return 1
			return 0
		}
		while (a <= actual && have[a] !~ regex(want[e]) && is_of_slowness(have[a]))
			a++
		if (a > actual || have[a] !~ regex(want[e])) {
			if (a > furthest)
				furthest = a
			return 0
		}
		a++
	}
	while (a <= actual && is_of_slowness(have[a]))
		a++
	if (a > furthest)
		furthest = a
	return a > actual
}

FILENAME == ARGV[1] { want[++expected] = $0; next }
{ have[++actual] = $0 }

END {
	if (matches(1, 1))
		exit 0
	print "    expected:"
	for (i = 1; i <= expected; i++)
		print "      " want[i]
	print "    got:"
	for (i = 1; i <= actual; i++)
		print (i == furthest ? "    > " : "      ") have[i]
	exit 1
}
