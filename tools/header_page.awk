# header_page.awk migration.h model.h: glim-plugin(3) from the public headers. What a comment in the
# first column says of the declarations below it is their text; bodies of functions are left out.

function escaped(line) {
	gsub(/\\/, "\\e", line)
	gsub(/-/, "\\-", line)
	gsub(/'/, "\\(aq", line)
	gsub(/`/, "\\(ga", line)
	gsub(/\^/, "\\(ha", line)
	gsub(/~/, "\\(ti", line)
	if (line ~ /^[.]/)
		line = "\\\\&" line
	return line
}

function verbatim(wanted) {
	if (wanted != is_verbatim)
		print wanted ? ".nf" : ".fi"
	is_verbatim = wanted
}

# What a blank line becomes is known when the next line is.
function part(wanted) {
	if (parted && is_verbatim && wanted)
		print ""
	if (is_verbatim && !wanted)
		verbatim(0)
	if (parted && !(is_verbatim && wanted))
		print ".PP"
	verbatim(wanted)
	parted = 0
}

# A paragraph begins, but not behind a heading.
function paragraph() {
	if (!headed)
		print ".PP"
	headed = 0
}

function heading(title) {
	print ".SH \"" title "\""
	headed = 1
}

# Lines of a comment: those that are indented stay as they are, but below "Word   what it means".
function say(lines, count,    i, term, is_term) {
	for (i = 1; i <= count; i++) {
		if (match(lines[i], /^[A-Z][a-z]+   */) && !(lines[i] ~ /^[A-Z][a-z]+ [^ ]/)) {
			verbatim(0)
			term = lines[i]
			sub(/ .*/, "", term)
			print ".TP 10\n.B " term
			is_term = 1
			lines[i] = substr(lines[i], RLENGTH + 1)
		} else if (is_term && lines[i] ~ /^ /) {
			sub(/^ +/, "", lines[i])
		} else {
			is_term = 0
		}
		if (lines[i] == "") {
			parted = 1
			continue
		}
		part(lines[i] ~ /^ /)
		print escaped(lines[i])
	}
	verbatim(0)
}

function finish_entry() {
	if (!declared && !commented)
		return
	if (declared) {
		paragraph()
		print ".nf\n.ft B"
		for (i = 1; i <= declared; i++)
			print escaped(declaration[i])
		print ".ft R\n.fi"
	}
	if (commented) {
		if (declared)
			print ".RS 4"
		else
			paragraph()
		say(comment, commented)
		if (declared)
			print ".RE"
	}
	declared = commented = 0
}

BEGIN {
	print ".\\\" Made from the public headers by tools/header_page.awk: change those."
	printf ".TH \"GLIM-PLUGIN\" 3 \"\" \"glim %s\" \"glim\"\n", version
	print ".SH \"NAME\"\nglim\\-plugin \\- writing migrations in C and C++"
	print ".SH \"SYNOPSIS\"\n.nf\n.ft B\n#include <glim/migration.h>\n#include <glim/model.h>"
	print ".ft R\n.fi"
}

FNR == 1 {
	finish_entry()
	heading(FILENAME)
	in_head = 1
}

# ---- one-line titles ----
/^\/\* ---- .* ---+ \*\/$/ {
	finish_entry()
	title = $0
	gsub(/^\/\* -+ | -+ \*\/$/, "", title)
	heading(title)
	next
}

/^\/\*/ { # a comment in the first column begins an entry
	finish_entry()
	in_comment = 1
	line = $0
	sub(/^\/\* ?/, "", line)
	if (line ~ /\*\/$/) {
		in_comment = 0
		sub(/ ?\*\/$/, "", line)
	}
	if (line != "")
		comment[++commented] = line
	next
}

in_comment {
	line = $0
	if (line ~ /\*\/$/)
		in_comment = 0
	sub(/ ?\*\/$/, "", line)
	sub(/^ \*? ?/, "", line)
	if (line != "" || !(line ~ /^$/ && !in_comment))
		comment[++commented] = line
	next
}

/^#( *)(if|ifdef|ifndef|else|elif|endif|include|undef)/ || /^#define [A-Z_]+_H$/ || /^extern "C"/ || /^}$/ && !in_body { next }

/^{$/ { in_body = 1; next } # of a function: its head is told
in_body { in_body = $0 != "}"; next }

/\\$/ || in_macro { # a macro: its head is told
	if (!in_macro) {
		line = $0
		sub(/[ \t]*\\$/, "", line)
		declaration[++declared] = line
	}
	in_macro = /\\$/
	next
}

/^$/ { # the declarations of an entry may be parted by blank lines
	if (commented && !declared)
		finish_entry()
	else if (declared && declaration[declared] != "")
		declaration[++declared] = ""
	next
}

{
	sub(/^static inline /, "")
	declaration[++declared] = $0
}

END {
	finish_entry()
	print ".SH \"SEE ALSO\"\n\\fBglim\\fR(1), \\fBglim\\-build\\fR(1)"
}
